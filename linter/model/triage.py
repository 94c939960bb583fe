"""What a release note means for one deployment."""

import enum

import msgspec

from linter.model.finding import Witness
from linter.model.notes import Note, NoteSection


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
    """

    note: Note
    triage: Triage
    reason: str
    witnesses: tuple[Witness, ...] = ()

    @property
    def rank(self) -> int:
        """0 for the section that can break most."""
        return _ORDER.index(self.note.section)

    @property
    def asks(self) -> bool:
        """Whether somebody must say that the note was read."""
        return self.triage is not Triage.DOES_NOT_APPLY and self.note.section not in _ONLY_SHOWN
