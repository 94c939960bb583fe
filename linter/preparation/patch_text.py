"""The lines that differ between two files, in the form that git writes and reads."""

import os
import re
from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher

_LINES = re.compile(rb"[^\n]*\n|[^\n]+")
_PLAIN = re.compile(rb"[A-Za-z0-9!#-.:-\[\]-~/]+")
"""Names that need no quotes; git quotes fewer, and reads these too."""

_SHORT = {7: b"a", 8: b"b", 9: b"t", 10: b"n", 11: b"v", 12: b"f", 13: b"r", 34: b'"', 92: b"\\"}


def is_text(content: bytes) -> bool:
    """Whether git compares a file by lines; bytes that are no UTF-8 do not matter to it."""
    return b"\0" not in content


def likeness(old: bytes, new: bytes) -> int:
    """How much of the larger of two files is in both, in per cent."""
    if old == new:
        return 100
    before, after = _LINES.findall(old), _LINES.findall(new)
    blocks = SequenceMatcher(None, before, after).get_matching_blocks()
    shared = sum(len(line) for start, _, size in blocks for line in before[start : start + size])
    return min(99, shared * 100 // max(len(old), len(new)))


def hunks(old: bytes, new: bytes) -> bytes:
    """The changes of lines with three around them; a carriage return is part of its line."""
    before, after = _LINES.findall(old), _LINES.findall(new)
    groups = SequenceMatcher(None, before, after).get_grouped_opcodes(3)
    return b"".join(part for group in groups for part in _hunk(group, before, after))


def quoted(name: str) -> bytes:
    """A path as git writes it: in quotes and with escapes where it is not plain."""
    raw = os.fsencode(name)
    if _PLAIN.fullmatch(raw):
        return raw
    return b'"' + b"".join(map(_escaped, raw)) + b'"'


def _escaped(byte: int) -> bytes:
    if byte in _SHORT:
        return b"\\" + _SHORT[byte]
    return bytes([byte]) if 0x20 <= byte < 0x7F else b"\\%03o" % byte  # noqa: PLR2004  ASCII


def _hunk(
    group: Sequence[tuple[str, int, int, int, int]], before: list[bytes], after: list[bytes]
) -> Iterator[bytes]:
    first, last = group[0], group[-1]
    yield b"@@ -%s +%s @@\n" % (_range(first[1], last[2]), _range(first[3], last[4]))
    for tag, start, end, new_start, new_end in group:
        if tag == "equal":
            yield from _signed(b" ", before[start:end])
            continue
        yield from _signed(b"-", before[start:end])
        yield from _signed(b"+", after[new_start:new_end])


def _signed(sign: bytes, lines: Sequence[bytes]) -> Iterator[bytes]:
    for line in lines:
        end = b"" if line.endswith(b"\n") else b"\n\\ No newline at end of file\n"
        yield sign + line + end


def _range(start: int, end: int) -> bytes:
    # An empty range is named by the line before it.
    return b"%d,%d" % (start + (end > start), end - start)
