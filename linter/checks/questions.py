"""What no file shows and somebody has to answer."""

from collections.abc import Iterator

from linter.checks.circumstances import Circumstances, circumstances_hold
from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.location import Location


@check("question")
def question(context: Context, about: str, when: Circumstances | None = None) -> Iterator[Hit]:
    """A question about something, asked of every deployment in which `when` holds.

    It has no place in a file, so that all nodes share one.
    """
    if circumstances_hold(context, when or {}):
        yield Hit(about, Location())
