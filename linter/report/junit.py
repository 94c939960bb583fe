"""The report as JUnit's XML, which every CI shows as a list of tests."""

from collections import Counter
from collections.abc import Iterator
from typing import Final

import msgspec
from lxml import etree

from linter.model.finding import Finding, Gap, Severity
from linter.model.report import Report
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK
from linter.report.occurrences import occurrences
from linter.report.phrases import (
    line,
    line_of_witness,
    lines_of,
    lines_of_gap,
    message_of,
    paragraph,
)
from linter.report.places import AT_THE_TOP, Folders, Places, places_of

_FAILING: Final = frozenset({Severity.BLOCKER, Severity.CONDITION})


class _Case(msgspec.Struct, frozen=True):
    """A test: `outcome` is the element that tells how it went, "" where it passed."""

    group: str
    name: str
    outcome: str
    kind: str
    message: str
    text: str


def render(report: Report, folders: Folders = AT_THE_TOP) -> str:
    """A suite with the verdict, every finding and every required gap as a test.

    The verdict fails as the command does. An open blocker or condition is a failure, what is waived
    is skipped, a required gap is an error, warnings and infos pass with what they say. Names hold
    no line and no value, so that a CI knows a test again.
    """
    places = places_of(report, folders)
    found = (_case(finding, places) for finding in report.findings)
    gaps = (_case_of_gap(gap) for gap in report.gaps if gap.required)
    cases = tuple(_told_apart((_verdict(report), *found, *gaps)))
    suite = _suite(report, cases)
    suite.extend(_element(case) for case in cases)
    optional = [paragraph(lines_of_gap(gap)) for gap in report.gaps if not gap.required]
    if optional:
        etree.SubElement(suite, "system-out").text = "\n".join(optional)
    root = etree.Element("testsuites")
    root.append(suite)
    etree.indent(root)
    return (
        '<?xml version="1.0" encoding="UTF-8"?>\n' + etree.tostring(root, encoding="unicode") + "\n"
    )


def _suite(report: Report, cases: tuple[_Case, ...]) -> etree._Element:
    outcomes = Counter(case.outcome for case in cases)
    upgrade = report.upgrade
    return etree.Element(
        "testsuite",
        name=f"kslint {upgrade.source.series} to {upgrade.target.series}",
        tests=str(len(cases)),
        failures=str(outcomes["failure"]),
        errors=str(outcomes["error"]),
        skipped=str(outcomes["skipped"]),
    )


def _verdict(report: Report) -> _Case:
    verdict = report.verdict
    words = verdict.decision.words
    outcome = {EXIT_OK: "", EXIT_INCOMPLETE: "error"}.get(verdict.exit_code, "failure")
    text = "\n".join(map(line, (words, *verdict.reasons)))
    return _Case("kslint", "verdict", outcome, verdict.decision.value, words, text)


def _case(finding: Finding, places: Places) -> _Case:
    at = places.of(finding.at)
    witnesses = map(line_of_witness, finding.witnesses)
    text = "\n".join((f"{at}", *lines_of(finding, places), *witnesses, *map(line, finding.links)))
    fails = finding.severity in _FAILING
    outcome = "skipped" if finding.waiver else "failure" if fails else ""
    name = f"{line(finding.subject)} in {at.path}" if finding.subject else at.path
    group = "kslint." + line(finding.rule).replace("/", ".")
    return _Case(group, name, outcome, finding.severity.value, message_of(finding), text)


def _case_of_gap(gap: Gap) -> _Case:
    lines = lines_of_gap(gap)
    return _Case("kslint.not-looked-at", line(gap.what), "error", "gap", lines[0], "\n".join(lines))


def _told_apart(cases: tuple[_Case, ...]) -> Iterator[_Case]:
    """The tests, each under a name of its own: a CI takes those that share it for one."""
    for case, time in zip(
        cases, occurrences((each.group, each.name) for each in cases), strict=True
    ):
        again = f" ({time})" if time > 1 else ""
        yield msgspec.structs.replace(case, name=case.name + again)


def _element(case: _Case) -> etree._Element:
    element = etree.Element("testcase", classname=case.group, name=case.name)
    match case.outcome:
        case "":
            etree.SubElement(element, "system-out").text = case.text
        case "skipped":
            # The schema of Jenkins leaves no room for an attribute here.
            etree.SubElement(element, "skipped").text = case.text
        case outcome:
            about = {"type": case.kind, "message": case.message}
            etree.SubElement(element, outcome, about).text = case.text
    return element
