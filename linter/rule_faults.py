"""What is wrong with a rule, in words for whoever wrote it."""

import re
from collections.abc import Iterable, Mapping

from linter.checks.registry import CHECKS, Check
from linter.checks.signature import parameters_of
from linter.model.nearest import nearest

_UNKNOWN_FIELD = re.compile(r"unknown field `(.*?)`$")
_NUMBER_AS_SERIES = re.compile(r"Expected `str`, got `float` - at `\$\.crosses`")


def about_fields(complaint: str, known: Iterable[str]) -> str:
    """What msgspec complains of, with the nearest field for an unknown one."""
    if found := _UNKNOWN_FIELD.search(complaint):
        return f"unknown field `{found[1]}`{nearest(found[1], known)}"
    if _NUMBER_AS_SERIES.search(complaint):
        return 'crosses is read as a number: put the series in quotes, as crosses: "2025.1"'
    return complaint


def about_check(name: str) -> str:
    """A check that does not exist, with the nearest that does."""
    hint = nearest(name, CHECKS)
    return f"no check named {name!r}{hint}; `kslint rules --checks` lists them"


def about_params(name: str, function: Check, params: Mapping[str, object]) -> str:
    """Parameters that the check does not have or misses, "" when they are complete."""
    parameters = parameters_of(function)
    known = [parameter.name for parameter in parameters]
    faults = [
        f"unknown parameter {param!r}{nearest(param, known)}"
        for param in params
        if param not in known
    ]
    faults += [
        f"parameter {parameter.name!r} is missing"
        for parameter in parameters
        if parameter.required and parameter.name not in params
    ]
    takes = ", ".join(f"{each.name} ({each.type})" for each in parameters) or "none"
    return f"{'; '.join(faults)}; the check {name!r} takes: {takes}" if faults else ""


def about_series(series: str, known: Iterable[str]) -> str:
    """A series that no release has."""
    known = list(known)
    return f"crosses names {series!r}, which is no release{nearest(series, known)}"
