"""Plans what becomes of the files of web servers and service managers."""

from linter.preparation.case import Case, Part


def plan_webs(case: Case) -> Part:
    """The web server's files with the target's entry points."""
    return Part()
