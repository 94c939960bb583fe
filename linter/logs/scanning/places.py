"""Places in logs: bytes while a log is read, and lines once it is known which of them are told."""

import os
from collections.abc import Callable, Iterable, Mapping

import msgspec

from linter.logs.files.source import LogSource
from linter.logs.meaning.services import other_service
from linter.logs.scanning.windows import BLOCK, Window
from linter.model.location import Location

Settle = Callable[[Location], Location]
"""Turns a place that is known by its offset into one that is known by its line."""


class Locator:
    """Tells places in the window that is being read.

    The lines of a stream are counted while it passes. Those of a file can be counted later, and
    only as far as they are told: until then the column is the offset, the line is counted from
    there, and the last line is the number of the source, negative.
    """

    def __init__(self, source: LogSource, number: int) -> None:
        self.node = source.node
        self.service = other_service(source.path)
        self._path = source.path
        self._number = number
        self._window = Window(b"", 0, 0, 0)
        self._line = 0

    def turn(self, window: Window, line: int) -> None:
        """Goes on to another window, whose first line has this number, 0 if that is not known."""
        self._window = window
        self._line = line

    def of(self, position: int) -> Location:
        """The place of a position in the data of the window."""
        if self._line:
            line = self._line + self._window.data.count(b"\n", 0, position)
            return Location(self.node, self._path, line)
        offset = self._window.offset + position
        return Location(self.node, self._path, 0, -self._number - 1, offset)


def unsettled(places: Iterable[Location]) -> dict[int, list[int]]:
    """The offsets whose lines are not known, ascending, by the number of their source."""
    found: dict[int, set[int]] = {}
    for place in places:
        if place.end_line < 0:
            found.setdefault(-place.end_line - 1, set()).add(place.column)
    return {number: sorted(those) for number, those in sorted(found.items())}


def settler(lines: Mapping[tuple[int, int], int]) -> Settle:
    """What settles a place, told the line at each offset of each source."""

    def settle(place: Location) -> Location:
        if place.end_line >= 0:
            return place
        line = lines[-place.end_line - 1, place.column] + place.line
        return msgspec.structs.replace(place, line=line, end_line=0, column=0)

    return settle


def newlines(descriptor: int, begin: int, end: int) -> int:
    """How many lines end in a stretch of a file, as far as it can be read."""
    count = 0
    while begin < end:
        try:
            data = os.pread(descriptor, min(BLOCK, end - begin), begin)
        except OSError:
            break
        if not data:
            break
        count += data.count(b"\n")
        begin += len(data)
    return count
