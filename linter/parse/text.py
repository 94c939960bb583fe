"""The lines of a file as Python reads them from disk, whatever its bytes are."""

import codecs
from typing import Literal

import msgspec

Problem = Literal["byte-order-mark", "not-utf-8"]

_MARK = "\ufeff"
_WIDE_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)


class Text(msgspec.Struct, frozen=True):
    """The lines of a file without their ends, and the line of each problem with its encoding."""

    lines: list[str]
    problems: tuple[tuple[Problem, int], ...] = ()


def decode(content: bytes) -> Text:
    """The lines as `open(path).readlines()` gives them under UTF-8, and on where that gives up.

    A byte order mark is taken off, and bytes that are no UTF-8 are replaced: oslo.config refuses
    such a file, but the rest of it is still worth judging.
    """
    problems: list[tuple[Problem, int]] = []
    try:
        text = content.decode("utf-8")
    except UnicodeDecodeError as error:
        problems.append(("not-utf-8", _line_of(content, error.start)))
        wide = content.startswith(_WIDE_MARKS)
        text = content.decode("utf-16" if wide else "utf-8", errors="replace")
    if text.startswith(_MARK):
        problems.append(("byte-order-mark", 1))
        text = text.removeprefix(_MARK)
    return Text(_universal(text).split("\n"), tuple(problems))


def _universal(text: str) -> str:
    return text.replace("\r\n", "\n").replace("\r", "\n") if "\r" in text else text


def _line_of(content: bytes, offset: int) -> int:
    return _universal(content[:offset].decode("utf-8", errors="replace")).count("\n") + 1
