"""Says what of the release notes could not be had, each cause once."""

import enum
from collections.abc import Iterator, Sequence

import msgspec

from linter.model.finding import Gap
from linter.model.notes import RELEASE_NOTES
from linter.notes.fetched import FetchError


class Part(enum.StrEnum):
    """What the notes of a series are read from, by what it is called for one series and for more.

    One tells the notes after the release, the other the ids.
    """

    PAGE = "page"
    ARCHIVES = "source archives"


class Missing(msgspec.Struct, frozen=True):
    """What could not be read of a series, why, and what to do about it."""

    series: str
    part: Part
    why: str
    remedy: str


def missing(series: str, part: Part, error: FetchError) -> Missing:
    """The same of a document that could not be had."""
    return Missing(series, part, error.why, error.remedy)


def gaps_of(found: Sequence[Missing]) -> Iterator[Gap]:
    """A gap for each cause, with all that it left unread."""
    causes: dict[tuple[str, str], list[Missing]] = {}
    for one in found:
        causes.setdefault((one.why, one.remedy), []).append(one)
    for (why, remedy), alike in causes.items():
        left = " and ".join(_left(alike))
        yield Gap(RELEASE_NOTES, f"{left} not read: {why}", remedy, required=False)


def _left(alike: Sequence[Missing]) -> Iterator[str]:
    for part in Part:
        series = tuple(dict.fromkeys(one.series for one in alike if one.part is part))
        if series:
            plural = "s" if part is Part.PAGE and len(series) > 1 else ""
            yield f"{part}{plural} of {', '.join(series)}"
