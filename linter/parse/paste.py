"""Reads keystone-paste.ini."""

import re

import msgspec

from linter.model.facts import SourceFile
from linter.model.sections import EntrySection, SectionFile
from linter.parse.masking import SecretNames
from linter.parse.sections import read_sections

# What reads the file runs on Python 2, whose parser knows comments behind a value.
_COMMENT = re.compile(r"\A([^\n;]*?)\s;[^\n]*")


def parse_paste(source: SourceFile, secrets: SecretNames) -> SectionFile:
    """What the file says, as paste.deploy reads it; names keep their case."""
    read = read_sections(source, secrets)
    return msgspec.structs.replace(read, sections=tuple(map(_uncommented, read.sections)))


def _uncommented(section: EntrySection) -> EntrySection:
    entries = tuple(
        msgspec.structs.replace(entry, value=_COMMENT.sub(r"\1", entry.value))
        if ";" in entry.value
        else entry
        for entry in section.entries
    )
    return msgspec.structs.replace(section, entries=entries)
