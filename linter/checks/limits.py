"""Numbers that a limit of keystone's own overrides."""

from collections.abc import Iterator

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check, hit_of
from linter.checks.values import default_of, pinned_value


@check("number-above-limit")
def number_above_limit(context: Context, name: str, limit: Name) -> Iterator[Hit]:
    """Options of this name, in whatever group, that are set to more than the limit lets through."""
    bound = context.target.current.get(limit)
    if bound is None:
        return
    held = pinned_value(context, bound)
    highest = held.value if held else str(default_of(bound))
    for key, entry in sorted(context.target.current.items()):
        setting = pinned_value(context, entry) if key[1] == name else None
        if setting is None or not (setting.value.isdecimal() and highest.isdecimal()):
            continue
        if int(setting.value) > int(highest):
            yield hit_of(setting, {"limit": written(limit), "highest": highest})
