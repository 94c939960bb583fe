"""Why a value differs that nobody changed: what the upgrade itself does to it."""

import re
from collections.abc import Callable, Sequence

from linter.catalog.entries import Name
from linter.checks.names import Names
from linter.checks.option_defaults import comparable
from linter.checks.values import default_of, names_read
from linter.difference.effective import Reason, ValueChange
from linter.difference.held import Held
from linter.difference.said import spoken, subject_of
from linter.preparation.answering import DEFAULT, SET
from linter.preparation.decision_ids import option_asked
from linter.preparation.explaining_ground import (
    Asked,
    End,
    Ground,
    entries_of,
    is_left,
    was_there,
)
from linter.preparation.options_references import followed

_REFERENCE = re.compile(r"\$\{?(?:\w+\.)?(\w+)")


def by_upgrade(ground: Ground, asked: Asked) -> str:
    """What the catalogs of both releases show, one sentence; "" where they show nothing."""
    explain = _BY_UPGRADE.get(asked.change.reason)
    return explain(ground, asked) if explain else ""


def _by_default(ground: Ground, asked: Asked) -> str:
    before, after = entries_of(ground, asked.change)
    if before is None or after is None:
        return ""
    if comparable(default_of(before)) == comparable(default_of(after)):
        return _by_reference(ground, asked, [str(default_of(after))])
    since = _since(ground, lambda names: _default(names, asked.change))
    return f"the default changed in {since}{_rules(ground, asked)}"


def _by_end(ground: Ground, asked: Asked) -> str:
    """What is set and went must be told, unless its line was left as it is."""
    if asked.change.before.at and not is_left(asked):
        return ""
    since = _since(ground, lambda names: names.find(asked.change.option) is not None)
    return f"{since} has no such option any more{_rules(ground, asked)}"


def _by_refusal(ground: Ground, asked: Asked) -> str:
    if not is_left(asked):
        return ""
    paths = {place.path for place in asked.change.after.at}
    for finding in ground.blockers:
        if finding.at.path in paths and finding.subject in asked.subjects:
            return f"{_target(ground)} refuses it ({finding.rule})"
    return ""


def _by_reading(ground: Ground, asked: Asked) -> str:
    before, after = entries_of(ground, asked.change)
    texts = _texts(asked.will_be, asked.change.after)
    if before is not None and after is not None and before.type != after.type:
        return f"{_target(ground)} reads the same text otherwise{_rules(ground, asked)}"
    return _by_reference(ground, asked, texts)


def _by_reference(ground: Ground, asked: Asked, texts: Sequence[str]) -> str:
    """What a value refers to differs, which is told or not on its own account."""
    named = {name for text in texts for name in _REFERENCE.findall(text)}
    for change in ground.changes:
        called = _called(ground, change.option, change.successor or change.option)
        if change is not asked.change and named & called:
            return f"it refers to {subject_of(change.option)}, which differs"
    return _by_decided(ground, asked, named)


def _by_decided(ground: Ground, asked: Asked, named: set[str]) -> str:
    """What a value refers to has another text, though the same value: `False` for `false`."""
    for each in ground.planned.part.decisions:
        about = option_asked(each.id) if each.chosen in {SET, DEFAULT} else None
        if about is None or about.domain != spoken(asked.change.domain):
            continue
        if named & _called(ground, about.name):
            return f"it refers to {subject_of(about.name)}, answered `{each.chosen}`"
    return ""


def _called(ground: Ground, *names: Name) -> set[str]:
    """The names without their groups that options go by in references."""
    ends = ground.case.context.source, ground.case.context.target
    entries = (entry for name in names for end in ends if (entry := end.find(name)))
    return {name for _, name in (*names, *(it for each in entries for it in names_read(each)))}


def _by_following(ground: Ground, asked: Asked) -> str:
    """The text of before, with its references at the names by which the target has the options."""
    before, after = entries_of(ground, asked.change)
    if before is None or after is None:
        return ""
    context, read = ground.case.context, asked.was.configuration
    was, will_be = _texts(asked.was, asked.change.before), _texts(asked.will_be, asked.change.after)
    wanted = [followed(context, read, text, (before, after)) for text in was]
    return _by_reference(ground, asked, will_be) if sorted(wanted) == sorted(will_be) else ""


def _texts(end: End, held: Held) -> list[str]:
    return [text for each in end.at(held.at).values() for text in each]


def _by_name(ground: Ground, asked: Asked) -> str:
    if not is_left(asked):
        return ""
    return f"{_target(ground)} does not read the name that is set{_rules(ground, asked)}"


def _by_beginning(ground: Ground, asked: Asked) -> str:
    """A line that was there all along, which the source does not read for this option."""
    if not was_there(asked):
        return ""
    source = ground.case.context.source.series
    return f"the line is there already, and {source} does not read it so{_rules(ground, asked)}"


def _default(names: Names, change: ValueChange) -> object:
    entry = names.find(change.option) or (
        names.find(change.successor) if change.successor else None
    )
    return None if entry is None else comparable(default_of(entry))


def _since(ground: Ground, told: Callable[[Names], object]) -> str:
    """The first release on the way of which something else is told than of the source."""
    context = ground.case.context
    before = told(context.source)
    later = (names.series for names in context.span.crossed if told(names) != before)
    return next(later, context.target.series)


def _target(ground: Ground) -> str:
    return ground.case.context.target.series


def _rules(ground: Ground, asked: Asked) -> str:
    """The rules that say more, as the end of a sentence."""
    rules = ground.said.of(sorted(asked.subjects), asked.change.before.at)
    return f" ({', '.join(rules)})" if rules else ""


_BY_UPGRADE: dict[Reason, Callable[[Ground, Asked], str]] = {
    "default-changed": _by_default,
    "gone": _by_end,
    "refused": _by_refusal,
    "read-otherwise": _by_reading,
    "no-longer-set": _by_name,
    "set-otherwise": _by_following,
    "set-now": _by_beginning,
}
