"""Times as logs write them, and as events have them."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

_MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_SEPARATORS = bytes.maketrans(b" ,", b"T.")
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)


def from_iso(text: bytes) -> str:
    """From 2026-11-22 15:29:18,651, with a blank or a T, and at most six places."""
    return text.translate(_SEPARATORS)[:26].decode("ascii")


def from_asctime(text: bytes) -> str:
    """From Sun Nov 22 15:29:18.651770 2026."""
    _, month, day, clock, year = text.decode("ascii").split()
    return joined(year, month_number(month), int(day), clock)


def from_access(text: bytes) -> str:
    """From 22/Nov/2026:15:29:18."""
    date, _, clock = text.decode("ascii").partition(":")
    day, month, year = date.split("/")
    return joined(year, month_number(month), int(day), clock)


def from_epoch(text: bytes) -> str:
    """From seconds with a fraction, or from microseconds, since 1970; in UTC."""
    seconds, _, fraction = text.decode("ascii").partition(".")
    micros = int(f"{seconds}{fraction[:6]:0<6}") if len(seconds) <= len("1700000000") else 0
    try:
        moment = _EPOCH + timedelta(microseconds=micros or int(seconds))
    except OverflowError:
        return ""
    return moment.replace(tzinfo=None).isoformat(timespec="microseconds")


def from_yearless(text: bytes, latest: str = "") -> str:
    """From Nov 22 15:29:18: within the year before the date `latest`, "" where it is not known."""
    month, day, clock = text.decode("ascii").split()
    if not latest:
        return ""
    number = month_number(month)
    year = int(latest[:4])
    if f"{number:02}-{int(day):02}" > latest[5:10]:
        year -= 1
    return joined(f"{year:04}", number, int(day), clock)


def from_parts(clock: re.Pattern[bytes], text: bytes) -> str:
    """From a time in the deployment's own format, "" where that has no date or no clock."""
    match = clock.match(text)
    found = {} if match is None else {k: v.decode() for k, v in match.groupdict().items() if v}
    if "epoch" in found:
        return from_epoch(f"{found['epoch']}.{found.get('fraction', '0')}".encode())
    year = found.get("year") or ("20" + found["short"] if "short" in found else "")
    hour = found.get("hour") or _hour(found.get("half", ""), found.get("noon", ""))
    if not year or not hour or "day" not in found:
        return ""
    clock_text = f"{hour}:{found.get('minute', '00')}:{found.get('second', '00')}"
    fraction = f".{found['fraction']}" if "fraction" in found else ""
    month = int(found["month"]) if "month" in found else month_number(found.get("name", ""))
    return joined(year, month, int(found["day"]), clock_text + fraction)


def _hour(half: str, noon: str) -> str:
    if not half:
        return ""
    return f"{int(half) % 12 + (12 if noon.lower() == 'pm' else 0):02}"


def joined(year: str, month: int, day: int, clock: str) -> str:
    """The time of which these are the parts, "" where there is no such month."""
    return f"{year}-{month:02}-{day:02}T{clock}" if month else ""


def month_number(name: str) -> int:
    """1 to 12 for an English month, shortened or not; 0 for anything else."""
    short = name[:3].capitalize()
    return _MONTHS.index(short) + 1 if short in _MONTHS else 0


READERS: dict[str, Callable[[bytes], str]] = {
    "time": from_iso,
    "asctime": from_asctime,
    "access": from_access,
    "epoch": from_epoch,
    "yearless": from_yearless,
}
"""How to read a time, by the name of the group that it was found in."""

CLOCKS = frozenset((*READERS, "clock"))
"""The groups that hold a time; `clock` is one in the deployment's own format."""
