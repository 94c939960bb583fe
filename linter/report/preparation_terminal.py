"""Tells what was prepared on a terminal."""

from linter.preparation.made import Made


def render(made: Made, *, color: bool) -> str:
    """What was made of which file, what is open, and whether the proof holds."""
    return ""
