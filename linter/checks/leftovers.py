"""Settings that the target reads no more and that meant something once."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from linter.checks.context import Context
from linter.checks.names import is_among, written
from linter.checks.registry import Hit, check, hit_of
from linter.checks.standing import Fate
from linter.model.finding import Severity

_READ = {Fate.CURRENT, Fate.RENAMED, Fate.SITE}
_LOST_BEFORE = {Fate.DEAD, Fate.UNKNOWN}


@check("setting-left-over")
def setting_left_over(
    context: Context, options: tuple[str, ...], values: tuple[str, ...] = ("?*",)
) -> Iterator[Hit]:
    """Settings that the target does not read, by patterns of their names and of their values.

    Where the source does not read them either, the upgrade changes nothing: a warning.
    """
    for standing in context.standings:
        fits = any(fnmatchcase(standing.setting.value.lower(), pattern) for pattern in values)
        if standing.fate in _READ or not fits or not is_among(written(standing.name), options):
            continue
        severity = Severity.WARNING if standing.fate in _LOST_BEFORE else None
        yield hit_of(standing.setting, {"since": standing.since}, severity)
