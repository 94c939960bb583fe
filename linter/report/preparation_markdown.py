"""Writes DECISIONS.md: what to decide, what was changed, and what the proof says."""

from linter.preparation.preparation import Preparation


def render(preparation: Preparation) -> str:
    """The whole document; how to answer stands beside each decision."""
    return ""
