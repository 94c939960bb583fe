"""Release notes as they are acknowledged: all items of one under what the note is called."""

import datetime as dt
from collections.abc import Sequence

import msgspec

from linter.model.acknowledgement import Acknowledgement
from linter.model.notes import content_digest
from linter.model.release import Upgrade
from linter.model.triage import Triage, TriagedNote


class Statement(msgspec.Struct, frozen=True):
    """What somebody says of notes that they read."""

    by: str
    reason: str
    ticket: str = ""
    until: dt.date | None = None


class WholeNote(msgspec.Struct, frozen=True):
    """The items of a release note, once each however many series have them."""

    id: str
    items: tuple[TriagedNote, ...]

    @property
    def is_open(self) -> bool:
        """Whether any of it asks to be read and nobody has said that it was."""
        return any(item.is_open for item in self.items)

    @property
    def refusal(self) -> str:
        """Why nobody has to acknowledge it, "" if somebody has to."""
        if any(item.asks for item in self.items):
            return ""
        away = [item for item in self.items if item.triage is Triage.DOES_NOT_APPLY]
        if away:
            return f"it does not apply: {away[0].reason}"
        return "new features and bug fixes ask for no acknowledgement"

    def acknowledged(self, said: Statement, upgrade: Upgrade, today: dt.date) -> Acknowledgement:
        """The entry that says on this day that the note was read in its present words."""
        return Acknowledgement(
            self.id,
            upgrade.target.series,
            said.by,
            today,
            said.reason,
            said.ticket,
            content_digest(item.note for item in self.items),
            said.until,
        )


def whole_notes(notes: Sequence[TriagedNote]) -> tuple[WholeNote, ...]:
    """All notes in their order, each where its first item stands."""
    items: dict[str, list[TriagedNote]] = {}
    for each in notes:
        items.setdefault(each.note.key, []).append(each)
    return tuple(_whole(key, found) for key, found in items.items())


def named(id_: str, notes: Sequence[TriagedNote]) -> WholeNote | None:
    """The note with an id, or the item that a page which tells no ids calls so; None without."""
    found = [each for each in notes if id_ in {each.note.key, each.note.page_key}]
    return _whole(id_, found) if found else None


def targets_of(upgrade: Upgrade) -> tuple[str, str]:
    """What an entry may call the target of an upgrade."""
    return upgrade.target.series, upgrade.target.codename


def _whole(id_: str, items: Sequence[TriagedNote]) -> WholeNote:
    distinct = {(each.note.section, each.note.digest): each for each in reversed(items)}
    return WholeNote(id_, tuple(each for each in items if each in distinct.values()))
