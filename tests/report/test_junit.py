import junitparser
import pytest
from lxml import etree

from linter.model.finding import Severity
from linter.model.report import Report
from linter.report import junit
from linter.report.places import Folders
from tests.report.gate_reports import (
    CONDITION,
    EXPECTED,
    INFO,
    REQUIRED,
    WARNING,
    full,
    hostile,
    report_of,
)

FOLDERS = Folders({"": "etc/keystone"})


def _suite(report: Report) -> junitparser.TestSuite:
    (suite,) = junitparser.JUnitXml.fromstring(junit.render(report, FOLDERS).encode())
    return suite


def _outcomes(report: Report) -> list[tuple[str, str]]:
    """The name of each test with what a CI shows of it, as junitparser reads it."""
    return [
        (case.name, type(case.result[0]).__name__ if case.result else "passed")
        for case in _suite(report)
    ]


def test_every_finding_and_required_gap_is_a_test() -> None:
    assert junit.render(full(), FOLDERS) == (EXPECTED / "full.junit.xml").read_text(
        encoding="utf-8"
    )


def test_a_ci_counts_what_the_verdict_counts() -> None:
    suite = _suite(full())
    counted = (suite.tests, suite.failures, suite.errors, suite.skipped)
    suite.update_statistics()
    assert (suite.tests, suite.failures, suite.errors, suite.skipped) == counted == (8, 3, 1, 1)


@pytest.mark.parametrize(
    ("report", "outcomes"),
    [
        (report_of(), [("verdict", "passed")]),
        (
            report_of((WARNING, INFO)),
            [
                ("verdict", "passed"),
                ("[token] bind in etc/keystone/keystone.conf", "passed"),
                ("python in etc/keystone/keystone.conf", "passed"),
            ],
        ),
        (
            report_of((WARNING,), fail_on=Severity.WARNING),
            [
                ("verdict", "Failure"),
                ("[token] bind in etc/keystone/keystone.conf", "passed"),
            ],
        ),
        (
            report_of((CONDITION,)),
            [("verdict", "passed"), ("tokens in etc/keystone/keystone.conf", "Failure")],
        ),
        (
            report_of(gaps=(REQUIRED,)),
            [("verdict", "Error"), ("policy.yaml", "Error")],
        ),
    ],
    ids=["go", "warnings", "warnings that fail", "conditions", "incomplete"],
)
def test_the_verdict_fails_as_the_command_does(
    report: Report, outcomes: list[tuple[str, str]]
) -> None:
    assert _outcomes(report) == outcomes


def test_no_two_tests_share_a_name() -> None:
    findings = full().findings
    cases = [(case.classname, case.name) for case in _suite(report_of((*findings, *findings)))]
    assert len(cases) == len(set(cases)) == 13


def test_hostile_texts_are_only_text() -> None:
    text = junit.render(hostile(), FOLDERS)
    root = etree.fromstring(text.encode())
    assert {element.tag for element in root.iter()} == {
        "testsuites",
        "testsuite",
        "testcase",
        "failure",
        "error",
        "skipped",
        "system-out",
    }
    assert text.replace("\n", "").isprintable()
    assert len(_suite(hostile())) == 1 + 18 + 9


def test_equal_reports_give_equal_bytes() -> None:
    assert junit.render(hostile(), FOLDERS) == junit.render(hostile(), FOLDERS)
