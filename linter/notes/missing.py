"""Says what of the release notes could not be had, each cause once."""

import enum
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

import msgspec

from linter.model.finding import Gap
from linter.model.harmless import LONGEST_WORD, harmless
from linter.model.notes import RELEASE_NOTES
from linter.notes.fetched import Fetched, FetchError, NoCopy
from linter.notes.reconcile import Difference, Reason

OLD = timedelta(days=30)
"""Stable branches bring notes every few months; a copy of this age may lack some."""

_SHOWN = 5
_UNEXPLAINED = {
    Reason.MISSING_IN_ARCHIVE: "on the page only",
    Reason.MISSING_ON_PAGE: "in the source archives only",
}


class Part(enum.StrEnum):
    """What the notes of a series are read from.

    The page tells those that came after the release, the source archives tell the ids.
    """

    PAGE = "page"
    ARCHIVES = "source archives"


class Missing(msgspec.Struct, frozen=True):
    """What could not be read of a series, why, and what to do about it.

    All with the same `cause`, or without one the same `why`, are told as one.
    """

    series: str
    part: Part
    why: str
    remedy: str
    cause: str = ""


def missing(series: str, part: Part, error: FetchError) -> Missing:
    """The same of a document that could not be had."""
    cause = error.remedy if isinstance(error, NoCopy) else str(error)
    return Missing(series, part, error.why, error.remedy, cause)


def gaps_of(found: Sequence[Missing]) -> Iterator[Gap]:
    """A gap for each cause, with all that it left unread."""
    causes: dict[str, list[Missing]] = {}
    for one in found:
        causes.setdefault(one.cause or one.why, []).append(one)
    for alike in causes.values():
        first, *others = dict.fromkeys(one.why for one in alike)
        more = f", nor of {_counted(len(others), 'other')}" if others else ""
        why = f"{' and '.join(_left(alike))} not read: {first}{more}"
        yield Gap(RELEASE_NOTES, why, alike[0].remedy, required=False)


def _left(alike: Sequence[Missing]) -> Iterator[str]:
    for part in Part:
        series = tuple(dict.fromkeys(one.series for one in alike if one.part is part))
        if series:
            plural = "s" if part is Part.PAGE and len(series) > 1 else ""
            yield f"{part}{plural} of {', '.join(series)}"


def gap_between(series: str, differences: Sequence[Difference]) -> Iterator[Gap]:
    """The gap of notes that one source has, the other lacks, and nothing explains.

    They are shown; but there may be others that both lack.
    """
    lonely = (one for one in differences if one.reason in _UNEXPLAINED)
    named = list(dict.fromkeys(f"{one.note.key} ({_UNEXPLAINED[one.reason]})" for one in lonely))
    if not named:
        return
    more = [f"{len(named) - _SHOWN} more"] if len(named) > _SHOWN else []
    listed = ", ".join([*named[:_SHOWN], *more])
    why = f"the page and the source archives of {series} differ: {listed}"
    remedy = "read the page of this series where it is published"
    yield Gap("agreement of release notes", why, remedy, required=False)


def gap_of_age(found: Sequence[Fetched], now: datetime, remedy: str) -> Iterator[Gap]:
    """The gap of copies so old that newer notes may have been published.

    A file is as old as what it mirrors: that says nothing of when it was last compared.
    """
    published = (one for one in found if not one.address.startswith("file:"))
    old = sorted({(one.fetched_at, one.address) for one in published if one.age(now) > OLD})
    if not old:
        return
    day = f"{old[0][0]:%Y-%m-%d}"
    named = ", ".join(harmless(address, LONGEST_WORD) for _, address in old[:_SHOWN])
    more = f" and {_counted(len(old) - _SHOWN, 'other')}" if len(old) > _SHOWN else ""
    why = f"copies are older than {OLD.days} days, the oldest of {day}: {named}{more}"
    yield Gap("age of release notes", why, remedy, required=False)


def _counted(number: int, noun: str) -> str:
    return f"{number} {noun}" + "s" * (number != 1)
