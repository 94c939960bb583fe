"""Reads a day as people and programs write it alike."""

import datetime as dt
import re

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}", re.ASCII)


def day_of(text: str) -> dt.date | None:
    """The day in a text such as 2027-01-31, None where there is none: 20270131, 2027-02-30."""
    try:
        return dt.date.fromisoformat(text) if _DAY.fullmatch(text) else None
    except ValueError:
        return None
