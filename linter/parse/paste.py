"""Reads keystone-paste.ini."""

import re

import msgspec

from linter.model.facts import SourceFile
from linter.model.paste import PasteFile
from linter.model.sections import EntrySection
from linter.parse.masking import SecretNames
from linter.parse.sections import read_sections

# What reads the file runs on Python 2, whose parser knows comments behind a value.
_COMMENT = re.compile(r"\A([^\n;]*?)\s;[^\n]*")


def parse_paste(source: SourceFile, secrets: SecretNames) -> PasteFile:
    """What the file says, as paste.deploy reads it; names keep their case."""
    read = read_sections(source, secrets)
    return PasteFile(
        source.node,
        source.path,
        source.sha256,
        read.flaws,
        tuple(map(_uncommented, read.sections)),
        read.template,
        read.is_cut,
    )


def _uncommented(section: EntrySection) -> EntrySection:
    entries = tuple(
        msgspec.structs.replace(entry, value=_COMMENT.sub(r"\1", entry.value))
        if ";" in entry.value
        else entry
        for entry in section.entries
    )
    return msgspec.structs.replace(section, entries=entries)
