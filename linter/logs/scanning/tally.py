"""Counts the occurrences of each meaning, and joins what was counted in parts."""

from collections.abc import Iterable

import msgspec
from msgspec.structs import replace

from linter.logs.formats.levels import LEVELS
from linter.logs.meaning.understanding import Meaning
from linter.model.logs import LogEvent, Sample

SAMPLES = 3
MOST_KEYS = 5000
"""Days and nodes of one event; a log with more of them is made up, or damaged."""


class Occurrences(msgspec.Struct):
    """How often one meaning was seen, when and where; times as in events."""

    count: int = 0
    first: str = ""
    last: str = ""
    days: dict[str, int] = {}
    nodes: dict[str, int] = {}
    samples: list[Sample] = []

    def join(self, other: "Occurrences") -> None:
        """Adds what was counted elsewhere; samples keep the order in which parts are joined."""
        self.count += other.count
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)
        for mine, theirs in ((self.days, other.days), (self.nodes, other.nodes)):
            for key, count in theirs.items():
                if key in mine or len(mine) < MOST_KEYS:
                    mine[key] = mine.get(key, 0) + count
        self.samples = (self.samples + other.samples)[:SAMPLES]


class Counter(msgspec.Struct):
    """Counts what is logged in the very same words on one node, on its way to its meaning's.

    Nearly all occurrences of a message follow others of the same day, so that a day is only looked
    up when it ends.
    """

    into: Occurrences
    node: str = ""
    count: int = 0
    first: str = ""
    last: str = ""
    day: str = ""
    of_day: int = 0

    def add(self, time: str) -> None:
        """Counts one more."""
        self.count += 1
        if time[:10] != self.day:
            self._end_day()
            self.day = time[:10]
        self.of_day += 1
        if time > self.last:
            self.last = time
            self.first = self.first or time
        elif time and time < self.first:
            self.first = time

    def add_of_day(self, count: int, first: str, last: str) -> None:
        """Counts some more, all of one day."""
        self.add(first)
        self.add(last)
        self.count += count - 2
        self.of_day += count - 2

    def flush(self) -> None:
        """Hands over everything that was counted since the last time."""
        self._end_day()
        nodes = {self.node: self.count} if self.count else {}
        self.into.join(Occurrences(self.count, self.first, self.last, {}, nodes))
        self.count, self.first, self.last, self.day = 0, "", "", ""

    def _end_day(self) -> None:
        if self.day:
            self.into.join(Occurrences(days={self.day: self.of_day}))
        self.of_day = 0


Counted = dict[Meaning, Occurrences]


class Tally(msgspec.Struct):
    """What was counted so far of at most `most` meanings, in the order in which they first came.

    `further` are the occurrences of all others.
    """

    most: int
    counted: Counted = {}
    further: Occurrences = msgspec.field(default_factory=Occurrences)

    def of(self, meaning: Meaning) -> Occurrences:
        """Where a meaning is counted."""
        seen = self.counted.get(meaning)
        if seen is None:
            if len(self.counted) >= self.most:
                return self.further
            seen = self.counted[meaning] = Occurrences()
        return seen

    def join(self, other: "Tally") -> None:
        """Adds the part that follows."""
        for meaning, occurrences in other.counted.items():
            self.of(meaning).join(occurrences)
        self.further.join(other.further)


def once_each(counted: Counted) -> Counted:
    """The counts with the same message of the same service as one, whoever logged it.

    A log in another format may not name the logger, and code moves from release to release. The
    logger is that of most records, the level the gravest.
    """
    alike: dict[Meaning, list[Meaning]] = {}
    for meaning in counted:
        alike.setdefault(replace(meaning, logger="", level=""), []).append(meaning)
    whole: Counted = {}
    for said, meanings in alike.items():
        named = [meaning for meaning in meanings if meaning.logger] or meanings
        logger = max(named, key=lambda meaning: counted[meaning].count).logger
        level = max((meaning.level for meaning in meanings), key=_gravity)
        seen = whole[replace(said, logger=logger, level=level)] = Occurrences()
        for meaning in meanings:
            seen.join(counted[meaning])
    return whole


def _gravity(level: str) -> int:
    return LEVELS.index(level) if level in LEVELS else -1


def in_order(made: Iterable[LogEvent]) -> tuple[LogEvent, ...]:
    """Events as they are shown, those that were seen most often first."""
    return tuple(
        sorted(
            made,
            key=lambda event: (
                -event.count,
                event.message,
                event.subject,
                event.logger,
                event.level,
                event.service,
            ),
        )
    )


def event(meaning: Meaning, seen: Occurrences) -> LogEvent:
    """The meaning with all that was counted of it."""
    return LogEvent(
        meaning.kind,
        meaning.subject,
        meaning.message,
        seen.count,
        seen.first,
        seen.last,
        tuple(seen.samples),
        meaning.logger,
        meaning.level,
        meaning.origin,
        meaning.service,
        meaning.since,
        meaning.removal,
        meaning.replacement,
        tuple(sorted(seen.days.items())),
        tuple(sorted(seen.nodes.items())),
    )
