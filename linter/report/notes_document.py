"""The versioned JSON shape of release notes, kept apart from the values it is made of."""

from typing import Final, Literal

import msgspec
from msgspec.structs import replace

from linter.model.finding import Witness
from linter.model.notes import NoteDocument, digests_by_key
from linter.model.triage import TriagedNote
from linter.model.visible import visible
from linter.notes.documents import link_of
from linter.report.notes_answer import Counts, NotesAnswer, counts, is_after_target
from linter.report.shapes import (
    Count,
    DocumentShape,
    GapShape,
    NoteShape,
    WitnessShape,
    gap_shape,
    witness_shape,
)

SCHEMA_VERSION: Final = 1


class UpgradeShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Both ends of the upgrade."""

    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")


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
    return NotesDocument(
        schema_version=SCHEMA_VERSION,
        upgrade=UpgradeShape(upgrade.source.series, upgrade.target.series),
        series=reading.series,
        version=visible(reading.version),
        documents=document_shapes(answer),
        summary=_summary(counts(answer)),
        notes=note_shapes(answer),
        gaps=tuple(map(gap_shape, answer.gaps)),
    )


def document_shapes(answer: NotesAnswer) -> tuple[DocumentShape, ...]:
    """What the notes were read from in its published shape."""
    return tuple(map(_document, answer.reading.documents))


def note_shapes(answer: NotesAnswer) -> tuple[NoteShape, ...]:
    """The items of all notes in their published shape."""
    of_notes = digests_by_key(each.note for each in answer.reading.notes)
    return tuple(_note(each, of_notes, answer) for each in answer.reading.notes)


def _witness(witness: Witness) -> WitnessShape:
    text, reference = visible(witness.text), visible(witness.reference)
    return witness_shape(replace(witness, text=text, reference=reference))


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
        witnesses=tuple(map(_witness, each.witnesses)),
        asks=each.asks,
        acknowledged=bool(each.acknowledgement),
        acknowledgement=visible(each.acknowledgement) or None,
        after_target=is_after_target(note, answer),
    )
