"""How prepared files are spoken of, in words that every form has in common."""

from collections.abc import Sequence

from linter.difference.effective import ValueChange
from linter.difference.held import Held
from linter.difference.said import spoken, subject_of
from linter.model.location import Location
from linter.model.preparation import Choice, Decision, Style
from linter.preparation.entries import Origin
from linter.report.preparation_outline import Outline, Shared, Standing

STYLES = {
    Style.KEEP: "keep, the deployed file with only what must change",
    Style.SAMPLE: "sample, the target's sample with the deployed values in it",
    Style.MINIMAL: "minimal, only what differs from the target's defaults",
}
SAMPLES = {
    True: "that of the target itself",
    False: "made from the facts that kslint ships, complete but without help texts",
}
ORIGINS = {
    Origin.EDITED: "edited",
    Origin.CONVERTED: "converted",
    Origin.LEFT_OUT: "left out",
    Origin.COPIED: "copied as they are",
    Origin.NOT_UNDERSTOOD: "copied without being understood",
    Origin.KEY: "keys, copied unread",
    Origin.LINK: "links, as they are",
}
_NARROW = 60
"""Characters of a value on a terminal."""
_NAMED = 8
"""Values of a choice that are named; more are counted."""


def subject_in_words(change: ValueChange) -> str:
    """The option that reads otherwise, and of which domain."""
    domain = f" of domain {spoken(change.domain)}" if change.domain else ""
    return f"{subject_of(change.option)}{domain}"


def held_in_words(held: Held, shown: str = "") -> tuple[str, str]:
    """The value, "" where there is none, and what is to be said of it.

    `shown` is what takes the place of the value.
    """
    value = shown or held.shown or "(empty)"
    match held.origin:
        case "unread":
            return "", "no such option"
        case "default":
            return value, "by default"
        case "refused":
            return value, "refused"
        case "template":
            return value, "from a template"
        case _:
            return value, ""


def unshown(change: ValueChange) -> str:
    """What is to be said where two values look alike: they are long, or secret."""
    before, after = change.before, change.after
    is_alike = (before.shown, before.origin) == (after.shown, after.origin)
    return ", and what differs is not shown" if is_alike else ""


def shortly(change: ValueChange) -> tuple[str, str]:
    """Both values for a narrow place; of long lists what one has and the other has not."""
    before, after = change.before.shown, change.after.shown
    if max(len(before), len(after)) <= _NARROW:
        return before, after
    was, will_be = (tuple(filter(None, text.split(","))) for text in (before, after))
    ends = _without(was, will_be), _without(will_be, was)
    return _cut(ends[0] or before), _cut(ends[1] or after)


def _without(items: Sequence[str], others: Sequence[str]) -> str:
    rest = [item for item in items if item not in others]
    return ",".join(rest if len(rest) == len(items) else ["…", *rest]) if rest else ""


def _cut(text: str) -> str:
    return text if len(text) <= _NARROW else f"{text[:_NARROW]}…"


def question_of(decision: Decision) -> str:
    """What is to be decided, begun as a sentence where no name begins it."""
    question = decision.question
    first = question.partition(" ")[0]
    return question[:1].upper() + question[1:] if first.isalpha() else question


def values_in_words(choice: Choice) -> str:
    """The values that a choice takes; "" where any may do, and where its words name them all."""
    values = choice.values if choice.takes_value and len(choice.values) > 1 else ()
    if all(value in choice.means for value in values):
        return ""
    named = ", ".join(values[:_NAMED])
    rest = len(values) - _NAMED
    return f"{named} and {rest} more" if rest > 0 else named


def on_nodes(nodes: Sequence[str]) -> str:
    """On which nodes something is, with a blank before it; nothing where that is all of them."""
    return f" on {', '.join(nodes)}" if nodes else ""


def line_of(at: Location) -> str:
    """Which line of its file a place is, nothing for the file as a whole."""
    return f"line {at.line}" if at.line else ""


def place_in_words(place: Shared[Location]) -> str:
    """A place, and on which nodes where they have it elsewhere; "" for no place at all."""
    return f"{place.value}{on_nodes(place.nodes)}".strip()


def next_step(found: Outline) -> str:
    """What the reader is to do now, in one sentence."""
    if found.standing is Standing.USABLE:
        return "Review what changed below, then put the files in place with the upgrade."
    if found.open:
        return (
            "Copy one entry of each open decision into a file of answers, and prepare again with "
            "--answers FILE."
        )
    if found.standing is Standing.UNSEEN:
        return "Close what is required under Not looked at, and prepare again."
    return "Settle what stands against the files below, and prepare again."
