"""One log that lies open, and its bytes, unpacked, from any place on."""

import os
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta

import msgspec

from linter.logs.files.packing import BLOCK, DamageError, unpacked

STDIN = "stdin"
"""The path that what comes in through a pipe is shown by."""

Moved = Callable[[int], None]
"""Takes how many bytes were read so far, as they lie there."""


class LogError(Exception):
    """Logs that cannot be read at all; the text names them, the reason and what to do."""


class BrokenSourceError(Exception):
    """A log of which no more can be read: `read` bytes of it could be, unpacked; `why` not all."""

    def __init__(self, read: int, why: str) -> None:
        super().__init__(f"after {read} bytes: {why}")
        self.read = read
        self.why = why


class LogSource(msgspec.Struct, frozen=True):
    """One file to read; `path` is as it is shown, `size` in bytes as it lies there.

    `descriptor` is open for reading since before any file was read, so that a rotation in the
    meantime changes nothing; forked processes may share it. `packing` is empty for a plain file,
    which can be read from anywhere; anything else is read from beginning to end. What comes before
    `begin`, in unpacked bytes, was read before. A stream, such as stdin, has no size and gives its
    bytes once; `head` are those that were taken already, to see what it is. That of a plain file is
    how it began when it was opened.
    """

    node: str
    path: str
    family: str
    descriptor: int
    size: int
    packing: str = ""
    begin: int = 0
    is_stream: bool = False
    head: bytes = b""

    @property
    def latest(self) -> str:
        """The date after which nothing was written to it, wherever in the world that was.

        It is written as 2026-11-22, and empty where the file does not tell.
        """
        try:
            written = datetime.fromtimestamp(os.fstat(self.descriptor).st_mtime, UTC)
            return (written + timedelta(days=1)).date().isoformat()
        except (OSError, ValueError, OverflowError):
            return ""

    @property
    def is_plain(self) -> bool:
        """Whether it can be read from anywhere, in parts."""
        return not self.packing and not self.is_stream


def is_as_opened(source: LogSource) -> bool:
    """Whether a plain file still begins as it did, and was not emptied or written anew."""
    return os.pread(source.descriptor, len(source.head), 0) == source.head


def blocks(
    source: LogSource,
    begin: int | None = None,
    end: int | None = None,
    moved: Moved | None = None,
) -> Iterator[bytes]:
    """The bytes of a log from `begin`, by default its own, to `end`, by default as far as it goes.

    Blocks are of about 1 MiB and cut lines anywhere; places are in unpacked bytes. A plain file
    goes as far as its size, and on to the end of the line if that was being written; nothing of it
    is read where it is not as opened. `moved` is told of packed files and streams only. Raises
    BrokenSourceError after the last bytes that can be read.
    """
    start = source.begin if begin is None else begin
    position = 0 if source.packing or source.is_stream else start
    try:
        for block in _whole(source, start, end, moved or _silent):
            skipped = max(start - position, 0)
            position += len(block)
            wanted = block[skipped : len(block) if end is None else len(block) - (position - end)]
            if wanted:
                yield wanted
            if end is not None and position >= end:
                return
    except OSError as error:
        raise BrokenSourceError(position, error.strerror or type(error).__name__) from error
    except DamageError as error:
        raise BrokenSourceError(position, str(error)) from error


def _silent(_position: int) -> None:
    """Nobody asked how far reading came."""


def _whole(source: LogSource, begin: int, end: int | None, moved: Moved) -> Iterator[bytes]:
    if source.packing:
        return unpacked(_reader(source, moved), source.packing)
    if source.is_stream:
        return _streamed(_reader(source, moved))
    if not is_as_opened(source):
        return iter(())
    return _plain(source, begin, source.size if end is None else end, to_line=end is None)


def _plain(source: LogSource, begin: int, end: int, *, to_line: bool) -> Iterator[bytes]:
    block = b""
    while begin < end:
        block = os.pread(source.descriptor, min(BLOCK, end - begin), begin)
        if not block:
            return
        yield block
        begin += len(block)
    if to_line and block and not block.endswith(b"\n"):
        rest = os.pread(source.descriptor, BLOCK, begin)
        if rest:
            yield rest[: rest.find(b"\n") + 1] or rest


def _streamed(read: Callable[[int], bytes]) -> Iterator[bytes]:
    while block := read(BLOCK):
        yield block


def _reader(source: LogSource, moved: Moved) -> Callable[[int], bytes]:
    """What gives the next bytes as they lie there, whoever else reads from the descriptor."""
    head = source.head
    position = 0

    def read(size: int) -> bytes:
        nonlocal head, position
        if head:
            taken, head = head[:size], head[size:]
        elif source.is_stream:
            taken = os.read(source.descriptor, size)
        else:
            taken = os.pread(source.descriptor, size, position)
        position += len(taken)
        moved(position)
        return taken

    return read
