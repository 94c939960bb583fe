"""What every text for a terminal is made of: paragraphs, places, and what was not looked at."""

import io
import textwrap
from collections.abc import Iterable

from rich.console import Console
from rich.text import Text

from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.visible import visible

_NARROWEST = 40


def page(*, color: bool, width: int | None = None) -> Console:
    """A console that keeps what is printed; `width` in columns, the terminal's when not given."""
    console = Console(
        file=io.StringIO(),
        width=width,
        force_terminal=color,
        no_color=not color,
        highlight=False,
        emoji=False,
        markup=False,
    )
    # Else it asks the system at every line.
    console.size = console.size
    return console


def printed(on: Console) -> str:
    """All that was printed, without blanks at the ends of lines."""
    assert isinstance(on.file, io.StringIO)  # noqa: S101  made above
    lines = (line.rstrip() for line in on.file.getvalue().splitlines())
    return "\n".join(lines) + "\n"


def wrapped(on: Console, text: str, *, indent: int = 4, style: str = "") -> None:
    """Prints a paragraph whose further lines are indented as far as asked."""
    margin = len(text) - len(text.lstrip())
    lines = textwrap.wrap(
        text.lstrip(),
        max(on.width - 1, _NARROWEST),
        initial_indent=" " * margin,
        subsequent_indent=" " * max(indent, margin),
        break_on_hyphens=False,
    )
    # Where each character is a column, there is nothing left to be wrapped.
    fits = text.isascii() and on.width >= _NARROWEST
    if fits and (on.no_color or not style):
        # What print does for each of a thousand paragraphs takes a third of an analysis.
        on.file.write("\n".join((*lines, "")))
    else:
        on.print(Text("\n".join(lines), style=style), no_wrap=fits or None, crop=not fits)


def place(at: Location) -> str:
    """A place as text; names of files and nodes can hold anything."""
    return visible(str(at))


def gap_section(on: Console, gaps: Iterable[Gap], number: int | None = None) -> None:
    """Prints what was not looked at, why, and what to do; nothing where there are no gaps.

    `number` is how many there are, where not all of them are given.
    """
    gaps = list(gaps)
    if not gaps:
        return
    on.print()
    on.print(Text(f"Not looked at ({number or len(gaps)})", style="bold magenta"))
    for gap in gaps:
        required = " (required)" if gap.required else ""
        at = place(gap.at) if gap.at and str(gap.at) != gap.what else ""
        where = f" at {at}" if at else ""
        wrapped(on, f"  {visible(gap.what)}{where}{required}: {visible(gap.why)}")
        wrapped(on, f"     {visible(gap.remedy)}", style="dim")
