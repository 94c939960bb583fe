"""When a run is: the date of a report, and the day on which what has an end still counts."""

import os
from collections.abc import Mapping
from datetime import UTC, date, datetime

from linter.cli.failure import UsageError

_VARIABLE = "SOURCE_DATE_EPOCH"


def moment(environment: Mapping[str, str] = os.environ) -> datetime:
    """The second that a report is dated: SOURCE_DATE_EPOCH, else now, in UTC.

    Raises UsageError where the variable is no number of seconds.
    """
    given = environment.get(_VARIABLE)
    if not given:
        return datetime.now(UTC).replace(microsecond=0)
    try:
        return datetime.fromtimestamp(int(given), UTC)
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(f"{_VARIABLE} is no number of seconds since 1970: {given!r}") from error


def today() -> date:
    """The day where this machine is, whatever SOURCE_DATE_EPOCH says: what has ended has ended."""
    return datetime.now(UTC).astimezone().date()
