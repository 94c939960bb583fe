"""Counts the lines of deployed configuration files that `--style keep` touches, and why.

Run as `python -m tests.real.prepare.figures` it prints the table for the deployments of the tests.
"""

import tempfile
from collections.abc import Iterable, Iterator, Sequence
from difflib import SequenceMatcher
from pathlib import Path

import msgspec

from linter.model.preparation import Style
from linter.report.preparation_document import PreparationDocument
from tests.real.prepare.hops import UPGRADES, Hop
from tests.real.prepare.journeys import Prepared, prepare
from tests.real.prepare.sites import with_files

_HEADINGS = ("upgrade", "lines", "touched", "told", "untold", "added", "comments")
_MARK = "# kslint prepare: "
_READ = ("keystone.conf", "domains/")  # drop-ins too; a web server has another grammar
Place = tuple[str, int]


class Figures(msgspec.Struct, frozen=True):
    """The lines of the edited files of one upgrade.

    `touched` are deployed lines that are not there any more as they were, `told` the changes at
    lines of these files, `untold` the touched lines that no change names. `added` are new lines,
    `comments` those that kslint wrote to say why.
    """

    upgrade: str
    lines: int
    touched: int
    told: int
    untold: tuple[Place, ...]
    added: int
    comments: int


def figures(hop: Hop, deployed: Path, prepared: Prepared) -> Figures:
    """What became of the lines of every configuration file that was edited."""
    if prepared.report is None:
        raise RuntimeError(f"{hop.name} was not prepared: {prepared.said}")
    paths = sorted(_edited(prepared.report))
    told = set(_told(prepared.report, paths))
    touched: list[Place] = []
    added: list[str] = []
    lines = 0
    for path in paths:
        before, after = _lines(deployed / path), _lines(prepared.folder / path)
        lines += len(before)
        for gone, come in _differences(before, after):
            touched += [(path, first + 1) for first in gone]
            added += [after[number] for number in come]
    begins = {path: _lines(deployed / path) for path in paths}
    untold = tuple(each for each in touched if _begin(each, begins[each[0]]) not in told)
    comments = sum(line.startswith(_MARK) for line in added)
    return Figures(
        f"{hop.source} to {hop.target}",
        lines,
        len(touched),
        len(told),
        untold,
        len(added) - comments,
        comments,
    )


def _edited(report: PreparationDocument) -> Iterator[str]:
    for entry in report.files:
        if entry.origin == "edited" and entry.path and entry.path.startswith(_READ):
            yield entry.path


def _told(report: PreparationDocument, paths: Sequence[str]) -> Iterator[Place]:
    for part in report.deployments:
        for change in part.changes:
            if change.location.path in paths and change.location.line:
                yield change.location.path, change.location.line


def _lines(path: Path) -> list[str]:
    return path.read_bytes().decode("utf-8", "surrogateescape").splitlines()


def _differences(before: list[str], after: list[str]) -> Iterator[tuple[range, range]]:
    matcher = SequenceMatcher(a=before, b=after, autojunk=False)
    for kind, start, end, new_start, new_end in matcher.get_opcodes():
        if kind != "equal":
            yield range(start, end), range(new_start, new_end)


def _begin(place: Place, lines: Sequence[str]) -> Place:
    """The line with the name of what this is part of; comments and headings go with the next."""
    path, number = place
    while number < len(lines) and lines[number - 1][:1] in {"#", ";", "["}:
        number += 1
    while number > 1 and lines[number - 1][:1] in {" ", "\t"}:
        number -= 1
    return path, number


def table(rows: Iterable[Figures]) -> str:
    """The figures as a table of plain text."""
    cells = [_HEADINGS, *(tuple(map(_cell, msgspec.structs.astuple(row))) for row in rows)]
    widths = [max(len(row[column]) for row in cells) for column in range(len(_HEADINGS))]
    return "\n".join(
        "  ".join([row[0].ljust(widths[0]), *map(str.rjust, row[1:], widths[1:])]) for row in cells
    )


def _cell(value: object) -> str:
    return str(len(value)) if isinstance(value, tuple) else str(value)


def main() -> None:
    """Prints the table; the deployments are laid out without keys, which no line hangs on."""
    rows = []
    with tempfile.TemporaryDirectory() as folder:
        for hop in UPGRADES:
            if hop.style is Style.KEEP:
                site = with_files(hop.source, Path(folder) / hop.name)
                rows.append(figures(hop, site.deployed, prepare(hop, site, site.deployed)))
    print(table(rows))  # noqa: T201  it is what the command is for


if __name__ == "__main__":
    main()
