"""Brings logs that are written in another encoding into the one that expressions are for."""

import codecs
from collections.abc import Iterable, Iterator

from linter.logs.files.source import LogSource, blocks

_NO_MARK = (b"", "utf-8")
_MARKS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
LONGEST_MARK = 3


def is_marked(head: bytes) -> bool:
    """True if a log begins with a byte order mark."""
    return _mark(head) != _NO_MARK


def in_utf8(pieces: Iterable[bytes]) -> Iterator[bytes]:
    """The same text without a byte order mark, in UTF-8; without a mark it is taken as it is."""
    decoder: codecs.IncrementalDecoder | None = None
    for number, block in enumerate(pieces):
        text = block
        if number == 0:
            mark, encoding = _mark(block)
            text = block.removeprefix(mark)
            if encoding != "utf-8":
                decoder = codecs.getincrementaldecoder(encoding)("replace")
        if decoder:
            text = decoder.decode(text).encode("utf-8", "replace")
        if text:
            yield text


def begin_in_utf8(source: LogSource) -> int:
    """Where a log is to be read from, in bytes of what `in_utf8` makes of it.

    Raises BrokenSourceError if it cannot be read as far as that.
    """
    if not source.begin or not is_marked(b"".join(blocks(source, 0, LONGEST_MARK))):
        return source.begin
    return sum(map(len, in_utf8(blocks(source, 0, source.begin))))


def _mark(head: bytes) -> tuple[bytes, str]:
    """The byte order mark and the encoding that it stands for."""
    return next(((mark, name) for mark, name in _MARKS if head.startswith(mark)), _NO_MARK)
