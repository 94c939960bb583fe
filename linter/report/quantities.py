"""Numbers as people read them."""

from datetime import timedelta

_UNITS = ("kB", "MB", "GB", "TB")
_STEP = 1000
_SPANS = (
    ("day", timedelta(days=1)),
    ("hour", timedelta(hours=1)),
    ("minute", timedelta(minutes=1)),
)


def bytes_in_words(size: float) -> str:
    """A number of bytes in the unit that leaves it below a thousand."""
    if size < _STEP:
        return f"{size:.0f} bytes"
    for unit in _UNITS:
        size /= _STEP
        if size < _STEP or unit == _UNITS[-1]:
            break
    return f"{size:.1f} {unit}"


def counted(number: int, one: str, many: str = "") -> str:
    """A number and what is counted, in the singular or the plural."""
    return f"{number} {one if number == 1 else many or one + 's'}"


def ago_in_words(age: timedelta) -> str:
    """How long ago something was, in the largest unit that there is a whole one of."""
    for unit, length in _SPANS:
        if age >= length:
            return f"{counted(age // length, unit)} ago"
    return "just now"
