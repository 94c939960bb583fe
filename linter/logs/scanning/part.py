"""What is read in one go by one process: a segment of a plain file, or a whole stream."""

import os
import sys
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from linter.logs.coverage.signs import Signs
from linter.logs.files.source import BrokenSourceError, LogSource, Moved, blocks, is_as_opened
from linter.logs.formats.encoding import LONGEST_MARK, begin_in_utf8, in_utf8, is_marked
from linter.logs.formats.layout import Layout
from linter.logs.scanning.layouts import Layouts
from linter.logs.scanning.places import Locator
from linter.logs.scanning.prefilter import Prefilter
from linter.logs.scanning.scan import Scanner
from linter.logs.scanning.tally import Tally
from linter.logs.scanning.windows import (
    LONGEST_RECORD,
    Segment,
    Stream,
    file_fetch,
    segments,
    windows,
)

_UNPACKING = 20
_FEW_LINES = 200


class Task(msgspec.Struct, frozen=True):
    """A part to be read of the source with a number; `layouts` are those of the whole file."""

    number: int
    source: LogSource
    segment: Segment
    layouts: tuple[Layout, ...] | None = None
    is_last: bool = False
    is_stream: bool = False

    @property
    def weight(self) -> int:
        """How many bytes are to be read for it, as they lie there."""
        return self.source.size if self.is_stream else self.segment.end - self.segment.begin

    @property
    def cost(self) -> int:
        """How many bytes of a plain file take as long."""
        return self.weight * (_UNPACKING if self.source.packing else 1)


class PartRead(msgspec.Struct):
    """What was found; `read` is how far it came in the source, and `broken` why no further.

    `first` and `last` are the times of records at the ends of the part, in case they are those of
    the file.
    """

    number: int
    read: int
    tally: Tally
    signs: Signs
    layouts: tuple[str, ...] = ()
    first: str = ""
    last: str = ""
    broken: str = ""


def tasks(number: int, source: LogSource, formats: Sequence[str], size: int) -> Iterator[Task]:
    """A source in parts that can be read apart from each other."""
    if not source.is_plain or is_marked(_read(source, 0, LONGEST_MARK)):
        yield Task(number, source, Segment(source.begin, sys.maxsize), is_stream=True)
        return
    end = _end(source)
    layouts = _layouts(source, formats) if end - source.begin > size else None
    known = Layouts(layouts or (), formats)
    if source.begin >= end:
        yield Task(number, source, Segment(source.begin, source.begin), layouts, is_last=True)
    for segment in segments(source.descriptor, source.begin, end, size, known.begins):
        yield Task(number, source, segment, layouts, segment.end == end)


def read(task: Task, formats: Sequence[str], prefilter: Prefilter, moved: Moved) -> PartRead:
    """Everything of interest in a part."""
    known = task.layouts
    if known is None:
        known = () if task.is_stream else _layouts(task.source, formats)
    layouts = Layouts(known, formats, task.source.latest)
    scanner = Scanner(Locator(task.source, task.number), layouts, prefilter)
    part = PartRead(task.number, task.segment.begin, scanner.tally, scanner.signs)
    try:
        look = _look_at_stream if task.is_stream else _look_at_file
        look(task, part, scanner, layouts, moved)
    except BrokenSourceError as error:
        part.read, part.broken = error.read, error.why
    except OSError as error:
        part.broken = error.strerror or "it cannot be read"
    scanner.finish()
    part.layouts = tuple(dict.fromkeys(layout.name for layout in layouts.known))
    return part


def _look_at_file(
    task: Task, part: PartRead, scanner: Scanner, layouts: Layouts, moved: Moved
) -> None:
    source, segment = task.source, task.segment
    if not is_as_opened(source):
        # What it held was copied elsewhere, and is found there.
        part.read = 0
        return
    fetch = file_fetch(source.descriptor, segment.end + LONGEST_RECORD)
    is_head = segment.begin == source.begin
    for window in windows(fetch, segment, layouts.begins):
        if is_head and (head := window.data[window.low :].lstrip(b"\0")):
            _look_at_head(head[:LONGEST_RECORD], part, layouts)
            is_head = False
        scanner.take(window)
        part.read = min(window.offset + len(window.data), segment.end)
        moved(part.read - segment.begin)
    if task.is_last:
        begin = max(part.read - LONGEST_RECORD, source.begin)
        _look_at_tail(_read(source, begin, part.read - begin), part, layouts)


