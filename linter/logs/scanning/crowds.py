"""Counts windows of which every line is known by heart, without looking for anything in them."""

import operator
import re
from collections.abc import Callable

import msgspec

from linter.logs.formats.expressions import ISO, SECOND
from linter.logs.formats.layout import Layout
from linter.logs.formats.times import from_iso
from linter.logs.scanning.windows import Window

_DAY = len("2026-11-22")
_CLOCK = "time"
"""The group of times that are ordered as their texts are."""

# Lines that go on begin with a blank, or are empty, in the warnings of Python.
_REST = rb"([^\n]*+(?:\n(?:[ \t][^\n]*+|(?=\n)))*+)"

QUICK = (
    (SECOND, rb"....-..-..[ T]..:..:.."),
    (rb"[^\]\n]*+", rb"[^\]]*+"),
    (rb"\S++", rb"[^ ]++"),
)
"""Parts of expressions that take half of the time in a looser form.

It is enough here: the number of lines is held against that of the records, the first time and the
last are looked at closely, and all else is as in a record that was read before in the exact form.
"""

_EXACT = re.compile(ISO)

Key = tuple[bytes, object]
"""The text of a record, and the parts of its header that its meaning depends on."""


class Reader(msgspec.Struct, frozen=True):
    """Takes the lines of a layout apart, all of a window at once."""

    rows: re.Pattern[bytes]
    clock: int
    parts: Callable[[tuple[bytes, ...]], tuple[bytes, ...]]


class Group:
    """How often the same words stand in a window, and when first and last, as that is written."""

    __slots__ = ("count", "first", "last")

    def __init__(self, time: bytes) -> None:
        self.count = 1
        self.first = self.last = time

    @property
    def is_of_one_day(self) -> bool:
        """True if the first and the last have a time, and that of one day."""
        both = (self.first, self.last)
        return all(map(_EXACT.fullmatch, both)) and self.first[:_DAY] == self.last[:_DAY]

    @property
    def times(self) -> tuple[str, str]:
        """The first and the last time as in events."""
        return from_iso(self.first), from_iso(self.last)


def reader_of(layout: Layout, names: tuple[str, ...]) -> Reader | None:
    """What reads a layout, of which a meaning depends on these parts; None where nothing does."""
    groups = layout.start.groupindex
    if _CLOCK not in groups or not names or layout.read is not None:
        return None
    start = layout.start.pattern
    for exact, quick in QUICK:
        start = start.replace(exact, quick)
    rows = re.compile(rb"^(?:" + start + rb")" + _REST, re.MULTILINE)
    wanted = [groups[name] - 1 for name in names]
    return Reader(rows, groups[_CLOCK] - 1, operator.itemgetter(rows.groups - 1, *wanted))


def crowd(reader: Reader, window: Window) -> dict[Key, Group] | None:
    """All records of a window by their words, None where a line of it belongs to none."""
    data, low, high = window.data, window.low, window.high
    if window.inside or data[high - 1 : high] != b"\n":
        return None
    clock, parts = reader.clock, reader.parts
    seen: dict[tuple[bytes, ...], Group] = {}
    get = seen.get
    for row in reader.rows.findall(data, low, high):
        key = parts(row)
        group = get(key)
        time = row[clock]
        if group is None:
            seen[key] = Group(time)
            continue
        group.count += 1
        if time > group.last:
            group.last = time
        elif time < group.first:
            group.first = time
    lines = sum(group.count * (key[0].count(b"\n") + 1) for key, group in seen.items())
    if lines != data.count(b"\n", low, high):
        return None
    return {_key(key): group for key, group in seen.items()}


def _key(parts: tuple[bytes, ...]) -> Key:
    """As a match gives it, in which a group that has no part is None, and one alone no tuple."""
    text, *names = parts
    found = tuple(name or None for name in names)
    return text, found if len(found) > 1 else found[0]
