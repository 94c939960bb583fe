"""Who may do more or less after the upgrade, in one finding for all rules."""

import hashlib
from collections import Counter
from collections.abc import Iterator, Sequence

import msgspec

from linter.checks.context import Context
from linter.checks.policy_overrides import in_force, listed
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.location import Location
from linter.model.policy import AccessChange, AccessComparison


@check("access-changes")
def access_changes(context: Context) -> Iterator[Hit]:
    """All changes of access at once; a blocker where overrides that it no longer reads did it."""
    comparison = context.access
    if not comparison.changes:
        return
    fields = {
        "rules": _counted(len({change.rule for change in comparison.changes})),
        "changes": " and ".join(filter(None, map(_said, _directions(comparison.changes)))),
        "opened": _opened(comparison.opened),
    }
    severity = Severity.BLOCKER if comparison.opened else None
    place = _place(context)
    at = Location(context.deployment.node, place)
    yield Hit("access", at, fields, severity, identity=f"{place} {_digest(comparison)}")


def _digest(comparison: AccessComparison) -> str:
    """What tells these changes from others: whoever knows one opening knows no further one."""
    said = sorted(set(comparison.changes)), sorted(comparison.opened)
    return hashlib.sha256(msgspec.json.encode(said)).hexdigest()


def _directions(changes: Sequence[AccessChange]) -> tuple[tuple[str, list[AccessChange]], ...]:
    return (
        ("more tokens may use", [change for change in changes if change.target]),
        ("fewer may use", [change for change in changes if change.source]),
    )


def _said(direction: tuple[str, Sequence[AccessChange]]) -> str:
    """How many rules, and the tokens, those of most rules first."""
    words, changes = direction
    if not changes:
        return ""
    pairs = {(change.persona, change.rule) for change in changes}
    tokens = [
        persona for persona, _ in Counter(persona for persona, _ in sorted(pairs)).most_common()
    ]
    return f"{words} {len({rule for _, rule in pairs})} of them ({listed(tokens)})"


def _counted(rules: int) -> str:
    return f"{rules} API {'rule answers' if rules == 1 else 'rules answer'}"


def _opened(rules: Sequence[str]) -> str:
    if not rules:
        return ""
    return f"; what the target no longer reads kept them out of {listed(rules)}"


def _place(context: Context) -> str:
    """The policy file that decides, the main configuration file where there is none."""
    found, _ = in_force(context, "target")
    return found.files[0].path if found.files else context.deployment.main_path
