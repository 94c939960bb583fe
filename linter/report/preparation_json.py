"""Tells what was prepared as JSON."""

from linter.preparation.made import Made


def render(made: Made) -> str:
    """What was prepared, in its published shape."""
    return ""
