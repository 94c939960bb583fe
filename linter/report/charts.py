"""The figures of a report as shapes, for pictures that a page draws itself."""

from collections.abc import Sequence
from itertools import accumulate

import msgspec

from linter.report.timeline import Day, Timeline

WIDTH = 1000
HEIGHT = 100
_WIDEST = 40


class Bar(msgspec.Struct, frozen=True):
    """A bar in a picture of WIDTH by HEIGHT, which may be stretched."""

    x: float
    y: float
    width: float
    height: float


class DayBar(msgspec.Struct, frozen=True):
    """The bar of a day: as high as its warnings, and as the picture where nobody looked."""

    day: Day
    bar: Bar


def day_bars(of: Timeline) -> tuple[DayBar, ...]:
    """The bars of all days but those on which there was nothing to see and somebody looked."""
    step = WIDTH / max(len(of.days), 1)
    return tuple(
        DayBar(day, _upright(number, step, _height(day, of.most)))
        for number, day in enumerate(of.days)
        if day.count or not day.is_covered
    )


def shares(counts: Sequence[int]) -> tuple[Bar, ...]:
    """One line that is cut in proportion to the counts; nothing is as wide as nothing."""
    whole = sum(counts) or 1
    ends = [WIDTH * end / whole for end in accumulate(counts)]
    starts = [0.0, *ends]
    return tuple(
        Bar(round(start, 2), 0, round(end - start, 2), HEIGHT)
        for start, end in zip(starts, ends, strict=False)
    )


def _height(day: Day, most: int) -> float:
    """Never so low that a day with a single warning cannot be seen."""
    return max(HEIGHT * day.count / most, 3) if day.count else HEIGHT


def _upright(number: int, step: float, height: float) -> Bar:
    width = min(step * 0.85, _WIDEST)
    return Bar(
        round((number + 0.5) * step - width / 2, 2),
        round(HEIGHT - height, 2),
        round(width, 2),
        round(height, 2),
    )
