"""Plans what becomes of the policy files."""

from linter.preparation.case import Case, Part


def plan_policies(case: Case) -> Part:
    """The new policy files, and the edits of the options that name them."""
    return Part()
