"""Tells what an upgrade changes in the format terminal."""

from linter.difference.told import Told


def render(found: Told, *, color: bool) -> str:
    """The whole answer of `kslint diff`."""
    return ""
