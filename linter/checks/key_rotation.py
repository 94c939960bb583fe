"""Keys that are rotated away while what they encrypted is still in use."""

import math
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.finding import Severity

_KEPT = ("fernet_tokens", "max_active_keys")
_DIGITS = 18
"""More than that is no time that anything lasts, and Python refuses to read thousands."""
_UNITS = ((86400, "day"), (3600, "hour"), (60, "minute"))


@check("rotation-too-fast")
def rotation_too_fast(context: Context) -> Iterator[Hit]:
    """Crontabs that rotate keys faster than tokens end; graver where tokens break unextended.

    Of the keys, one is staged and one is primary: the others alone read older tokens.
    """
    kept, life, window = (
        _number(context, *option)
        for option in (_KEPT, ("token", "expiration"), ("token", "allow_expired_window"))
    )
    if effective_text(context, "token", "provider") != "fernet" or not kept or not life:
        return
    for script in context.deployment.scripts:
        for rotation in script.rotations:
            needed = math.ceil((life + window) / rotation.every) + 2
            if kept >= needed:
                continue
            breaks = kept < math.ceil(life / rotation.every) + 2
            fields = {
                "every": _words(rotation.every),
                "kept": str(kept),
                "needed": str(needed),
                "life": _words(life),
                "window": _words(window),
            }
            severity = Severity.CONDITION if breaks else Severity.WARNING
            yield Hit(written(_KEPT), rotation.at, fields, severity)


def _number(context: Context, group: str, name: str) -> int:
    text = effective_text(context, group, name) or ""
    return int(text) if text.isdecimal() and len(text) <= _DIGITS else 0


def _words(seconds: int) -> str:
    for size, unit in _UNITS:
        if seconds >= size:
            count = round(seconds / size, 1)
            return f"{count:g} {unit}" + ("" if count == 1 else "s")
    return f"{seconds} seconds"
