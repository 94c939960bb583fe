"""Sections and entries of the files that Python's configparser reads."""

import msgspec

from linter.model.facts import Flaw
from linter.model.location import Location
from linter.model.policy import Template


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


class SectionFile(msgspec.Struct, frozen=True):
    """One file: its sections in order, and what is wrong with its text.

    The flaws are what configparser refuses a file for. `template` names the language of a file that
    must be rendered first, and `is_cut` says that it goes on for longer than anybody looked.
    """

    node: str
    path: str
    sha256: str
    flaws: tuple[Flaw, ...] = ()
    sections: tuple[EntrySection, ...] = ()
    template: Template = ""
    is_cut: bool = False

    @property
    def is_partial(self) -> bool:
        """Whether what is not seen in it may be there all the same."""
        return self.is_cut or self.template != ""
