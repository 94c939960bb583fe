"""What a run finds in a deployment that is made of texts."""

from msgspec.structs import replace

from linter.engine import evaluate, join
from linter.preparation.case import Case


def with_findings(case: Case, groups: tuple[str, ...]) -> Case:
    """The case with the findings of the rules whose ids begin with these."""
    upgrade = case.context.upgrade
    asked = [
        rule
        for rule in case.rules
        if rule.id.startswith(groups) and (not rule.crosses or upgrade.crosses(rule.crosses))
    ]
    found = [finding for rule in asked for finding in evaluate(rule, case.context)[0]]
    return replace(case, findings=join(found))
