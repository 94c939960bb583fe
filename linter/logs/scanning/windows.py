"""Cuts a log into windows that end where a record ends, so that none is seen in two halves."""

import os
from collections.abc import Callable, Iterable, Iterator

import msgspec

BLOCK = 1 << 20
MOST_LINES, LONGEST_RECORD = 64, 1 << 16
"""So many lines or bytes are looked at of one record, and looked back for its beginning."""

_OVERLAP = 256
"""More than the longest literal, so that none is missed where an over-long line is cut."""

Begins = Callable[[bytes, int], bool]
"""True if a record begins at a position of the data."""

Fetch = Callable[[int], tuple[bytes, bool]]
"""What stands at an offset and after it, and whether it is all."""


class Window(msgspec.Struct, frozen=True):
    """A stretch of a log; `offset` is the place of its first byte.

    Lines that begin before `low` were in the window before, those from `high` on will be in the
    next. `inside` means that it begins within a line that is longer than a window.
    """

    data: bytes
    offset: int
    low: int
    high: int
    inside: bool = False


class Segment(msgspec.Struct, frozen=True):
    """A part of a log, from the beginning of a record to that of another."""

    begin: int
    end: int


def windows(fetch: Fetch, segment: Segment, begins: Begins) -> Iterator[Window]:
    """The windows of a segment, one after the other; `fetch` gives more than its end."""
    at = max(segment.begin - LONGEST_RECORD, 0)
    low = segment.begin - at
    inside = False
    while at + low < segment.end:
        data, is_all = fetch(at)
        if len(data) <= low:
            return
        cut, sure = (len(data), True) if is_all else _cut(data, begins)
        continues = cut <= low
        high = len(data) if continues else cut
        yield Window(data, at, low, min(high, segment.end - at), inside)
        if is_all:
            return
        inside = continues
        low = 0 if continues or sure or cut <= LONGEST_RECORD else LONGEST_RECORD
        at += max(len(data) - _OVERLAP, 1) if continues else cut - low


def _cut(data: bytes, begins: Begins) -> tuple[int, bool]:
    """Where the last record begins, and True; else where the last line does; 0 if none does."""
    cut = last = data.rfind(b"\n") + 1
    for _ in range(MOST_LINES):
        if cut <= max(len(data) - LONGEST_RECORD, 0):
            break
        if begins(data, cut):
            return cut, True
        cut = data.rfind(b"\n", 0, cut - 1) + 1
    return last, False


def file_fetch(descriptor: int, end: int) -> Fetch:
    """Reads a plain file as far as an offset."""

    def fetch(at: int) -> tuple[bytes, bool]:
        wanted = max(min(BLOCK, end - at), 0)
        data = os.pread(descriptor, wanted, at)
        return data, len(data) < wanted or at + len(data) >= end

    return fetch


class Stream:
    """A log that passes once, of which no more is kept than what is asked for again."""

    def __init__(self, blocks: Iterable[bytes]) -> None:
        self.line = 1
        self._blocks = iter(blocks)
        self._kept, self._begin = b"", 0
        self._ahead = next(self._blocks, b"")

    def fetch(self, at: int) -> tuple[bytes, bool]:
        """As Fetch; `line` is the number of the line at that offset from then on."""
        while self._ahead and self._begin + len(self._kept) < at:
            self._drop(self._begin + len(self._kept))
        self._drop(at)
        return self._kept, not self._ahead

    def _drop(self, at: int) -> None:
        """Forgets what is before an offset, and takes one block more."""
        self.line += self._kept.count(b"\n", 0, at - self._begin)
        self._kept = self._kept[at - self._begin :] + self._ahead
        self._begin = at
        self._ahead = next(self._blocks, b"")


def segments(descriptor: int, begin: int, end: int, size: int, begins: Begins) -> Iterator[Segment]:
    """A plain file in parts of about a size, none of which divides a record."""
    while begin < end:
        stop = begin + size
        stop = _boundary(descriptor, stop, end, begins) if stop < end else end
        yield Segment(begin, stop)
        begin = stop


def _boundary(descriptor: int, at: int, end: int, begins: Begins) -> int:
    """Where the first record begins at or after an offset, the first line if none does nearby."""
    position = at - 1
    while position < end:
        data = os.pread(descriptor, min(BLOCK // 8, end - position), position)
        if not data:
            break
        first = line = data.find(b"\n") + 1
        while line:
            if begins(data, line):
                return position + line
            line = data.find(b"\n", line) + 1
        if first:
            return position + first
        position += len(data)
    return end
