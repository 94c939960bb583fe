"""Reads the text of a release note, whoever wrote it, in bounded time."""

import re

from linter.model.visible import visible
from linter.report.rst.tree import Block, Boxed, Code, Definitions, Items, Paragraph, Span

LONGEST = 10_000
"""Characters that are read; the longest item of Keystone's notes has 3,400."""
DEEPEST = 20
"""Blocks in each other; where there are more the text is shown as it is written."""

# A line of these gives every line below it a cell for each: a table can be huge in few characters.
_WIDE_TABLE = re.compile(r"^ *=+(?: +=+){12}", re.MULTILINE)


def blocks(text: str) -> tuple[Block, ...]:
    """The blocks of a text in reStructuredText; what cannot be read is shown as it is written.

    They are empty for an empty text alone. Of more than LONGEST characters the last block says how
    many are missing.
    """
    beginning, rest = _plain(text[:LONGEST]), len(text) - LONGEST
    found = _read(beginning) or _as_written(beginning)
    if rest > 0:
        found += (Paragraph((Span(f"… and {rest} more characters, which are not shown"),)),)
    return found


def _plain(text: str) -> str:
    """Without zero bytes, which docutils writes for backslashes."""
    return text.replace("\0", "\N{SYMBOL FOR NULL}")


def _read(text: str) -> tuple[Block, ...]:
    from linter.report.rst.conversion import converted  # noqa: PLC0415  docutils is heavy
    from linter.report.rst.dialect import parsed  # noqa: PLC0415  docutils is heavy

    if _WIDE_TABLE.search(text):
        return ()
    try:
        found = converted(parsed(text))
    except RecursionError:
        return ()
    return found if _depth(found) <= DEEPEST else ()


def _as_written(text: str) -> tuple[Block, ...]:
    lines = [visible(line) for line in text.expandtabs().strip().splitlines()]
    return (Code("\n".join(lines)),) if lines else ()


def _depth(found: tuple[Block, ...]) -> int:
    return max((1 + max(map(_depth, _within(block)), default=0) for block in found), default=0)


def _within(block: Block) -> tuple[tuple[Block, ...], ...]:
    match block:
        case Items():
            return block.items
        case Definitions():
            return tuple(entry.blocks for entry in block.entries)
        case Boxed():
            return (block.blocks,)
        case _:
            return ()
