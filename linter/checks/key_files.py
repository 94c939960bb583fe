"""Files in directories of keys: too many, too few, empty, or no keys at all."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

from linter.checks.context import Context
from linter.checks.keys import Need, repositories
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.finding import Severity
from linter.model.keys import KeyFile, KeyRepository
from linter.model.location import Location

_DIGITS = 18
"""No number of keys is longer, and Python refuses to read one of thousands of digits."""


@check("staged-key-missing")
def staged_key_missing(context: Context, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Repositories with keys but without key 0, the next primary."""
    for _, found in repositories(context, needs):
        numbers = {file.number for file in found.numbered}
        if numbers and 0 not in numbers:
            keys = ", ".join(str(number) for number in sorted(filter(None, numbers)))
            yield _hit(context, found, {"keys": keys})


@check("keys-over-limit")
def keys_over_limit(context: Context, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Repositories with more keys than one rotation will leave."""
    for need, found in repositories(context, needs):
        limit = _limit(context, need)
        count = len(found.numbered)
        if limit and count > limit:
            surplus = count - limit
            fields = {"count": str(count), "limit": str(limit), "surplus": str(surplus)}
            yield _hit(context, found, fields)


def _limit(context: Context, need: Need) -> int:
    if isinstance(need.limit, int):
        return need.limit
    text = effective_text(context, *need.limit) or ""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


@check("key-empty")
def key_empty(context: Context, needs: tuple[Need, ...], passed_over_from: str) -> Iterator[Hit]:
    """Keys without content, in a repository that has others with some.

    Up to the series before `passed_over_from` one of them stops keystone from loading any.
    """
    passed_over = context.span.ends_within(first=passed_over_from)
    for _, found in repositories(context, needs):
        if not any(file.size for file in found.numbered):
            continue
        primary = found.numbered[-1]
        for file in found.numbered:
            if file.size:
                continue
            fields = {"primary": " and was to be the primary key" if file == primary else ""}
            severity = Severity.CONDITION if passed_over else Severity.BLOCKER
            yield _hit_of_file(context, found, file, fields, severity)


@check("key-misnamed")
def key_misnamed(context: Context, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Files in a repository whose names are no numbers."""
    for _, found in repositories(context, needs):
        for file in found.files:
            if file.number is None and found.numbered:
                yield _hit_of_file(context, found, file, {})


@check("key-foreign")
def key_foreign(context: Context, needs: tuple[Need, ...], names: tuple[str, ...]) -> Iterator[Hit]:
    """Files that cannot be keys where every file is used: empty ones, and those by `names`."""
    for _, found in repositories(context, needs):
        for file in found.files:
            is_named = any(fnmatchcase(file.name, pattern) for pattern in names)
            if is_named or not file.size:
                state = "by its name" if is_named else "being empty"
                yield _hit_of_file(context, found, file, {"state": state})


def _hit(context: Context, found: KeyRepository, fields: dict[str, str]) -> Hit:
    at = Location(context.deployment.node, found.path)
    return Hit(found.named, at, {"path": found.path, **fields})


def _hit_of_file(
    context: Context,
    found: KeyRepository,
    file: KeyFile,
    fields: dict[str, str],
    severity: Severity | None = None,
) -> Hit:
    path = f"{found.path}/{file.name}"
    at = Location(context.deployment.node, path)
    named = f"{found.named}/{file.name}"
    return Hit(named, at, {"path": path, "name": file.name, **fields}, severity)
