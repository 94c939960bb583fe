"""Two reports side by side: what is new, what remains, what is mended and what nobody saw again."""

import json

import jsonschema
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as some
from msgspec.structs import replace

from linter.model.finding import Finding, Gap, Severity
from linter.model.location import Location
from linter.model.report import Input, Report, Tool
from linter.model.verdict import decide
from linter.report import comparison_json, comparison_terminal
from linter.report.comparison import Comparison, Remaining, Side, Unseen, compare
from linter.report.json import render
from linter.report.told import (
    Place,
    ReportError,
    ToldFinding,
    ToldGap,
    ToldReport,
    read_report,
    told,
)
from tests.waivers.made import UPGRADE, finding

MAIN = Input("", "keystone.conf", "configuration", "")
TOOL = Tool("kslint", "1.0", "rules", "catalogs")


def report(
    *found: Finding, gaps: tuple[Gap, ...] = (), inputs: tuple[Input, ...] = (MAIN,)
) -> Report:
    verdict = decide(found, gaps, Severity.BLOCKER)
    return Report(TOOL, UPGRADE, "gate", inputs, verdict, found, gaps, 3)


def compared(before: Report, after: Report) -> Comparison:
    read = read_report(render(before).encode())
    assert read == told(before)
    return compare(read, told(after))


def shape(found: Finding) -> ToldFinding:
    return msgspec.convert(
        {
            "rule": found.rule,
            "message": found.message,
            "subject": found.subject,
            "fingerprint": found.fingerprint,
            "severity": found.severity.value,
            "location": Place(found.at.node, found.at.path, found.at.line, found.at.column),
            "waiver": found.waiver or None,
        },
        ToldFinding,
    )  # fmt: skip


def test_equal_reports_have_nothing_new() -> None:
    found = finding()
    side = Side("2024.1", "2025.1", "gate", "GO_WITH_CONDITIONS", 0, "1.0")

    assert compared(report(found), report(found)) == Comparison(
        1, side, side, (), (), (Remaining(shape(found), "warning", None),), (), (), (), ()
    )


def test_a_finding_is_the_same_in_another_line_and_in_other_words() -> None:
    moved = finding(at=Location("", "keystone.conf", 99), message="in other words")
    found = compared(report(finding()), report(moved))

    assert found.remaining == (Remaining(shape(moved), "warning", None),)
    assert (found.new, found.fixed) == ((), ())


def test_what_is_new_and_what_is_fixed_is_told_apart() -> None:
    was, now = finding("config/removed"), finding()
    found = compared(report(was), report(now))

    assert (found.new, found.fixed, found.remaining) == ((shape(now),), (shape(was),), ())


def test_of_several_alike_those_with_the_same_words_remain() -> None:
    one, two, three = (finding(message=words) for words in ("one", "two", "three"))
    found = compared(report(one, two), report(two, three))

    assert [each.finding.message for each in found.remaining] == ["two", "three"]
    assert compared(report(one, two), report(two)).fixed == (shape(one),)
    assert compared(report(two), report(one, two)).new == (shape(one),)


def test_a_change_of_severity_or_waiver_is_said() -> None:
    grave = finding(severity=Severity.BLOCKER)
    waived = replace(finding(), waiver="waived by Ada until 2027-03-01: known")

    (graver,) = compared(report(finding()), report(grave)).remaining
    assert (graver, graver.has_changed) == (Remaining(shape(grave), "warning", None), True)
    (opened,) = compared(report(waived), report(finding())).remaining
    assert opened.has_changed
    assert opened.waiver_before == waived.waiver


OPENED = Gap("keystone.conf", "permission denied", "read it", required=True, at=Location(path="keystone.conf"))  # fmt: skip  # noqa: E501


@pytest.mark.parametrize(
    ("rule", "after", "why"),
    [
        ("config/dead", report(inputs=()), "keystone.conf was not read this time"),
        (
            "config/dead",
            report(gaps=(OPENED,)),
            "keystone.conf: permission denied",
        ),
        (
            "config/dead",
            report(gaps=(Gap("rule config/dead", "it failed", "report it", required=True),)),
            "its rule was not judged this time: it failed",
        ),
        (
            "logs/advised",
            report(gaps=(Gap("logs", "not part of this check", "give them", required=False),)),
            "logs: not part of this check",
        ),
        (
            "notes/applies",
            report(gaps=(Gap("release notes", "404", "try again", required=True),)),
            "release notes: 404",
        ),
    ],
)
def test_what_was_not_looked_at_again_is_not_fixed(rule: str, after: Report, why: str) -> None:
    was = finding(rule)
    found = compared(report(was), after)

    assert (found.fixed, found.unseen) == ((), (Unseen(shape(was), why),))


def test_a_gap_that_was_there_before_hides_nothing_new() -> None:
    logs = Gap("logs", "not part of this check", "give them", required=False)
    found = compared(report(finding(), gaps=(logs,)), report(gaps=(logs,)))

    assert found.fixed == (shape(finding()),)


def test_a_node_that_was_not_looked_at_again_mends_nothing() -> None:
    at = Location("ctl2", "keystone.conf", 3)
    inputs = tuple(replace(MAIN, node=node) for node in ("ctl1", "ctl2"))
    found = compared(report(finding(at=at), inputs=inputs), report(inputs=inputs[:1]))

    assert [each.why for each in found.unseen] == ["ctl2:keystone.conf was not read this time"]


