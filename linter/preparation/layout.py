"""Lays the new keystone.conf out in the style that was asked for."""

from linter.preparation.case import Case, Part


def laid_out(case: Case, files: Part) -> Part:
    """The configuration files in the style of the case, from those with every edit made."""
    return files
