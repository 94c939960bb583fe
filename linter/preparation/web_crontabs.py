"""Calls of keystone-manage in a crontab, commented out where that is certain."""

import re
from collections.abc import Collection

from linter.model.preparation import COMMENT
from linter.rebase.ini_lines import Document, Splice, document, spliced

_ENTRY = re.compile(r"(?:@[a-z]+|[\d*/,A-Za-z-]+(?:[ \t]+[\d*/,A-Za-z-]+){4})[ \t]+\S")
_JOINED = re.compile(r"[;|\\]|&&|\$\(|`")


def are_entries(content: bytes, lines: Collection[int]) -> bool:
    """Whether each of these lines is one entry of a crontab that runs one command."""
    source = document(content)
    return bool(lines) and all(_is_entry(source, number) for number in lines)


def _is_entry(source: Document, number: int) -> bool:
    if not 1 <= number <= len(source.lines):
        return False
    text = source.text(number)
    follows = number > 1 and source.text(number - 1).endswith("\\")
    alone = text.count("keystone-manage") == 1 and not _JOINED.search(text)
    return bool(_ENTRY.match(text)) and alone and not follows


def commented_out(content: bytes, lines: Collection[int], reason: str) -> bytes:
    """The crontab with these lines as comments, each below the reason."""
    source = document(content)
    told = f"{COMMENT}{reason}"
    splices = (Splice(number, number, (told, f"# {source.text(number)}")) for number in set(lines))
    return spliced(source, splices).content()
