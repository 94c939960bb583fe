"""Counts the occurrences of each meaning, and joins what was counted in parts."""

from collections.abc import Iterable

import msgspec

from linter.logs.understanding import Meaning
from linter.model.logs import LogEvent, Sample

SAMPLES = 3


class Occurrences(msgspec.Struct):
    """How often one meaning was seen, when and where; times as in events."""

    count: int = 0
    first: str = ""
    last: str = ""
    days: dict[str, int] = {}
    nodes: dict[str, int] = {}
    samples: list[Sample] = []

    def add(self, time: str, node: str) -> None:
        """Counts one more."""
        self.count += 1
        if time:
            self.first = min(self.first or time, time)
            self.last = max(self.last, time)
            day = time[:10]
            self.days[day] = self.days.get(day, 0) + 1
        self.nodes[node] = self.nodes.get(node, 0) + 1

    def join(self, other: "Occurrences") -> None:
        """Adds what was counted elsewhere; samples keep the order in which parts are joined."""
        self.count += other.count
        self.first = min(filter(None, (self.first, other.first)), default="")
        self.last = max(self.last, other.last)
        for mine, theirs in ((self.days, other.days), (self.nodes, other.nodes)):
            for key, count in theirs.items():
                mine[key] = mine.get(key, 0) + count
        self.samples = (self.samples + other.samples)[:SAMPLES]


Counted = dict[Meaning, Occurrences]


def joined(parts: Iterable[Counted]) -> Counted:
    """All parts as one."""
    whole: Counted = {}
    for part in parts:
        for meaning, occurrences in part.items():
            whole.setdefault(meaning, Occurrences()).join(occurrences)
    return whole


def events(counted: Counted) -> tuple[LogEvent, ...]:
    """The events, those that were seen most often first."""
    made = [_event(meaning, occurrences) for meaning, occurrences in counted.items()]
    return tuple(sorted(made, key=lambda event: (-event.count, event.message, event.subject)))


def _event(meaning: Meaning, seen: Occurrences) -> LogEvent:
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
