"""The versioned JSON shape of a report, kept apart from the values it is made of."""

from collections.abc import Iterator, Sequence
from datetime import date, datetime
from typing import Annotated, Final, Literal

import msgspec
from msgspec.structs import replace

from linter.model.finding import Finding
from linter.model.logs import LogTally
from linter.model.release import Upgrade
from linter.model.report import Input, Report
from linter.report.sealed import seal_of
from linter.report.shapes import (
    Count,
    DocumentShape,
    GapShape,
    LocationShape,
    NoteShape,
    WitnessShape,
    gap_shape,
    location_shape,
    witness_shape,
)

SCHEMA_VERSION: Final = 1


class ToolShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What made the report."""

    name: str
    version: str
    rules: str
    catalogs: str


class UpgradeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both ends of the upgrade, how each came to be known, and the hops between them."""

    source: str
    target: str
    source_reason: str
    target_reason: str
    hops: tuple[str, ...]
    supported: bool


class InputShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was read."""

    node: str
    path: str
    kind: str
    sha256: str


class LinesShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What tells later which lines of a content have changed: four digits a line, +N for N without.

    No digest is kept of blank lines, of comments and of what may be secret.
    """

    sha256: str
    digests: str


class VerdictShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The decision and the exit code of the run."""

    decision: Literal["GO", "GO_WITH_CONDITIONS", "NO_GO", "INCOMPLETE"]
    exit_code: int
    reasons: tuple[str, ...]


class SummaryShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Open findings by severity, waived ones, and gaps."""

    blocker: Count
    condition: Count
    warning: Count
    info: Count
    waived: Count
    gaps: Count


class FindingShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One finding; `nodes` are all that show it."""

    rule: str
    title: str
    severity: Literal["blocker", "condition", "warning", "info"]
    confidence: Literal["certain", "likely", "possible"]
    message: str
    subject: str
    location: LocationShape
    nodes: tuple[str, ...]
    witnesses: tuple[WitnessShape, ...]
    why: str
    fix: str
    links: tuple[str, ...]
    fingerprint: str
    waiver: str | None


class AccessChangeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A persona that gains or loses an API rule."""

    rule: str
    persona: str
    object: Literal["own", "other"]
    source: bool
    target: bool


class ReadLogShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A log as far as it was read; `size` in bytes, unpacked, times as the log has them."""

    node: str
    path: str
    size: Count
    first: str
    last: str
    complete: bool


class LogsShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The logs that were read, from when to when, and the starts of keystone that they show."""

    first: str
    last: str
    starts: Count
    files: tuple[ReadLogShape, ...]


class NotesShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The release notes of these series, for the version that will be installed."""

    series: tuple[str, ...]
    version: str
    documents: tuple[DocumentShape, ...]
    notes: tuple[NoteShape, ...]


class ReportDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A kslint report; `lines` are of the contents of `inputs`, each once.

    Up to and with `valid_until` every waiver and acknowledgement in it counts, null says for ever.
    `seal` is the SHA-256 of the rest as JSON without blanks, the fields of each object sorted.
    """

    schema_version: Literal[1]
    created: Annotated[datetime, msgspec.Meta(tz=True)] | None
    valid_until: date | None
    tool: ToolShape
    upgrade: UpgradeShape
    profile: str
    inputs: tuple[InputShape, ...]
    lines: tuple[LinesShape, ...]
    verdict: VerdictShape
    summary: SummaryShape
    findings: tuple[FindingShape, ...]
    access_changes: tuple[AccessChangeShape, ...]
    logs: LogsShape | None
    notes: NotesShape | None
    gaps: tuple[GapShape, ...]
    seal: str


def document(report: Report) -> ReportDocument:
    """The report in its published shape."""
    open_one = _unsealed(report)
    return replace(open_one, seal=seal_of(msgspec.json.encode(open_one)))


def _unsealed(report: Report) -> ReportDocument:
    return ReportDocument(
        schema_version=SCHEMA_VERSION,
        created=report.created,
        valid_until=report.valid_until,
        tool=msgspec.convert(report.tool, ToolShape, from_attributes=True),
        upgrade=upgrade_shape(report.upgrade),
        profile=report.profile,
        inputs=msgspec.convert(report.inputs, tuple[InputShape, ...], from_attributes=True),
        lines=tuple(_lines(report.inputs)),
        verdict=VerdictShape(
            report.verdict.decision.value, report.verdict.exit_code, report.verdict.reasons
        ),
        summary=_summary(report),
        findings=tuple(map(finding_shape, report.findings)),
        access_changes=msgspec.convert(
            report.access_changes, tuple[AccessChangeShape, ...], from_attributes=True
        ),
        logs=_logs(report.logs) if report.logs.files else None,
        notes=_notes(report) if report.reading.series else None,
        gaps=tuple(gap_shape(gap) for gap in report.gaps),
        seal="",
    )


def upgrade_shape(upgrade: Upgrade) -> UpgradeShape:
    """Both ends of an upgrade in their published shape."""
    return UpgradeShape(
        source=upgrade.source.series,
        target=upgrade.target.series,
        source_reason=upgrade.source_reason,
        target_reason=upgrade.target_reason,
        hops=tuple(release.series for release in upgrade.hops()),
        supported=upgrade.supported(),
    )


def _lines(inputs: Sequence[Input]) -> Iterator[LinesShape]:
    digests = {source.sha256: source.lines for source in inputs if source.lines}
    for sha256, lines in sorted(digests.items()):
        yield LinesShape(sha256, lines)


def _logs(tally: LogTally) -> LogsShape:
    files = msgspec.convert(tally.files, tuple[ReadLogShape, ...], from_attributes=True)
    return LogsShape(tally.first, tally.last, len(tally.starts), files)


def _notes(report: Report) -> NotesShape:
    # Nobody pays for readers of release notes who asks for none.
    from linter.report.notes_answer import NotesAnswer  # noqa: PLC0415
    from linter.report.notes_document import document_shapes, note_shapes  # noqa: PLC0415

    answer = NotesAnswer(report.upgrade, report.reading)
    return NotesShape(
        report.reading.series,
        report.reading.version,
        document_shapes(answer),
        note_shapes(answer),
    )


def _summary(report: Report) -> SummaryShape:
    open_ones = [finding.severity.value for finding in report.findings if not finding.waiver]
    return SummaryShape(
        blocker=open_ones.count("blocker"),
        condition=open_ones.count("condition"),
        warning=open_ones.count("warning"),
        info=open_ones.count("info"),
        waived=len(report.findings) - len(open_ones),
        gaps=len(report.gaps),
    )


def finding_shape(finding: Finding) -> FindingShape:
    """A finding in its published shape."""
    return FindingShape(
        rule=finding.rule,
        title=finding.title,
        severity=finding.severity.value,
        confidence=finding.confidence.value,
        message=finding.message,
        subject=finding.subject,
        location=location_shape(finding.at),
        nodes=finding.nodes,
        witnesses=tuple(witness_shape(witness) for witness in finding.witnesses),
        why=finding.why,
        fix=finding.fix,
        links=finding.links,
        fingerprint=finding.fingerprint,
        waiver=finding.waiver or None,
    )
