"""Plans what becomes of the files of Python's logging."""

from linter.preparation.case import Case, Part


def plan_logging(case: Case) -> Part:
    """What of the logging file the target lacks."""
    return Part()
