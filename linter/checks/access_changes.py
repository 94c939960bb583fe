"""Who may do more or less after the upgrade, in one finding for all rules."""

from collections.abc import Iterator, Sequence

from linter.checks.context import Context
from linter.checks.policy_overrides import in_force, listed
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.location import Location
from linter.model.policy import AccessChange


@check("access-changes")
def access_changes(context: Context) -> Iterator[Hit]:
    """All changes of access at once; a blocker where files that the target does not read did it."""
    comparison = context.access
    if not comparison.changes:
        return
    gains = [change for change in comparison.changes if change.target]
    losses = [change for change in comparison.changes if change.source]
    said = [_said(gains, "gain"), _said(losses, "lose")]
    fields = {
        "rules": str(len({change.rule for change in comparison.changes})),
        "changes": " and ".join(filter(None, said)),
        "opened": _opened(comparison.opened),
    }
    severity = Severity.BLOCKER if comparison.opened else None
    yield Hit("access", Location(context.deployment.node, _place(context)), fields, severity)


def _said(changes: Sequence[AccessChange], verb: str) -> str:
    if not changes:
        return ""
    rules = len({change.rule for change in changes})
    personas = listed(sorted({change.persona for change in changes}))
    return f"{personas} {verb} access by {rules} of them"


def _opened(rules: Sequence[str]) -> str:
    if not rules:
        return ""
    return f"; what the target does not read kept others out of {listed(rules)}"


def _place(context: Context) -> str:
    """The policy file that decides, the main configuration file where there is none."""
    found, _ = in_force(context, context.target)
    return found.files[0].path if found.files else context.deployment.main_path
