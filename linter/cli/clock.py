"""When a run is, which nothing but a report's own date depends on."""

import os
from collections.abc import Mapping
from datetime import UTC, datetime

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