def _look_at_stream(
    task: Task, part: PartRead, scanner: Scanner, layouts: Layouts, moved: Moved
) -> None:
    """Raises BrokenSourceError after everything that could be read was looked at."""
    whole = _Whole(blocks(task.source, 0, moved=moved))
    stream = Stream(in_utf8(whole))
    tail = b""
    segment = Segment(begin_in_utf8(task.source), sys.maxsize)
    for window in windows(stream.fetch, segment, layouts.begins):
        if not tail.strip(b"\0"):
            layouts.learn(window.data.lstrip(b"\0"))
            _look_at_head(window.data[window.low :].lstrip(b"\0"), part, layouts)
        scanner.take(window, stream.line)
        tail = window.data
    part.read = max(whole.read, task.segment.begin)
    _look_at_tail(tail, part, layouts)
    if whole.broken:
        raise whole.broken


class _Whole:
    """The blocks of a stream, which ends where it is broken; `broken` tells afterwards.

    `read` counts the bytes as they came, whatever they are decoded to.
    """

    def __init__(self, blocks: Iterator[bytes]) -> None:
        self.broken: BrokenSourceError | None = None
        self.read = 0
        self._blocks = blocks

    def __iter__(self) -> Iterator[bytes]:
        try:
            for block in self._blocks:
                self.read += len(block)
                yield block
        except BrokenSourceError as error:
            self.broken = error


def _look_at_head(data: bytes, part: PartRead, layouts: Layouts) -> None:
    part.signs.sample(data)
    part.first = next(_times(data, _lines(data), layouts), "")


def _look_at_tail(data: bytes, part: PartRead, layouts: Layouts) -> None:
    part.signs.sample(data[-LONGEST_RECORD:])
    part.last = next(_times(data, _lines_from_behind(data), layouts), "")


def _lines(data: bytes) -> Iterator[int]:
    """Where the first lines begin."""
    begin = 0
    for _ in range(_FEW_LINES):
        yield begin
        begin = data.find(b"\n", begin) + 1
        if not begin:
            return


def _lines_from_behind(data: bytes) -> Iterator[int]:
    """Where the last lines begin, the last one first."""
    end = len(data)
    for _ in range(_FEW_LINES):
        begin = data.rfind(b"\n", 0, end) + 1
        yield begin
        end = begin - 1
        if end < 0:
            return


def _times(data: bytes, begins: Iterable[int], layouts: Layouts) -> Iterator[str]:
    """The times of the records that begin at these places, where they have one."""
    for begin in begins:
        found = layouts.head(data, begin)
        time = found[0].when(found[1]) if found else ""
        if time:
            yield time


def _layouts(source: LogSource, formats: Sequence[str]) -> tuple[Layout, ...]:
    """The layouts of a file by its head, its middle and its tail, that of the head first."""
    layouts = Layouts((), formats, source.latest)
    begin, end = source.begin, source.size
    spread = ((begin + end) // 2, end - LONGEST_RECORD) if end - begin > LONGEST_RECORD else ()
    for at in (begin, *spread):
        layouts.learn(_read(source, at, LONGEST_RECORD))
    return tuple(layouts.known)


def _end(source: LogSource) -> int:
    """Where a plain file ends, or where the line does that is being written there."""
    end = source.size
    if end == source.begin or _read(source, end - 1, 1) == b"\n":
        return end
    rest = _read(source, end, LONGEST_RECORD)
    return end + (rest.find(b"\n") + 1 or len(rest))


def _read(source: LogSource, at: int, size: int) -> bytes:
    """Bytes of a plain file, none where they cannot be read: reading all of it will tell that."""
    try:
        return os.pread(source.descriptor, size, at)
    except OSError:
        return b""
