"""What an upgrade changes for people at a terminal: deployed and target side by side."""

from collections.abc import Iterable, Sequence

from rich.console import Console
from rich.text import Text

from linter.difference.hunks import Hunk
from linter.difference.options import UnsetOption
from linter.difference.texts import OtherText
from linter.difference.told import Told, ToldDeployment
from linter.report.columns import Cell, put_columns
from linter.report.console import gap_section, page, printed, wrapped
from linter.report.deployed_lines import FileLines, Line, files_of, split, unset_text
from linter.report.differences_words import (
    WHOSE,
    basis_in_words,
    file_in_words,
    nodes_in_words,
    sum_in_words,
    text_in_words,
)

_NARROW = 76
"""With fewer columns texts stand below each other."""
_NUMBER, _WORD = 6, 9
_STYLES = {
    "gone": "red",
    "refused": "bold red",
    "unread": "red",
    "ignored": "dim",
    "rule": "bold yellow",
    "renamed": "yellow",
    "moved": "yellow",
    "changed": "yellow",
    "starts": "yellow",
}


def render(found: Told, *, color: bool, width: int | None = None) -> str:
    """The whole answer as text; `width` in columns, that of the terminal when not given."""
    console = page(color=color, width=width)
    _head(console, found)
    files: list[FileLines] = []
    for told in found.deployments:
        own = files_of(told)
        files += own
        _deployment(console, found, told, own)
    gap_section(console, found.gaps)
    console.print()
    wrapped(console, f"In all: {sum_in_words(found, files)}.")
    return printed(console)


def _head(on: Console, found: Told) -> None:
    upgrade = found.upgrade
    head = Text("Keystone ", style="bold").append(str(upgrade.source))
    on.print(head.append(" → ", style="dim").append(str(upgrade.target)))
    wrapped(on, f"  from: {upgrade.source_reason}", style="dim")
    wrapped(on, f"  to:   {upgrade.target_reason}", style="dim")
    for sentence in basis_in_words(found.bases):
        wrapped(on, f"  {sentence}", style="dim")


def _deployment(on: Console, found: Told, told: ToldDeployment, files: Sequence[FileLines]) -> None:
    nodes = nodes_in_words(told)
    if nodes:
        on.print()
        wrapped(on, f"On {nodes}", style="bold")
    for file in files:
        _file(on, found, file)
    _unset(on, "Left alone, and another default", told.differences.defaults)
    _unset(on, "New in groups that are used", told.differences.new)
    for text in told.texts:
        _text(on, found, text)


def _file(on: Console, found: Told, file: FileLines) -> None:
    on.print()
    wrapped(on, file.path, style="bold")
    wrapped(on, f"  {file_in_words(file)}", style="dim")
    lines = file.shown(all_of_them=found.shows_all)
    if lines:
        _titles(on, found)
    section = ""
    for line in lines:
        if line.section != section:
            section = line.section
            wrapped(on, f"  {section}", style="bold cyan")
        (_three_ways if found.is_three_way else _two_ways)(on, found, line)


def _titles(on: Console, found: Told) -> None:
    source, target = found.upgrade.source.series, found.upgrade.target.series
    if on.width < _NARROW:
        return
    if found.is_three_way:
        titles = (f"default of {source}", f"deployed in {source}", f"default of {target}")
        cells = [Cell("", _NUMBER), *(Cell(title, _third(on), "underline") for title in titles)]
    else:
        left = Cell(f"deployed in {source}", _half(on), "underline")
        right = Cell(f"in {target}", _half(on), "underline")
        cells = [Cell("", _NUMBER), left, Cell("", _WORD), right]
    put_columns(on, cells)


def _half(on: Console) -> int:
    return (on.width - _NUMBER - _WORD - 4) // 2


def _third(on: Console) -> int:
    return (on.width - _NUMBER - 4) // 3


def _two_ways(on: Console, _: Told, line: Line) -> None:
    style = _STYLES.get(line.word, "")
    target = _target(line)
    notes = line.rules if line.word == "default" else (line.said, *line.rules)
    if on.width < _NARROW:
        _below(on, line, [("-", line.deployed), ("+", target)] if line.differing else [])
        return
    half = _half(on)
    number = Cell(_number(line), _NUMBER, "dim")
    word = Cell(line.word, _WORD, style)
    put_columns(on, [number, Cell(line.deployed, half, style), word, Cell(target, half, style)])
    for note in filter(None, notes):
        put_columns(on, [Cell("", _NUMBER + half + _WORD + 2), Cell(note, half, "dim")])


