"""Reads a whole text as logs are read, one line after the other."""

from collections.abc import Iterator, Sequence

from linter.logs.formats.layout import Layout, Record
from linter.logs.formats.recognition import recognise


def layout_of(text: bytes, formats: Sequence[str] = (), latest: str = "") -> Layout:
    """The layout of a text, which must have one."""
    layout = recognise(text.split(b"\n")[:64], formats, latest)
    assert layout is not None
    return layout


def records(text: bytes, formats: Sequence[str] = (), latest: str = "") -> list[Record]:
    """The records of a text; the time asked for each occurrence is the one that it has."""
    layout = layout_of(text, formats, latest)
    return list(_records(layout, text.removesuffix(b"\n").split(b"\n"), text))


def _records(layout: Layout, lines: Sequence[bytes], text: bytes) -> Iterator[Record]:
    begun: list[bytes] = []
    begin = position = 0
    for line in [*lines, None]:
        if line is not None and layout.start.match(text, position) is None:
            assert begun, f"begins no record: {line!r}"
            begun.append(line)
        else:
            if begun:
                yield _record(layout, begun, text, begin)
            begun, begin = [line] if line is not None else [], position
        position += len(line) + 1 if line is not None else 0


def _record(layout: Layout, lines: Sequence[bytes], text: bytes, begin: int) -> Record:
    record = layout.record(lines)
    head = layout.start.match(text, begin)
    assert record is not None
    assert head is not None
    assert layout.when(head) == record.time
    return record
