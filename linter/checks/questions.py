"""What no file shows and somebody has to answer."""

from collections.abc import Iterator

from linter.checks.circumstances import Circumstances, Shown, circumstances_hold, is_shown
from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.location import Location


@check("question")
def question(
    context: Context, about: str, when: Circumstances | None = None, shown_by: Shown = ""
) -> Iterator[Hit]:
    """A question about something, asked of every deployment in which `when` holds.

    It is not asked where the part of a live database that answers it was looked at. It has no place
    in a file, so that all nodes share one.
    """
    if not is_shown(context, shown_by) and circumstances_hold(context, when or {}):
        yield Hit(about, Location())
