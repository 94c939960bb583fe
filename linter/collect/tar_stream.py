"""The entries of a tar archive, one after the other, however long or damaged it is."""

import bz2
import gzip
import lzma
import tarfile
import zlib
from collections.abc import Iterator
from contextlib import closing
from pathlib import Path
from typing import BinaryIO, Protocol, cast

BYTES = 4 * 1024**3
"""No more than this is unpacked of an archive; a report of a whole host is smaller."""

ENTRIES = 500_000
BLOCK = 512
DAMAGES = (
    tarfile.TarError,
    EOFError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    RecursionError,
    lzma.LZMAError,
    zlib.error,
)
"""What a damaged or hostile archive makes tarfile and the decompressors raise."""

_LONGEST_NAME = 1024**2
_CHUNK = 1024**2
_OPENERS = ((b"\x1f\x8b", gzip.open), (b"BZh", bz2.open), (b"\xfd7zXZ\x00", lzma.open))
_ADDED = {
    tarfile.XHDTYPE,
    tarfile.XGLTYPE,
    tarfile.SOLARIS_XHDTYPE,
    tarfile.GNUTYPE_LONGNAME,
    tarfile.GNUTYPE_LONGLINK,
}
"""Entries that only describe the next one, and that tarfile reads as a whole."""

_END = "end of file header"
"""What tarfile says of the block of zeros that closes an archive."""


class Readable(Protocol):
    """A stream; it need not be able to go back."""

    def read(self, size: int = -1, /) -> bytes:
        """The next bytes, none at the end."""


class _Bounded:
    """A stream that ends with an error instead of going on for ever."""

    def __init__(self, stream: Readable, most: int) -> None:
        self._stream = stream
        self._most = self._left = most

    def read(self, size: int = -1) -> bytes:
        """The next bytes; raises ReadError after too many."""
        data = self._stream.read(size)
        self._left -= len(data)
        if self._left < 0:
            raise tarfile.ReadError(f"it unpacks to more than {self._most // 1024**3} GiB")
        return data


class _Header(tarfile.TarInfo):
    """A header that refuses names without end, and tells its archive why it was the last."""

    @classmethod
    def fromtarfile(cls, archive: tarfile.TarFile) -> "_Header":
        """The next header; what tarfile takes for the end in silence is kept as `ending`."""
        try:
            return super().fromtarfile(archive)
        except tarfile.HeaderError as error:
            if isinstance(archive, _Tar):
                archive.ending = str(error)
            raise

    def _proc_member(self, archive: tarfile.TarFile) -> tarfile.TarInfo:
        if self.type in _ADDED and self.size > _LONGEST_NAME:
            raise tarfile.ReadError("a name in it is longer than any name can be")
        return super()._proc_member(archive)  # type: ignore[misc, no-any-return]


class _Tar(tarfile.TarFile):
    """An archive with an `ending`: why there was no entry after the last one."""

    tarinfo = _Header
    ending = _END


def entries(path: Path) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    """Each entry in order, to be read before the next; raises one of DAMAGES before a true end."""
    with path.open("rb") as file, closing(_unpacked(file)) as stream:
        yield from entries_of(stream)


def entries_of(
    stream: Readable, most: int | None = None
) -> Iterator[tuple[tarfile.TarInfo, tarfile.TarFile]]:
    """Each entry of an unpacked stream, by default of at most BYTES; else as `entries`."""
    bounded = cast("BinaryIO", _Bounded(stream, BYTES if most is None else most))
    with _Tar.open(fileobj=bounded, mode="r|", bufsize=_CHUNK) as archive:
        for count, entry in enumerate(archive):
            if count == ENTRIES:
                raise tarfile.ReadError(f"it has more than {ENTRIES} entries")
            yield entry, archive
        if archive.ending != _END:
            raise tarfile.ReadError(archive.ending)


def _unpacked(file: BinaryIO) -> BinaryIO:
    head = file.read(BLOCK)
    file.seek(0)
    for magic, opener in _OPENERS:
        if head.startswith(magic):
            return cast("BinaryIO", opener(file))
    return file
