"""The versioned JSON shape of release notes, kept apart from the values it is made of."""

from datetime import datetime
from typing import Annotated, Final, Literal

import msgspec

from linter.model.notes import NoteDocument, NoteSection
from linter.model.triage import TriagedNote
from linter.model.visible import visible
from linter.notes.documents import link_of
from linter.report.document import GapShape, WitnessShape, gap_shape, witness_shape
from linter.report.notes_answer import Counts, NotesAnswer, counts, digests, is_after_target

SCHEMA_VERSION: Final = 1

Count = Annotated[int, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=1)]


class UpgradeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both ends of the upgrade."""

    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")


class DocumentShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What notes were read from, and when its place last gave or confirmed it."""

    address: str
    fetched_at: Annotated[datetime, msgspec.Meta(tz=True)]
    sha256: str


class SummaryShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How many entries `notes` has of each kind.

    `applies` and `read_it` are those that ask to be read, `acknowledged` and `open` parts of both.
    `features` are new features and bug fixes, which ask for nothing.
    """

    notes: Count
    applies: Count
    read_it: Count
    acknowledged: Count
    open: Count
    features: Count
    does_not_apply: Count
    after_target: Count


class NoteShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item of a section of a note; those of one note have the same id and digest.

    `text` is reStructuredText. `after_target` is whether its version comes after the one that will
    be installed.
    """

    id: str
    series: str
    version: str
    section: NoteSection
    item: Number
    text: str
    identifiers: tuple[str, ...]
    bugs: tuple[Count, ...]
    digest: str
    link: str
    triage: Literal["applies", "read it", "does not apply"]
    reason: str
    witnesses: tuple[WitnessShape, ...]
    asks: bool
    acknowledged: bool
    acknowledgement: str | None
    after_target: bool


class NotesDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The release notes of an upgrade."""

    schema_version: Literal[1]
    upgrade: UpgradeShape
    series: tuple[str, ...]
    version: str
    documents: tuple[DocumentShape, ...]
    summary: SummaryShape
    notes: tuple[NoteShape, ...]
    gaps: tuple[GapShape, ...]


def document_of(answer: NotesAnswer) -> NotesDocument:
    """The release notes in their published shape."""
    reading, upgrade = answer.reading, answer.upgrade
    of_notes = digests(answer)
    return NotesDocument(
        schema_version=SCHEMA_VERSION,
        upgrade=UpgradeShape(upgrade.source.series, upgrade.target.series),
        series=reading.series,
        version=reading.version,
        documents=tuple(map(_document, reading.documents)),
        summary=_summary(counts(answer)),
        notes=tuple(_note(each, of_notes, answer) for each in reading.notes),
        gaps=tuple(map(gap_shape, answer.gaps)),
    )


def _document(document: NoteDocument) -> DocumentShape:
    return DocumentShape(visible(document.address), document.fetched_at, document.sha256)


def _summary(found: Counts) -> SummaryShape:
    return SummaryShape(
        notes=found.notes,
        applies=found.concerning,
        read_it=found.unclear,
        acknowledged=found.acknowledged,
        open=found.open,
        features=found.features,
        does_not_apply=found.refuted,
        after_target=found.after_target,
    )


def _note(each: TriagedNote, of_notes: dict[str, str], answer: NotesAnswer) -> NoteShape:
    note = each.note
    return NoteShape(
        id=visible(note.key),
        series=note.series,
        version=visible(note.version),
        section=note.section,
        item=note.item,
        text="\n".join(map(visible, note.text.split("\n"))),
        identifiers=tuple(map(visible, note.identifiers)),
        bugs=note.bugs,
        digest=of_notes[note.key],
        link=link_of(note),
        triage=each.triage.value,
        reason=visible(each.reason),
        witnesses=tuple(map(witness_shape, each.witnesses)),
        asks=each.asks,
        acknowledged=bool(each.acknowledgement),
        acknowledgement=each.acknowledgement or None,
        after_target=is_after_target(note, answer),
    )
