"""What was mended, what is new and what remains between an earlier report and a later one."""

from collections.abc import Iterator, Sequence
from typing import Final, Literal

import msgspec

from linter.model.location import Location
from linter.model.logs import LOGS
from linter.model.notes import RELEASE_NOTES
from linter.report.told import Decided, Grave, ToldFinding, ToldGap, ToldReport

SCHEMA_VERSION: Final = 1
_EVIDENCE = {"logs": LOGS, "notes": RELEASE_NOTES, "database": "database"}
"""The gap that there is where nobody looked at what the rules of a group are about."""


class Side(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One of the two reports in short."""

    source: str
    target: str
    profile: str
    decision: Decided
    exit_code: int
    version: str


class Remaining(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding of both reports as it is now, with how grave it was and who lived with it."""

    finding: ToldFinding
    severity_before: Grave
    waiver_before: str | None

    @property
    def has_changed(self) -> bool:
        """Whether it counts otherwise than before."""
        before = self.severity_before, bool(self.waiver_before)
        return before != (self.finding.severity, bool(self.finding.waiver))


class Unseen(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A finding of before that cannot be called mended, since nobody looked there again."""

    finding: ToldFinding
    why: str


class Comparison(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Two reports side by side; `cautions` say in what they do not answer the same question."""

    schema_version: Literal[1]
    before: Side
    after: Side
    cautions: tuple[str, ...]
    new: tuple[ToldFinding, ...]
    remaining: tuple[Remaining, ...]
    fixed: tuple[ToldFinding, ...]
    unseen: tuple[Unseen, ...]
    gaps_opened: tuple[ToldGap, ...]
    gaps_closed: tuple[ToldGap, ...]


def compare(before: ToldReport, after: ToldReport) -> Comparison:
    """What changed; findings are the same by their fingerprint, wherever they stand."""
    pairs, fixed, new = _paired(before.findings, after.findings)
    lost, opened = _files(before) - _files(after), _without(after.gaps, before.gaps)
    gone = [(finding, next(_unseen(finding, lost, opened), "")) for finding in fixed]
    return Comparison(
        SCHEMA_VERSION,
        _side(before),
        _side(after),
        tuple(_cautions(before, after)),
        new,
        tuple(Remaining(now, was.severity, was.waiver) for was, now in pairs),
        tuple(finding for finding, why in gone if not why),
        tuple(Unseen(finding, why) for finding, why in gone if why),
        opened,
        _without(before.gaps, after.gaps),
    )


_Told = tuple[ToldFinding, ...]
_Files = frozenset[tuple[str, str]]


def _paired(
    before: _Told, after: _Told
) -> tuple[list[tuple[ToldFinding, ToldFinding]], _Told, _Told]:
    """The findings of both reports, those of the first alone, and those of the second alone.

    Of several with one fingerprint those with the same words belong together.
    """
    waiting: dict[str, list[ToldFinding]] = {}
    for finding in before:
        waiting.setdefault(finding.fingerprint, []).append(finding)
    found: dict[int, ToldFinding] = {}
    for is_same_words in (True, False):
        for number, finding in enumerate(after):
            alike = [
                other
                for other in waiting.get(finding.fingerprint, ())
                if not is_same_words or other.message == finding.message
            ]
            if alike and number not in found:
                found[number] = alike[0]
                waiting[finding.fingerprint].remove(alike[0])
    left = {id(finding) for others in waiting.values() for finding in others}
    return (
        [(found[number], finding) for number, finding in enumerate(after) if number in found],
        tuple(finding for finding in before if id(finding) in left),
        tuple(finding for number, finding in enumerate(after) if number not in found),
    )


def _unseen(finding: ToldFinding, lost: _Files, opened: Sequence[ToldGap]) -> Iterator[str]:
    """Why nobody can say that a finding is mended: files were lost, or gaps opened."""
    at = finding.location
    if (at.node, at.path) in lost:
        yield f"{Location(at.node, at.path)} was not read this time"
    evidence = _EVIDENCE.get(finding.rule.partition("/")[0])
    for gap in opened:
        if gap.what == f"rule {finding.rule}":
            yield f"its rule was not judged this time: {gap.why}"
        elif gap.what == evidence or (at.path and gap.location and gap.location.path == at.path):
            yield f"{gap.what}: {gap.why}"


def _files(report: ToldReport) -> _Files:
    """The files that were read, each by node and path."""
    return frozenset((source.node, source.path) for source in report.inputs)


def _without(gaps: Sequence[ToldGap], others: Sequence[ToldGap]) -> tuple[ToldGap, ...]:
    """The gaps that are not among the others, wherever in a file they are."""
    known = {_about(gap) for gap in others}
    return tuple(gap for gap in gaps if _about(gap) not in known)


def _about(gap: ToldGap) -> tuple[str, str]:
    return gap.what, gap.location.path if gap.location else ""


def _side(report: ToldReport) -> Side:
    ends, verdict = report.upgrade, report.verdict
    return Side(
        ends.source,
        ends.target,
        report.profile,
        verdict.decision,
        verdict.exit_code,
        report.tool.version,
    )


def _cautions(before: ToldReport, after: ToldReport) -> Iterator[str]:
    if before.upgrade != after.upgrade:
        ends = [f"{each.upgrade.source} to {each.upgrade.target}" for each in (before, after)]
        yield f"The upgrades differ, so findings do: {ends[0]} before, {ends[1]} now."
    if before.profile != after.profile:
        yield f"The profiles differ: {before.profile} before, {after.profile} now."
    if before.tool != after.tool:
        versions = f"kslint {before.tool.version} before, {after.tool.version} now"
        yield f"Rules or catalogs differ, so findings may too: {versions}."