def _below(on: Console, line: Line, pairs: Iterable[tuple[str, str]]) -> None:
    """A line and what becomes of it, one below the other."""
    number = _number(line)
    pairs = list(pairs) or [(" ", line.deployed)]
    for sign, text in pairs:
        if text:
            wrapped(on, f"{number:>{_NUMBER}} {sign} {text}", indent=_NUMBER + 5)
        number = ""
    wrapped(on, f"{'':{_NUMBER}}   {_fate(line)}", indent=_NUMBER + 5, style="dim")


def _three_ways(on: Console, found: Told, line: Line) -> None:
    was, will_be = line.usual
    source, target = found.upgrade.source.series, found.upgrade.target.series
    heading = f"{line.heading} " if line.heading not in {"", line.section} else ""
    if on.width < _NARROW:
        named = ((f"{source}:", was), ("set:", line.deployed), (f"{target}:", heading + will_be))
        _below(on, line, named)
        return
    third = _third(on)
    style = _STYLES.get(line.word, "")
    cells = [Cell(_number(line), _NUMBER, "dim"), Cell(was, third, "dim")]
    put_columns(on, [*cells, Cell(line.deployed, third, style), Cell(heading + will_be, third)])
    put_columns(on, [Cell("", _NUMBER + third + 1), Cell(_fate(line), 2 * third + 1, "dim")])


def _fate(line: Line) -> str:
    """What becomes of a line in words."""
    target = _target(line)
    now = f"{target}" if line.target and line.target != line.deployed else ""
    rules = f"({', '.join(line.rules)})" if line.rules else ""
    told = ", ".join(filter(None, [now, line.said]))
    return " ".join(filter(None, [f"{line.word}:" if told else line.word, told, rules]))


def _target(line: Line) -> str:
    if not line.target:
        return ""
    moved = line.heading not in {"", line.section}
    return f"{line.heading} {line.target}" if moved else line.target


def _number(line: Line) -> str:
    return f"{line.at.line or '':>{_NUMBER}}"


def _unset(on: Console, title: str, options: Sequence[UnsetOption]) -> None:
    if not options:
        return
    on.print()
    wrapped(on, f"{title} ({len(options)})", style="bold")
    section = ""
    for option in options:
        header, _ = split(option.subject)
        if header != section:
            section = header
            wrapped(on, f"  {section}", style="bold cyan")
        before, after = unset_text(option)
        rules = f" ({', '.join(option.rules)})" if option.rules else ""
        after = f"{after or 'gone'}{rules}"
        if on.width < _NARROW:
            for sign, text in (("-", before), ("+", after)):
                if text:
                    wrapped(on, f"{'':{_NUMBER}} {sign} {text}", indent=_NUMBER + 5)
        elif before:
            half = _half(on)
            cells = [Cell("", _NUMBER), Cell(before, half), Cell("default", _WORD)]
            put_columns(on, [*cells, Cell(after, half)])
        else:
            put_columns(on, [Cell("", _NUMBER), Cell(after, on.width - _NUMBER - 2)])


def _text(on: Console, found: Told, text: OtherText) -> None:
    on.print()
    wrapped(on, text.path, style="bold")
    wrapped(on, f"  {text_in_words(text)}", style="dim")
    for hunk in text.hunks:
        if found.is_three_way:
            _hunk(on, hunk, text, (found.upgrade.source.series, found.upgrade.target.series))
        elif hunk.deployed != hunk.target:
            whose = f"  {WHOSE[hunk.whose]}" if text.has_source else ""
            wrapped(on, f"  @@ {hunk.line} @@{whose}", style="cyan")
            _signed(on, "-", hunk.deployed, "red")
            _signed(on, "+", hunk.target, "green")


def _hunk(on: Console, hunk: Hunk, text: OtherText, ends: tuple[str, str]) -> None:
    wrapped(
        on, f"  @@ {hunk.line} @@  {WHOSE[hunk.whose] if text.has_source else ''}", style="cyan"
    )
    texts = (hunk.source if text.has_source else (), hunk.deployed, hunk.target)
    titles = (f"sample of {ends[0]}", "deployed", f"sample of {ends[1]}")
    if on.width < _NARROW:
        for title, lines in zip(titles, texts, strict=True):
            wrapped(on, f"  {title}:", style="dim")
            _signed(on, " ", lines, "")
        return
    third = _third(on)
    put_columns(on, [Cell("", _NUMBER), *(Cell(title, third, "underline") for title in titles)])
    for number in range(max(map(len, texts))):
        row = [lines[number] if number < len(lines) else "" for lines in texts]
        put_columns(on, [Cell("", _NUMBER), *(Cell(piece, third) for piece in row)])


def _signed(on: Console, sign: str, lines: Iterable[str], style: str) -> None:
    for line in lines:
        wrapped(on, f"  {sign} {line}", style=style)
