"""Unpacks streams block by block, told by how they begin, as far as they are undamaged."""

import bz2
import lzma
import sys
import zlib
from collections.abc import Callable, Iterator
from contextlib import suppress
from importlib import import_module
from types import ModuleType
from typing import Protocol

BLOCK = 1 << 20
MAGIC = 6
"""So many bytes tell how a file is packed."""

UNREADABLE = {"lz4": "lz4 -dc", "compress": "uncompress -c", "zip": "unzip -p", "7z": "7z x -so"}
"""Packings that are known and not read, with the command that unpacks them to stdout."""

_MAGICS = (
    (b"\x1f\x8b\x08", "gzip"),
    (b"BZh", "bzip2"),
    (b"\xfd7zXZ\x00", "xz"),
    (b"\x5d\x00\x00", "xz"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"\x50\x2a\x4d\x18", "zstd"),  # what pzstd writes before each frame
    (b"\x04\x22\x4d\x18", "lz4"),
    (b"\x02\x21\x4c\x18", "lz4"),
    (b"\x1f\x9d", "compress"),
    (b"PK\x03\x04", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "7z"),
)
_INPUT = 128 * 1024
_STEP = 128 * 1024
"""What one step unpacks at most; an error loses what its own step had unpacked."""

_MEMORY = 256 * 1024**2
"""The strongest level of xz takes a quarter of it; a file may ask for as much as it likes."""


class DamageError(Exception):
    """A stream cannot be unpacked any further; the text is the reason."""


class _Unpacking(Protocol):
    """What the decompressors of the standard library have in common."""

    @property
    def eof(self) -> bool: ...
    @property
    def needs_input(self) -> bool: ...
    @property
    def unused_data(self) -> bytes: ...
    def decompress(self, data: bytes, max_length: int) -> bytes: ...


class _Inflating:
    """Those of zlib, which keep nothing back; an error loses nothing that came before it."""

    def __init__(self) -> None:
        self._inflate = zlib.decompressobj(wbits=31)
        self._damage: zlib.error | None = None

    @property
    def eof(self) -> bool:
        return self._inflate.eof

    @property
    def needs_input(self) -> bool:
        return not self._inflate.unconsumed_tail and self._damage is None

    @property
    def unused_data(self) -> bytes:
        return self._inflate.unused_data

    def decompress(self, data: bytes, max_length: int) -> bytes:
        if self._damage:
            raise self._damage
        before, data = self._inflate.copy(), self._inflate.unconsumed_tail + data
        try:
            return self._inflate.decompress(data, max_length)
        except zlib.error as error:
            self._damage = error
        return _until_damage(before, data)


def _until_damage(inflate: "zlib._Decompress", data: bytes) -> bytes:
    """What can be unpacked of data in which there is a damage."""
    whole = bytearray()
    with suppress(zlib.error):
        for at in range(len(data)):
            whole += inflate.decompress(data[at : at + 1])
    return bytes(whole)


def packing_of(head: bytes) -> str:
    """How a stream with this beginning is packed, empty for one that is not."""
    return next((name for magic, name in _MAGICS if head.startswith(magic)), "")


def unpacked(read: Callable[[int], bytes], packing: str) -> Iterator[bytes]:
    """The content of a packed stream in blocks, none of them empty; memory does not grow.

    `read` gives the next packed bytes, none at the end. Streams one after the other are one. Raises
    DamageError after everything that could be unpacked.
    """
    gathered = bytearray()
    try:
        for piece in _pieces(read, packing):
            gathered += piece
            if len(gathered) >= BLOCK // 2:
                yield bytes(gathered)
                gathered.clear()
    except DamageError:
        if gathered:
            yield bytes(gathered)
        raise
    if gathered:
        yield bytes(gathered)


def _pieces(read: Callable[[int], bytes], packing: str) -> Iterator[bytes]:
    data = read(_INPUT)
    while data:
        stream, damage = _stream(packing)
        while not stream.eof:
            is_hungry = stream.needs_input
            try:
                piece = stream.decompress(data, BLOCK if packing == "gzip" else _STEP)
            except damage as error:
                raise DamageError(str(error)) from error
            if is_hungry and not (piece or data or stream.eof):
                raise DamageError("it ends too early")
            yield piece
            data = read(_INPUT) if stream.needs_input and not stream.eof else b""
        data = _following(stream.unused_data, read)
        if data and packing_of(data) != packing:
            raise DamageError("something else follows after its end")


def _following(rest: bytes, read: Callable[[int], bytes]) -> bytes:
    """What stands after the end of a stream; both gzip and xz may be padded with zeros."""
    data = rest.lstrip(b"\0")
    while not data:
        more = read(_INPUT)
        if not more:
            return b""
        data = more.lstrip(b"\0")
    return data if len(data) >= MAGIC else data + read(MAGIC)


def _stream(packing: str) -> tuple[_Unpacking, type[Exception]]:
    """What unpacks one stream, and what it raises where that is damaged."""
    match packing:
        case "gzip":
            return _Inflating(), zlib.error
        case "bzip2":
            return bz2.BZ2Decompressor(), OSError
        case "xz":
            return lzma.LZMADecompressor(memlimit=_MEMORY), lzma.LZMAError
        case _:
            module = zstd()
            return module.ZstdDecompressor(), module.ZstdError


def zstd() -> ModuleType:
    """The module for zstd, which Python has had of its own since 3.14."""
    return import_module("compression.zstd" if sys.version_info >= (3, 14) else "backports.zstd")
