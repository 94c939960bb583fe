"""Settings of certain names and values, whatever the target makes of them."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from linter.checks.context import Context
from linter.checks.names import is_among, written
from linter.checks.registry import Hit, check, hit_of
from linter.checks.standing import Fate, Standing
from linter.checks.values import equals_default, judged, pinned_values
from linter.model.finding import Severity
from linter.parse.values import Accepted


@check("setting-has")
def setting_has(
    context: Context,
    names: tuple[str, ...],
    values: tuple[str, ...] = ("*",),
    fates: tuple[Fate, ...] = (),
    within: tuple[str, str] = ("", ""),
) -> Iterator[Hit]:
    """Settings whose name and value fit patterns; a boolean is True or False.

    `fates` leave out all but those that the target takes in these ways. `within` are the first and
    last series of the target. A line that says the source's default, or that the deployed release
    does not read either, is a warning at most.
    """
    if not context.span.ends_within(first=within[0], last=within[1]):
        return
    for standing in context.standings:
        if fates and standing.fate not in fates:
            continue
        if is_among(written(standing.name), names) and _has_value(context, standing, values):
            severity = None if _matters(standing) else Severity.WARNING
            yield hit_of(standing.setting, {"since": standing.since}, severity)


def _matters(standing: Standing) -> bool:
    if standing.before is None:
        return standing.entry is not None
    return not equals_default(standing.setting, standing.before)


def _has_value(context: Context, standing: Standing, values: tuple[str, ...]) -> bool:
    """Whether the assignment counts and its value fits; with no particular value, always."""
    setting = standing.setting
    if "*" in values:
        return True
    entry = standing.before or standing.entry
    if setting.templated:
        return False
    if entry is None:
        return _fits(setting.value, values)
    configuration = context.deployment.configuration_of(setting)
    if setting not in pinned_values(configuration, entry):
        return False
    names = context.source if standing.before else context.target
    verdict = judged(setting, entry, names, configuration)
    return _fits(str(verdict.value) if isinstance(verdict, Accepted) else setting.value, values)


def _fits(value: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(value, pattern) for pattern in patterns)
