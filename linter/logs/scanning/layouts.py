"""The layouts that one log is known to have, and where in it records begin and end by them."""

import re
from collections.abc import Sequence

import msgspec

from linter.logs.formats.layout import STRANGER, Layout
from linter.logs.formats.recognition import recognise
from linter.logs.scanning.windows import LONGEST_RECORD, MOST_LINES

_INDENTS = (b" ", b"\t", b"\r", b"\n", b"")
_MOST_TRIES = 500
"""Lines that are looked at for a layout of their own; in a log with more of them none helps."""

_MOST_STRANGERS = 50
"""So many, where a layout tells them from those around them without knowing what they say."""


class Extent(msgspec.Struct, frozen=True):
    """The place of one record; without a head it is a line that no layout explains."""

    begin: int
    stop: int
    layout: Layout | None = None
    head: re.Match[bytes] | None = None


class Layouts:
    """Learns layouts while a log is read: it may change its form, or have several at once.

    `latest` is the date at which the log ends, for times that have no year.
    """

    def __init__(self, known: Sequence[Layout], formats: Sequence[str], latest: str = "") -> None:
        self.known: list[Layout] = []
        self._formats = formats
        self._latest = latest
        self._tried: set[bytes] = set()
        self._barren = -1
        for layout in known:
            self._keep(layout)

    def begins(self, data: bytes, position: int) -> bool:
        """True if a record begins at this place."""
        return self.head(data, position) is not None and not self._goes_on(data, position)

    def head(self, data: bytes, position: int) -> tuple[Layout, re.Match[bytes]] | None:
        """The layout of the record that begins at this place, and what begins it.

        One that knows its own comes before one that only tells a line from those around it.
        """
        found = None
        for layout in self.known:
            match = layout.start.match(data, position)
            if match and match.lastgroup != STRANGER:
                return layout, match
            found = found or (match and (layout, match))
        return found

    def learn(self, data: bytes) -> None:
        """Learns the layout of what begins at the beginning of a line, or in the midst of one."""
        layout = recognise(data.split(b"\n", MOST_LINES)[:MOST_LINES], self._formats, self._latest)
        if layout:
            self._keep(layout)

    def turn(self) -> None:
        """Forgets what was seen of the data until now."""
        self._barren = -1

    def around(self, data: bytes, line: int) -> Extent:
        """The record that a line belongs to, which begins at a place of the data."""
        found = self._own(data, line)
        begin = line
        if found and (whole := self._going_on(data, line)):
            return whole
        for _ in range(MOST_LINES - 1):
            if found or begin <= max(line - LONGEST_RECORD, self._barren, 0):
                break
            begin = data.rfind(b"\n", 0, begin - 1) + 1
            found = self.head(data, begin)
        if found is None:
            self._barren = line
            return Extent(line, _end_of_line(data, line))
        return Extent(begin, self._stop(data, begin, line, found[0]), *found)

    def _going_on(self, data: bytes, line: int) -> Extent | None:
        """The record of another layout that a line goes on which only that one tells from others.

        Apache and keystone may write to one file, and Apache puts its header before every line.
        """
        begin = line
        for _ in range(MOST_LINES - 1):
            if begin == 0 or not self._goes_on(data, begin):
                break
            begin = data.rfind(b"\n", 0, begin - 1) + 1
        found = self.head(data, begin) if begin < line else None
        if found is None or found[1].lastgroup == STRANGER:
            return None
        stop = self._stop(data, begin, line, found[0])
        return Extent(begin, stop, *found) if stop >= line else None

    def _goes_on(self, data: bytes, position: int, within: Layout | None = None) -> bool:
        """Whether a line goes on a record of a layout that others take for a stranger's.

        It is asked of all layouts, or of that one alone `within` whose record comes before.
        """
        found = self.head(data, position)
        if found is None or found[1].lastgroup != STRANGER:
            return False
        return any(
            layout.start.match(data, position) is None
            and (match := layout.margin.match(data, position))
            and match.end() > position
            for layout in ([within] if within else self.known)
        )

    def _own(self, data: bytes, line: int) -> tuple[Layout, re.Match[bytes]] | None:
        """What begins this very line, if need be by a layout that was not known before."""
        found = self.head(data, line)
        is_strange = found is not None and found[1].lastgroup == STRANGER
        is_open = found is None or found[0].is_weak
        if is_strange and not is_open:
            is_open = len(self._tried) < _MOST_STRANGERS
        if is_open and self._learn(data, line):
            return self.head(data, line)
        return found

    def _stop(self, data: bytes, begin: int, line: int, layout: Layout) -> int:
        """Where a record ends, which goes on at least to the end of a line."""
        stop = _end_of_line(data, line)
        lines = data.count(b"\n", begin, stop) + 1
        while (
            lines < MOST_LINES
            and stop + 1 < len(data)
            and (self._own(data, stop + 1) is None or self._goes_on(data, stop + 1, layout))
            and (end := _end_of_line(data, stop + 1)) - begin <= LONGEST_RECORD
        ):
            stop = end
            lines += 1
        return stop

    def _learn(self, data: bytes, line: int) -> bool:
        """True if a line shows a layout that was not known; one that is indented shows none."""
        if data[line : line + 1] in _INDENTS:
            return False
        text = data[line : min(_end_of_line(data, line), line + LONGEST_RECORD)]
        if text in self._tried or len(self._tried) >= _MOST_TRIES:
            return False
        self._tried.add(text)
        layout = recognise([text], self._formats, self._latest)
        return layout is not None and not layout.is_weak and self._keep(layout)

    def _keep(self, layout: Layout) -> bool:
        """What explains anything is no longer believed where something else explains a line."""
        if any(layout.start == known.start for known in self.known):
            return False
        if layout.is_weak:
            self.known = self.known or [layout]
        else:
            self.known = [*(known for known in self.known if not known.is_weak), layout]
        return True


def _end_of_line(data: bytes, position: int) -> int:
    end = data.find(b"\n", position)
    return len(data) if end < 0 else end
