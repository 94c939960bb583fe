"""How often the logs warned of what the upgrade ends, day by day."""

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import msgspec

from linter.model.logs import EventKind, LogEvent, LogFile, LogTally, Origin

LONGEST = 366
"""Days that are told, the last of them; earlier ones are counted."""
_NO_WARNING = frozenset(
    {
        EventKind.FAILURE,
        EventKind.DATABASE,
        EventKind.KEYS,
        EventKind.PASSWORD,
        EventKind.SECURITY,
    }
)


class Day(msgspec.Struct, frozen=True):
    """A day's warnings; `is_covered` is false where no log that was read reaches into it."""

    date: dt.date
    count: int
    is_covered: bool


class Timeline(msgspec.Struct, frozen=True):
    """The days without a hole, the latest last.

    `undated` are warnings whose log tells no day, and `earlier` those before the first of the days.
    """

    days: tuple[Day, ...] = ()
    undated: int = 0
    earlier: int = 0

    @property
    def most(self) -> int:
        """The warnings of the day that has most of them."""
        return max((day.count for day in self.days), default=0)

    @property
    def count(self) -> int:
        """All warnings."""
        return sum(day.count for day in self.days) + self.undated + self.earlier


def is_deprecation(event: LogEvent) -> bool:
    """Whether a message of keystone or its libraries warns of something that will end."""
    return event.origin is not Origin.SERVICE and event.kind not in _NO_WARNING


def timeline(tally: LogTally) -> Timeline:
    """The deprecation warnings by day, from the first day that the logs show to the last."""
    counted: Counter[dt.date] = Counter()
    undated = 0
    for event in filter(is_deprecation, tally.events):
        dated = [(day, number) for text, number in event.days if (day := _day(text))]
        for day, number in dated:
            counted[day] += number
        undated += max(event.count - sum(number for _, number in dated), 0)
    covered = list(_windows(tally.files))
    shown = _span([*counted, *(day for window in covered for day in window)])
    return Timeline(
        tuple(_told(day, counted, covered) for day in shown),
        undated,
        sum(number for day, number in counted.items() if shown and day < shown[0]),
    )


_Window = tuple[dt.date, dt.date]


def _told(day: dt.date, counted: Counter[dt.date], covered: Iterable[_Window]) -> Day:
    is_covered = any(first <= day <= last for first, last in covered)
    return Day(day, counted[day], is_covered or bool(counted[day]))


def _windows(files: Iterable[LogFile]) -> Iterator[_Window]:
    for file in files:
        first, last = _day(file.first), _day(file.last)
        if first and last:
            yield first, last


def _span(known: Sequence[dt.date]) -> list[dt.date]:
    """Every day from the first to the last, as many as are told."""
    if not known:
        return []
    length = min((max(known) - min(known)).days + 1, LONGEST)
    return [max(known) - dt.timedelta(days=back) for back in reversed(range(length))]


def _day(time: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(time[:10])
    except ValueError:
        return None
