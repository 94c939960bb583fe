"""Reads logging configuration files as logging.config.fileConfig does."""

import msgspec

from linter.model.facts import SourceFile
from linter.model.sections import Entry, EntrySection, SectionFile
from linter.parse.masking import SecretNames, masked_line
from linter.parse.sections import read_sections

_EXPRESSIONS = frozenset({"args", "kwargs"})
"""Entries with the arguments of a handler, passwords of a mail server among them."""


def parse_logging(source: SourceFile, secrets: SecretNames) -> SectionFile:
    """What the file says; names in small letters, and no handler's arguments fit to print."""
    read = read_sections(source, secrets, fold=str.lower)
    return msgspec.structs.replace(read, sections=tuple(map(_masked, read.sections)))


def _masked(section: EntrySection) -> EntrySection:
    entries = tuple(map(_masked_entry, section.entries))
    return msgspec.structs.replace(section, entries=entries)


def _masked_entry(entry: Entry) -> Entry:
    if entry.name not in _EXPRESSIONS:
        return entry
    return msgspec.structs.replace(entry, line_text=masked_line(entry.line_text))
