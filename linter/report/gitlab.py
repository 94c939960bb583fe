"""The report as GitLab's Code Quality, which compares a merge request with its target branch."""

import hashlib
from collections.abc import Iterator
from typing import Final, Literal

import msgspec

from linter.model.finding import Finding, Gap, Severity
from linter.model.location import Location
from linter.model.report import Report
from linter.report.json_text import json_text
from linter.report.occurrences import occurrences
from linter.report.phrases import line, lines_of, lines_of_gap, paragraph
from linter.report.places import AT_THE_TOP, Folders, Places, places_of

Grade = Literal["blocker", "critical", "major", "minor", "info"]
GRADES: Final[dict[Severity, Grade]] = {
    Severity.BLOCKER: "blocker",
    Severity.CONDITION: "major",
    Severity.WARNING: "minor",
    Severity.INFO: "info",
}
GAP: Final = "not-looked-at"
"""The name of the check that what was not looked at goes by; no rule has one without a group."""


class Lines(msgspec.Struct, frozen=True):
    """The line at which an issue begins, from 1."""

    begin: int


class IssueLocation(msgspec.Struct, frozen=True):
    """A place in the repository."""

    path: str
    lines: Lines


class Issue(msgspec.Struct, frozen=True):
    """One finding; the fingerprint is that of no other."""

    description: str
    check_name: str
    fingerprint: str
    severity: Grade
    location: IssueLocation


def render(report: Report, folders: Folders = AT_THE_TOP) -> str:
    """The findings and gaps as an array; `folders` are those of the nodes.

    What is waived, and a gap that nobody requires to be closed, is no more than an info.
    """
    places = places_of(report, folders)
    findings = (_issue(finding, places) for finding in report.findings)
    gaps = (_issue_of_gap(gap, places) for gap in report.gaps)
    return json_text(tuple(_told_apart((*findings, *gaps))))


def _issue(finding: Finding, places: Places) -> Issue:
    severity = "info" if finding.waiver else GRADES[finding.severity]
    description = paragraph(lines_of(finding, places))
    at = _location(places.of(finding.at))
    return Issue(description, line(finding.rule), finding.fingerprint, severity, at)


def _issue_of_gap(gap: Gap, places: Places) -> Issue:
    path = gap.at.path if gap.at else ""
    identity = f"{GAP}\n{path}\n{gap.what}\n{gap.why}".encode(errors="backslashreplace")
    fingerprint = hashlib.sha256(identity).hexdigest()[:20]
    severity: Grade = "critical" if gap.required else "info"
    at = _location(places.of(gap.at))
    return Issue(paragraph(lines_of_gap(gap)), GAP, fingerprint, severity, at)


def _location(at: Location) -> IssueLocation:
    return IssueLocation(at.path, Lines(at.line or 1))


def _told_apart(issues: tuple[Issue, ...]) -> Iterator[Issue]:
    """The issues, each with a fingerprint of its own: GitLab shows one of those that share it."""
    for issue, time in zip(issues, occurrences(each.fingerprint for each in issues), strict=True):
        again = f"-{time}" if time > 1 else ""
        yield msgspec.structs.replace(issue, fingerprint=issue.fingerprint + again)
