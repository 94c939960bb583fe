"""Tells of a release note that speaks of options that go, and that nobody sets here."""

import re

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import written
from linter.model.finding import Witness
from linter.model.location import Location
from linter.triage.ground import Ground
from linter.triage.in_force import settings_of
from linter.triage.mentioned import Mentioned

# An option that goes concerns who sets it; a new one, or one that changes, concerns others.
_GOES = re.compile(
    r"\b(?:deprecat\w+|remov(?:ed|al)|renamed|obsolete\w*|no longer used|unused|no effect)\b",
    re.IGNORECASE,
)
_OPTION = re.compile(r"\b(?:options?|settings?|section|group|knobs?)\b", re.IGNORECASE)


def says_that_it_goes(sentence: str, name: str) -> bool:
    """Whether a sentence speaks of an option or a group of options that goes."""
    return (
        re.search(rf"(?<!\w){re.escape(name)}(?!\w)", sentence) is not None
        and _GOES.search(sentence) is not None
        and _OPTION.search(sentence) is not None
    )


def speaks_of_unset_options(context: Context, found: Mentioned) -> bool:
    """Whether every option of a note is said to go, and none is set.

    Of a group without one, whose options no release has any more, that nothing of it is set.
    """
    whole = set(found.groups) - {group for group, _ in found.options}
    going = [(option, option[1]) for option in found.options]
    going += [((group, "*"), group) for group in sorted(whole)]
    return (
        bool(going)
        and found.is_plausible
        and all(
            not_set(context, option)
            and any(says_that_it_goes(sentence, name) for sentence in found.sentences)
            for option, name in going
        )
    )


def speaks_of_unnamed_options(found: Mentioned) -> bool:
    """Whether some option is said to go, and the note does not name it as a file would."""
    text = " ".join(found.sentences)
    is_about_options = re.search(r"\boptions?\b", text) and _GOES.search(text)
    return is_about_options is not None and not found.options and not found.groups


def not_set(context: Context, option: Name) -> Ground | None:
    """That no file sets an option; of a name that no release knows, that its group is not there.

    A note may misspell what it names. `*` stands for every option of the group.
    """
    group, name = option
    is_known = any(names.find(option) for names in (context.source, *context.span.crossed))
    wanted = name if is_known else "*"
    if settings_of(context, (group, wanted)):
        return None
    shown = written(option) if is_known else f"[{group}]"
    what = "no file sets it" if is_known else "no file sets an option of it"
    at = Location(context.deployment.node, context.deployment.main_path)
    return Ground(f"{shown} is not set", Witness("config", f"{shown}: {what}", at=at))
