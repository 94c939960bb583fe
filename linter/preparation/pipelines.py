"""Plans what becomes of keystone-paste.ini."""

from linter.preparation.case import Case, Part


def plan_pipelines(case: Case) -> Part:
    """The paste file left out where it is not read any more, and what it loses."""
    return Part()
