"""The logs in tar archives, which are read once from beginning to end."""

import tarfile
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO, cast

import msgspec

from linter.collect.naming import printable
from linter.collect.tar_stream import DAMAGES, entries_of
from linter.logs.files.log_names import is_named_as_archive, is_wanted_of_host
from linter.logs.files.packing import BLOCK
from linter.logs.files.source import BrokenSourceError, LogSource, blocks
from linter.logs.files.spool import spooled
from linter.model.finding import Gap

_UNPACK = "unpack the archive yourself and give its logs"
_WITHOUT_END = 1 << 60
"""Logs may be of any size; nothing of them is kept in memory."""


class Member(msgspec.Struct, frozen=True):
    """A log of an archive, by its path in it, with a descriptor of its content."""

    path: str
    descriptor: int


def members(source: LogSource) -> Iterator[Member | Gap]:
    """Each log of an archive, as far as it can be read, and what else there is that may hold some.

    Every descriptor is the caller's to close.
    """
    stream = _Stream(source)
    count = 0
    try:
        for info, archive in entries_of(stream, _WITHOUT_END):
            count += 1
            if info.isreg():
                yield from _member(source, info, archive)
    except DAMAGES as error:
        yield _damaged(source, stream.trouble or f"after entry {count}: {_words(error)}")
    else:
        if stream.trouble:
            yield _damaged(source, stream.trouble)


def _member(
    source: LogSource, info: tarfile.TarInfo, archive: tarfile.TarFile
) -> Iterator[Member | Gap]:
    path = printable(Path(info.name.lstrip("/"))).removeprefix("./")
    if not is_wanted_of_host(path):
        return
    what = f"{source.path}/{path}"
    if is_named_as_archive(path):
        why = "it is an archive inside of an archive, and was not opened"
        yield Gap(what, why, "unpack it from there and give its own path", required=False)
        return
    troubles: list[Exception] = []
    try:
        descriptor = spooled(_content(info, archive, troubles))
    except OSError as error:
        why = f"there was no room to unpack it: {error.strerror or type(error).__name__}"
        remedy = "name a folder with more room in TMPDIR, or unpack the archive yourself"
        yield Gap(what, why, remedy, required=True)
        return
    yield Member(path, descriptor)
    if troubles:
        raise troubles[0]


def _content(
    info: tarfile.TarInfo, archive: tarfile.TarFile, troubles: list[Exception]
) -> Iterator[bytes]:
    """What an entry holds; a damage ends it, and is added to `troubles`."""
    # Not through extractfile, which gives nothing of a read that comes short.
    stream = cast("BinaryIO", archive.fileobj)
    left = info.size
    try:
        stream.seek(info.offset_data)
        while left > 0:
            block = stream.read(min(BLOCK, left))
            if not block:
                raise tarfile.ReadError("unexpected end of data")
            left -= len(block)
            yield block
    except DAMAGES as error:
        troubles.append(error)


def _damaged(source: LogSource, why: str) -> Gap:
    return Gap(source.path, f"the archive is damaged {why}", _UNPACK, required=False)


def _words(error: BaseException) -> str:
    if isinstance(error, tarfile.ReadError):
        return str(error)
    return "it ends too early" if isinstance(error, EOFError) else type(error).__name__


class _Stream:
    """The unpacked bytes of a log as a file that ends at a damage; `trouble` is what it was."""

    def __init__(self, source: LogSource) -> None:
        self.trouble = ""
        self._blocks = blocks(source)
        self._rest = b""

    def read(self, size: int = -1) -> bytes:
        """The next bytes; fewer than asked for only at the end."""
        parts, length = [self._rest], len(self._rest)
        while length < size and (block := self._next()):
            parts.append(block)
            length += len(block)
        whole = b"".join(parts)
        self._rest = whole[size:]
        return whole[:size]

    def _next(self) -> bytes:
        try:
            return next(self._blocks, b"")
        except BrokenSourceError as error:
            self.trouble = f"after {error.read} bytes, unpacked: {error.why}"
            return b""
