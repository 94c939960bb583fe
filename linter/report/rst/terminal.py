"""Shows release notes in a terminal."""

from collections.abc import Iterable, Iterator
from typing import assert_never

from rich.console import Console
from rich.table import Table as Grid
from rich.text import Text

from linter.report.console import page, printed
from linter.report.rst.reading import blocks
from linter.report.rst.tree import (
    Block,
    Boxed,
    Code,
    Definitions,
    Items,
    Mark,
    Paragraph,
    Span,
    Table,
)

# Columns that text has at least, however deep it lies and narrow the terminal is.
_NARROWEST = 20
_STYLES = {Mark.PLAIN: "", Mark.EMPHASIS: "italic", Mark.STRONG: "bold", Mark.LITERAL: "cyan"}
_INDENT = "  "


def to_terminal(text: str, width: int) -> Text:
    """A text in reStructuredText as lines of at most `width` columns, with their styles.

    They are longer only where fewer than 20 columns would be left for words. Addresses are printed
    behind what leads to them; nothing is a hyperlink of the terminal.
    """
    on = page(color=False, width=width)
    lines = list(_blocks(blocks(text), on, max(width, _NARROWEST)))
    for line in lines:
        line.rstrip()
    return Text("\n").join(lines)


def _blocks(found: Iterable[Block], on: Console, width: int) -> Iterator[Text]:
    """The lines of blocks, with an empty one between two of them."""
    for index, block in enumerate(found):
        if index:
            yield Text()
        yield from _block(block, on, width)


def _block(block: Block, on: Console, width: int) -> Iterator[Text]:
    match block:
        case Paragraph():
            yield from _line(block.spans).wrap(on, width)
        case Code():
            for line in block.text.split("\n"):
                yield from _within(
                    Text(line, _STYLES[Mark.LITERAL]).wrap(on, _inner(width)), _INDENT
                )
        case Items():
            yield from _items(block, on, width)
        case Definitions():
            for entry in block.entries:
                yield from _line(entry.term, "bold").wrap(on, width)
                yield from _within(_blocks(entry.blocks, on, _inner(width)), _INDENT)
        case Boxed():
            if block.title:
                yield from Text(block.title, "bold yellow").wrap(on, width)
            yield from _within(_blocks(block.blocks, on, _inner(width)), "│ ")
        case Table():
            yield from _table(block, width)
        case _:
            assert_never(block)


def _inner(width: int, margin: str = _INDENT) -> int:
    return max(width - len(margin), _NARROWEST)


def _within(lines: Iterable[Text], margin: str, first: str = "") -> Iterator[Text]:
    """Lines behind a margin, which can be another one before the first of them."""
    for index, line in enumerate(lines):
        yield Text.assemble((first if first and not index else margin), line)


def _items(block: Items, on: Console, width: int) -> Iterator[Text]:
    loose = any(len(item) > 1 for item in block.items)
    for index, item in enumerate(block.items):
        mark = "• " if block.first is None else f"{block.first + index}. "
        if loose and index:
            yield Text()
        lines = _blocks(item, on, _inner(width, mark))
        yield from _within(lines, " " * len(mark), mark)


def _table(block: Table, width: int) -> Iterator[Text]:
    grid = Grid(show_header=False, padding=(0, 1))
    for number, row in enumerate(block.rows):
        head = "bold" if number < block.heads else ""
        grid.add_row(*(_line(cell, head) for cell in row), end_section=number + 1 == block.heads)
    on = page(color=False, width=width)
    on.print(grid)
    yield from map(Text, printed(on).splitlines())


def _line(spans: Iterable[Span], style: str = "") -> Text:
    return Text.assemble(*(piece for span in spans for piece in _pieces(span)), style=style)


def _pieces(span: Span) -> Iterator[tuple[str, str]]:
    if span.address == span.text:
        yield span.address, "underline"
        return
    yield span.text, _STYLES[span.mark]
    if span.address and span.address not in span.text:
        yield " (", ""
        yield span.address, "underline"
        yield ")", ""
