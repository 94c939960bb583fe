"""The lines of a configuration file with every byte kept, and new lines put among them."""

from collections.abc import Iterable
from itertools import islice
from typing import NamedTuple

import msgspec
from msgspec.structs import replace

_MARK = "\ufeff"


class Line(NamedTuple):
    """A line without its end, and the end; bytes that are no UTF-8 are surrogates."""

    text: str
    end: str


class Splice(NamedTuple):
    """New texts for the lines from `first` to `last`, counted from 1.

    With `last` one less than `first` they are put in before the line `first`.
    """

    first: int
    last: int
    texts: tuple[str, ...]


class Document(msgspec.Struct, frozen=True):
    """A file as lines; `mark` is its byte order mark, if any."""

    mark: str
    lines: tuple[Line, ...]

    def text(self, number: int) -> str:
        """The line of this number, counted from 1."""
        return self.lines[number - 1].text

    def content(self) -> bytes:
        """The file's bytes."""
        text = self.mark + "".join(line.text + line.end for line in self.lines)
        return text.encode("utf-8", "surrogateescape")


def document(content: bytes) -> Document:
    """The file's lines; `content()` of them gives the same bytes again."""
    # Split as bytes: only there are \n, \r and \r\n the only ends.
    raw = [line.decode("utf-8", "surrogateescape") for line in content.splitlines(keepends=True)]
    mark = _MARK if raw and raw[0].startswith(_MARK) else ""
    if mark:
        raw[0] = raw[0].removeprefix(_MARK)
    return Document(mark, tuple(_line(text) for text in raw))


def spliced(source: Document, splices: Iterable[Splice]) -> Document:
    """The document with the splices made, which do not overlap.

    New lines end as their neighbours do, and a file without a newline at its end stays without.
    """
    lines = list(source.lines)
    usual = source.lines[0].end if source.lines and source.lines[0].end else "\n"
    for first, last, texts in sorted(splices, key=lambda it: it[:2], reverse=True):
        ends = (line.end for line in source.lines[first - 1 : last])
        new = [Line(text, next(ends, usual)) for text in texts]
        lines[first - 1 : last] = new
    is_open = bool(source.lines) and not source.lines[-1].end
    ended = [line if line.end else Line(line.text, usual) for line in lines]
    if is_open and ended:
        ended = [*islice(ended, len(ended) - 1), Line(ended[-1].text, "")]
    return replace(source, lines=tuple(ended))


def _line(raw: str) -> Line:
    text = raw.rstrip("\r\n")
    return Line(text, raw[len(text) :])
