"""Reads keystone-paste.ini."""

from linter.model.facts import SourceFile
from linter.model.paste import PasteFile
from linter.parse.masking import SecretNames
from linter.parse.sections import read_sections


def parse_paste(source: SourceFile, secrets: SecretNames) -> PasteFile:
    """What the file says, as paste.deploy reads it; names keep their case."""
    read = read_sections(source, secrets)
    return PasteFile(
        source.node,
        source.path,
        source.sha256,
        read.flaws,
        read.sections,
        read.template,
        read.is_cut,
    )