def test_gaps_are_opened_and_closed() -> None:
    closed = Gap("logs", "not part of this check", "give them", required=False)
    found = compared(report(gaps=(closed,)), report(gaps=(OPENED,)))

    place = Place("", "keystone.conf", 0, 0)
    assert found.gaps_opened == (ToldGap("keystone.conf", "permission denied", True, place),)
    assert found.gaps_closed == (ToldGap("logs", "not part of this check", False, None),)


def test_reports_that_answer_different_questions_say_so() -> None:
    before, after = told(report()), told(report())
    before = replace(
        before,
        profile="approval",
        upgrade=replace(before.upgrade, source="2023.1", target="2024.1"),
        tool=replace(before.tool, version="0.9"),
    )

    assert compare(before, after).cautions == (
        "The upgrades differ, so findings do: 2023.1 to 2024.1 before, 2024.1 to 2025.1 now.",
        "The profiles differ: approval before, gate now.",
        "Rules or catalogs differ, so findings may too: kslint 0.9 before, 1.0 now.",
    )


def test_what_a_later_version_adds_to_a_report_is_passed_over() -> None:
    document = json.loads(render(report(finding())))
    document["verdict"]["colour"] = document["more"] = {"a": 1}

    assert read_report(json.dumps(document).encode()) == told(report(finding()))


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no report of kslint in JSON: Input data was truncated"),
        (b"[]", "no report of kslint in JSON: Expected `object`, got `array`"),
        (b'{"schema_version": 7}', "a report of version 7, and this kslint compares version 1"),
        (
            b'{"schema_version": 1}',
            "no report of kslint in JSON: Object missing required field `tool`",
        ),
    ],
)
def test_what_is_no_report_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ReportError) as error:
        read_report(content)

    assert str(error.value) == said


@pytest.mark.parametrize(
    "content", [b"\xff", b"[" * 100_000, b'{"schema_version": 1, "a": "\xff"}']
)
def test_whatever_is_no_report_is_refused_without_a_traceback(content: bytes) -> None:
    with pytest.raises(ReportError):
        read_report(content)


def test_the_json_keeps_to_its_schema() -> None:
    found = compared(report(finding(), gaps=(OPENED,)), report(finding("config/removed")))
    text = comparison_json.render(found)

    jsonschema.validate(json.loads(text), comparison_json.schema())
    assert msgspec.json.decode(text, type=Comparison) == found


def test_people_read_what_changed() -> None:
    before = report(finding(severity=Severity.BLOCKER), finding("config/removed"), gaps=(OPENED,))
    after = report(
        replace(finding(), waiver="waived by Ada until 2027-03-01: known"),
        finding("policy/removed", severity=Severity.BLOCKER, at=Location()),
        gaps=(Gap("logs", "it was not part of this check", "give them", required=False),),
    )

    assert comparison_terminal.render(compared(before, after), color=False, width=90) == (
        """\
Keystone 2024.1 → 2025.1
  before: NO-GO
  now:    NO-GO

New (1)
  blocker  policy/removed  it is so

Remaining (1)
  warning  config/dead  it is so [waived by Ada until 2027-03-01: known] -->
    keystone.conf:3:1 (blocker before, open before)

Fixed (1)
  warning  config/removed  it is so --> keystone.conf:3:1

Gaps opened (1)
  logs: it was not part of this check

Gaps closed (1)
  keystone.conf (required): permission denied
"""
    )


def test_nothing_to_compare_is_said() -> None:
    text = comparison_terminal.render(compared(report(), report()), color=False, width=80)

    assert text.endswith("\nNeither report has a finding.\n")


HOSTILE = "\x1b[31m\u202e</script>"


def test_a_foreign_report_cannot_steer_a_terminal_or_a_page() -> None:
    place = Place(HOSTILE, HOSTILE, 1, 1)
    foreign = ToldFinding(HOSTILE, "blocker", HOSTILE, HOSTILE, place, HOSTILE, HOSTILE)
    gap = ToldGap(HOSTILE, HOSTILE, True, place)
    before = told(report())
    before = replace(
        before,
        findings=(foreign,),
        gaps=(gap,),
        upgrade=replace(before.upgrade, source=HOSTILE),
        tool=replace(before.tool, version=HOSTILE),
        profile=HOSTILE,
    )
    for found in (compare(before, told(report())), compare(told(report()), before)):
        text = comparison_terminal.render(found, color=False, width=80)
        assert [each for each in text if not each.isprintable() and each != "\n"] == []
        assert "</script>" not in comparison_json.render(found)


def reports() -> some.SearchStrategy[ToldReport]:
    findings = some.builds(
        finding,
        some.sampled_from(["config/dead", "config/removed"]),
        message=some.sampled_from(["so", "otherwise"]),
    )
    return some.lists(findings, max_size=6).map(lambda found: told(report(*found)))


@settings(max_examples=40)
@given(before=reports(), after=reports())
def test_every_finding_is_in_one_list(before: ToldReport, after: ToldReport) -> None:
    found = compare(before, after)

    assert len(found.fixed) + len(found.remaining) == len(before.findings)
    assert len(found.new) + len(found.remaining) == len(after.findings)
