"""Texts side by side on a terminal, each wrapped in its own column."""

import io
import textwrap
from collections.abc import Iterator, Sequence
from itertools import zip_longest

import msgspec
from rich.cells import cell_len, chop_cells
from rich.console import Console
from rich.text import Text


class Cell(msgspec.Struct, frozen=True):
    """A text in a column of so many cells, in a style."""

    text: str
    width: int
    style: str = ""


def put_columns(on: Console, cells: Sequence[Cell], *, indent: int = 0) -> None:
    """Prints one row of cells; a text that is longer than its column goes on below."""
    wrapped = [list(_wrapped(cell)) for cell in cells]
    for pieces in zip_longest(*wrapped, fillvalue=""):
        _put_line(on, cells, pieces, indent)


def _put_line(on: Console, cells: Sequence[Cell], pieces: Sequence[str], indent: int) -> None:
    padded = [
        piece + " " * (cell.width - cell_len(piece))
        for cell, piece in zip(cells, pieces, strict=True)
    ]
    if on.no_color:
        # Printing each of fifty thousand lines through rich would take a minute.
        assert isinstance(on.file, io.StringIO)  # noqa: S101  made by page()
        on.file.write((" " * indent + " ".join(padded)).rstrip() + "\n")
        return
    line = Text(" " * indent)
    for number, (cell, piece) in enumerate(zip(cells, padded, strict=True)):
        line.append(" " if number else "").append(piece, style=cell.style)
    on.print(line, no_wrap=True, crop=False)


def _wrapped(cell: Cell) -> Iterator[str]:
    if len(cell.text) <= cell.width and cell.text.isascii():
        yield cell.text
        return
    for line in textwrap.wrap(cell.text, cell.width, break_on_hyphens=False):
        # Some characters take two cells.
        yield from chop_cells(line, cell.width)
