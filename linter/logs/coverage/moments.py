"""Times of logs as moments, and lengths of time in words."""

from datetime import datetime, timedelta

_UNITS = (("day", 86400), ("hour", 3600), ("minute", 60), ("second", 1))


def moment(time: str) -> datetime | None:
    """The moment of a time as logs of any layout are given, None where it is none."""
    try:
        return datetime.fromisoformat(time).replace(tzinfo=None)
    except ValueError:
        return None


def between(first: str, last: str) -> timedelta | None:
    """How long it is from one time to another, None where one of them is not known."""
    begin, end = moment(first), moment(last)
    return end - begin if begin and end else None


def in_words(length: timedelta) -> str:
    """A length of time by its largest unit, as `3 hours`."""
    seconds = round(abs(length.total_seconds()))
    for unit, size in _UNITS:
        count = seconds // size
        if count:
            return f"{count} {unit}" if count == 1 else f"{count} {unit}s"
    return "less than a second"
