"""Sections and entries of the files that Python's configparser reads."""

import msgspec

from linter.model.location import Location


class Entry(msgspec.Struct, frozen=True):
    """One assignment; `value` may hold a secret, `line_text` is safe to print."""

    name: str
    value: str
    at: Location
    line_text: str = ""


class EntrySection(msgspec.Struct, frozen=True):
    """A section with its entries in order; one that stands twice is two."""

    name: str
    at: Location
    entries: tuple[Entry, ...] = ()

    def entry(self, name: str) -> Entry | None:
        """The entry of that name that counts, the last one."""
        return next((entry for entry in reversed(self.entries) if entry.name == name), None)

    def value(self, name: str) -> str:
        """What an entry says, "" where there is none."""
        entry = self.entry(name)
        return entry.value if entry else ""
