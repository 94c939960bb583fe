"""What a release note means for one deployment."""

import enum

import msgspec

from linter.model.finding import Gap, Witness
from linter.model.notes import Note, NoteDocument, NoteSection


class Triage(enum.StrEnum):
    """Whether a note concerns a deployment; what neither can be shown of must be read."""

    APPLIES = "applies"
    READ_IT = "read it"
    DOES_NOT_APPLY = "does not apply"


_ORDER = (
    NoteSection.CRITICAL,
    NoteSection.UPGRADE,
    NoteSection.SECURITY,
    NoteSection.DEPRECATIONS,
    NoteSection.OTHER,
    NoteSection.ISSUES,
    NoteSection.PRELUDE,
    NoteSection.FEATURES,
    NoteSection.FIXES,
)
_ONLY_SHOWN = frozenset({NoteSection.FEATURES, NoteSection.FIXES})


class TriagedNote(msgspec.Struct, frozen=True):
    """A note, whether it concerns the deployment, and why, in words and by what was seen.

    `reason` has no capital and no full stop; `witnesses` are none for what must be read.
    `acknowledgement` is who said that the note was read, and why that is enough; "" if nobody did.
    """

    note: Note
    triage: Triage
    reason: str
    witnesses: tuple[Witness, ...] = ()
    acknowledgement: str = ""

    @property
    def rank(self) -> int:
        """0 for the section that can break most."""
        return _ORDER.index(self.note.section)

    @property
    def asks(self) -> bool:
        """Whether somebody must say that the note was read."""
        return self.triage is not Triage.DOES_NOT_APPLY and self.note.section not in _ONLY_SHOWN

    @property
    def is_open(self) -> bool:
        """Whether it asks to be read and nobody has said that it was."""
        return self.asks and not self.acknowledgement


class ReadingList(msgspec.Struct, frozen=True):
    """The release notes of an upgrade, what can break most first, and what they were read from.

    `series` are those whose notes were asked for, oldest first; none where nobody asked. `version`
    is that of the target which will be installed. `gaps` are what could not be read.
    """

    series: tuple[str, ...] = ()
    notes: tuple[TriagedNote, ...] = ()
    documents: tuple[NoteDocument, ...] = ()
    gaps: tuple[Gap, ...] = ()
    version: str = ""
