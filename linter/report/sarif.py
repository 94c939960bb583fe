"""The report as SARIF 2.1.0, for code scanning and the viewers of editors."""

import re
from collections.abc import Iterable, Iterator, Sequence
from typing import Final
from urllib.parse import quote

from linter.model.finding import Finding, Gap
from linter.model.location import Location
from linter.model.notes import RELEASE_NOTES
from linter.model.report import Report
from linter.report import sarif_document as sarif
from linter.report.json_text import json_text
from linter.report.occurrences import occurrences
from linter.report.phrases import (
    line,
    line_of_witness,
    lines_of,
    lines_of_gap,
    paragraph,
    sentence,
)
from linter.report.places import AT_THE_TOP, Folders, Places, places_of
from linter.report.sarif_rules import LEVELS, RANKS, descriptor, descriptor_of
from linter.ruleset import Ruleset

BASE: Final = "%SRCROOT%"
"""The name under which code scanning knows the top of the repository."""
MOST_RESULTS: Final = 25_000
"""GitHub refuses a run that has more."""
MOST_PLACES: Final = 100
"""GitHub leaves out further places of one result."""
_LINK = re.compile(r"\](?=\()")


def render(report: Report, rules: Ruleset, folders: Folders = AT_THE_TOP) -> str:
    """The report as a SARIF file with all rules; `folders` are those of the nodes.

    Findings beyond what GitHub takes are left out, the least grave ones, and their number told.
    """
    places = places_of(report, folders)
    descriptors = {rule.id: descriptor(rule) for rule in rules}
    for finding in report.findings:
        if finding.rule not in descriptors:
            descriptors[finding.rule] = descriptor_of(finding)
    indexes = {rule: index for index, rule in enumerate(descriptors)}
    shown = report.findings[:MOST_RESULTS]
    times = occurrences(finding.fingerprint for finding in shown)
    run = sarif.Run(
        tool=sarif.Tool(_driver(report, descriptors.values())),
        invocations=(_invocation(report, places),),
        original_uri_base_ids={BASE: sarif.Base(sarif.Text("The top of the repository."))},
        column_kind="unicodeCodePoints",
        results=tuple(
            _result(finding, indexes[finding.rule], places, time)
            for finding, time in zip(shown, times, strict=True)
        ),
        properties=_run_properties(report),
        artifacts=tuple(_artifacts(report, places)),
    )
    return json_text(sarif.SarifLog("2.1.0", (run,), sarif.SCHEMA))


def _driver(report: Report, descriptors: Iterable[sarif.Descriptor]) -> sarif.Driver:
    tool = report.tool
    digests = sarif.DriverProperties(tool.rules, tool.catalogs)
    return sarif.Driver(tool.name, tool.version, tuple(descriptors), digests)


def _run_properties(report: Report) -> sarif.RunProperties:
    upgrade = report.upgrade
    decision = report.verdict.decision.value
    return sarif.RunProperties(
        upgrade.source.series, upgrade.target.series, report.profile, decision
    )


def _message(lines: Iterable[str]) -> sarif.Text:
    """A message as the standard wants it: nothing in it is a placeholder or a link."""
    text = paragraph(lines).replace("{", "{{").replace("}", "}}")
    return sarif.Text(_LINK.sub("] ", text))


def _result(finding: Finding, index: int, places: Places, time: int) -> sarif.Result:
    at = places.of(finding.at)
    return sarif.Result(
        rule_id=line(finding.rule),
        rule_index=index,
        # Code scanning looks at the level of what is suppressed, too.
        level="note" if finding.waiver else LEVELS[finding.severity],
        message=_message(lines_of(finding, places)),
        locations=(_location(at),),
        partial_fingerprints=_fingerprints(finding, at, time),
        rank=RANKS[finding.severity],
        properties=_properties(finding, places),
        related_locations=tuple(_related(finding, places)),
        suppressions=_suppressions(finding),
    )


def _fingerprints(finding: Finding, at: Location, time: int) -> dict[str, str]:
    """The identity of a finding, also under the name that GitHub looks for where it has no other.

    Where there is a line, whoever uploads the file adds the digest of that line under this name,
    and warns of every other value.
    """
    prints = {"kslint/v1": f"{finding.fingerprint}:{time}"}
    return prints if at.line else prints | {"primaryLocationLineHash": prints["kslint/v1"]}


def _properties(finding: Finding, places: Places) -> sarif.ResultProperties:
    elsewhere = [
        line_of_witness(witness)
        for witness in finding.witnesses
        if not _stands_in_repository(witness.kind, witness.at, places)
    ]
    return sarif.ResultProperties(
        finding.severity.value,
        finding.confidence.value,
        line(finding.subject),
        tuple(line(node) for node in finding.nodes if node),
        tuple(elsewhere[:MOST_PLACES]),
    )


def _stands_in_repository(kind: str, at: Location | None, places: Places) -> bool:
    return kind != "log" and at is not None and bool(places.inside(at))


def _related(finding: Finding, places: Places) -> Iterator[sarif.SarifLocation]:
    standing = [
        witness
        for witness in finding.witnesses
        if _stands_in_repository(witness.kind, witness.at, places)
    ]
    for number, witness in enumerate(standing[:MOST_PLACES], 1):
        at = _location(places.of(witness.at))
        text = _message([line(witness.text) or witness.kind])
        yield sarif.SarifLocation(at.physical_location, number, text)


def _suppressions(finding: Finding) -> tuple[sarif.Suppression, ...]:
    if not finding.waiver:
        return ()
    return (sarif.Suppression("external", "accepted", line(finding.waiver)),)


def _location(at: Location) -> sarif.SarifLocation:
    region = None
    if at.line:
        region = sarif.Region(at.line, at.column, at.end_line if at.end_line > at.line else 0)
    return sarif.SarifLocation(sarif.PhysicalLocation(_artifact(at.path), region))


def _artifact(path: str) -> sarif.ArtifactLocation:
    return sarif.ArtifactLocation(quote(path), BASE)


def _artifacts(report: Report, places: Places) -> Iterator[sarif.Artifact]:
    for item in report.inputs:
        # What others published lies in no repository.
        if item.kind == RELEASE_NOTES:
            continue
        path = places.inside(Location(item.node, item.path))
        if path:
            yield sarif.Artifact(_artifact(path), {"sha-256": item.sha256})


def _invocation(report: Report, places: Places) -> sarif.Invocation:
    """That something was not looked at is told by notifications alone.

    GitHub has refused all results of runs that say they were not successful.
    """
    verdict = report.verdict
    description = paragraph(map(sentence, (verdict.decision.words, *verdict.reasons)))
    notifications = (*_left_out(report.findings), *_notifications(report.gaps, places))
    return sarif.Invocation(
        execution_successful=True,
        exit_code=verdict.exit_code,
        exit_code_description=description,
        tool_execution_notifications=notifications,
    )


def _left_out(findings: Sequence[Finding]) -> Iterator[sarif.Notification]:
    rest = len(findings) - MOST_RESULTS
    if rest > 0:
        text = f"{rest} more findings, none graver than these, are left out; --format json has all."
        yield sarif.Notification("error", sarif.Text(text))


def _notifications(gaps: Iterable[Gap], places: Places) -> Iterator[sarif.Notification]:
    for gap in gaps:
        where = (_location(places.of(gap.at)),) if gap.at and places.inside(gap.at) else ()
        level: sarif.Level = "error" if gap.required else "note"
        yield sarif.Notification(level, _message(lines_of_gap(gap)), where)
