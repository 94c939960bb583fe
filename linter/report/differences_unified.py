"""Tells what an upgrade changes in the format unified."""

from linter.difference.told import Told


def render(found: Told) -> str:
    """The whole answer of `kslint diff`."""
    return ""
