"""Waivers that have no effect, or that nobody needs any more."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.waiver import FaultKind

WAIVER = "waiver"
"""The check that is asked once more when all findings are known, for only then is it answered."""


@check(WAIVER)
def waiver(context: Context, fault: FaultKind) -> Iterator[Hit]:
    """Waivers with a fault of one kind, inline ones too; asked once for the whole fleet."""
    if context.deployment is not context.fleet[0]:
        return
    for found in context.waiver_faults:
        if found.kind != fault:
            continue
        named = ", ".join(found.rules)
        yield Hit(
            named or WAIVER,
            found.at,
            {"about": f" of {named}" if named else "", "fault": found.why},
            nodes=(found.at.node,),
        )
