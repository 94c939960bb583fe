"""What somebody has answered or read, by name and date."""

import datetime as dt
import re

import msgspec

from linter.model.location import Location
from linter.model.passwords import without_passwords
from linter.model.release import Upgrade
from linter.model.visible import visible

_LONGEST = 500
_OF_NOTE = re.compile(r"[\w.-]+-[0-9a-f]{16}")
"""The id of a release note, as reno makes it, and what an item of a page is called."""


class Acknowledgement(msgspec.Struct, frozen=True):
    """Somebody's word on a question or a release note, for an upgrade to `target`.

    `id` is that of a question's rule, or what the note is called; `digest` is that of the note's
    content when it was read, "" for a question. `target` is a series or its codename. It counts up
    to the day `until`, for ever without one. `at` is the line where the entry begins.
    """

    id: str
    target: str
    by: str
    on: dt.date
    reason: str
    ticket: str = ""
    digest: str = ""
    until: dt.date | None = None
    at: Location = Location()

    def waiver(self) -> str:
        """The words that stand beside what was answered or read."""
        text = f"acknowledged by {self.by} on {self.on}: {self.reason}"
        text += f" ({self.ticket})" if self.ticket else ""
        said = visible(without_passwords(" ".join(text.split())))
        return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"

    @property
    def is_of_note(self) -> bool:
        """Whether it is about a release note, by what it says and how it is called."""
        return "/" not in self.id and bool(self.digest or _OF_NOTE.fullmatch(self.id))


KEYS = tuple(field for field in Acknowledgement.__struct_fields__ if field != "at")
"""What an entry may say, in the order in which it is written."""

NEEDED = KEYS[: -len(Acknowledgement.__struct_defaults__) + 1]
"""What it must say."""


class EntryFault(msgspec.Struct, frozen=True):
    """An entry that does not count because of how it is written; `id` is "" where it has none.

    `why` has no capital and no full stop: "`by` is missing".
    """

    at: Location
    id: str
    why: str


class Answers(msgspec.Struct, frozen=True):
    """The entries of a file of acknowledgements on the day `today`.

    `questions` are the ids of all rules that ask one. `sha256` is the file's, "" without a file.
    """

    entries: tuple[Acknowledgement, ...] = ()
    faults: tuple[EntryFault, ...] = ()
    sha256: str = ""
    today: dt.date = dt.date.min
    questions: frozenset[str] = frozenset()

    def of(self, upgrade: Upgrade) -> tuple[Acknowledgement, ...]:
        """The entries for the target of an upgrade."""
        names = {upgrade.target.series, upgrade.target.codename}
        return tuple(entry for entry in self.entries if entry.target in names)

    def counting(self, upgrade: Upgrade) -> tuple[Acknowledgement, ...]:
        """Those of them that count today."""
        return tuple(entry for entry in self.of(upgrade) if not self.is_past(entry))

    def is_past(self, entry: Acknowledgement) -> bool:
        """Whether the last day on which an entry counted is over."""
        return entry.until is not None and entry.until < self.today
