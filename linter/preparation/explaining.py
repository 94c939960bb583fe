"""Why a value differs between the deployed files and the new ones, or that nobody said why."""

import re
from collections.abc import Callable, Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from linter.catalog.entries import Name, OptionEntry
from linter.checks.names import Names
from linter.checks.option_defaults import comparable
from linter.checks.values import default_of, names_read
from linter.difference.effective import Reason, ValueChange, heir_of
from linter.difference.said import Said, said_of, spoken, subject_of
from linter.model.finding import Finding
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change
from linter.parse.deployment import Deployment
from linter.parse.effective import Configuration, configuration, normalised
from linter.preparation.answering import DEFAULT, KEEP, SET
from linter.preparation.case import Case
from linter.preparation.planning import Planned

_REFERENCE = re.compile(r"\$\{?(?:\w+\.)?(\w+)")
_TOLD: dict[Reason, set[Action]] = {
    "gone": {Action.COMMENTED_OUT},
    "no-longer-set": {Action.COMMENTED_OUT, Action.SET},
    "set-otherwise": {Action.SET, Action.CONVERTED},
    "set-now": {Action.SET, Action.ADDED},
}
"""What a planner may have done for a value to differ so; a rename never makes one differ."""


class Explained(msgspec.Struct, frozen=True):
    """A value that differs, and why: one sentence."""

    change: ValueChange
    why: str


class _End(msgspec.Struct, frozen=True, eq=False):
    """The configuration of one domain, or of the service, on one side."""

    configuration: Configuration

    def at(self, places: Sequence[Location]) -> dict[Name, list[str]]:
        """The texts that stand at some lines, by the names that they are given to."""
        wanted = {(place.path, place.line) for place in places}
        found: dict[Name, list[str]] = {}
        for file in self.configuration.files:
            for setting in file.settings:
                if (setting.at.path, setting.at.line) in wanted:
                    name = normalised(setting.group), setting.name
                    found.setdefault(name, []).append(setting.value)
        return found

    def texts(self, name: Name) -> list[str]:
        """Every text that is given to a name."""
        return [
            setting.value
            for file in self.configuration.files
            for setting in file.settings
            if (normalised(setting.group), setting.name) == name
        ]


class _Ground(msgspec.Struct, frozen=True, eq=False):
    """What an explanation can rest on: one case, its result, and which values differ."""

    case: Case
    planned: Planned
    changes: Sequence[ValueChange]
    blockers: Sequence[Finding]
    said: Said


class _Asked(msgspec.Struct, frozen=True, eq=False):
    """One value that differs, with every name that its option goes by in the files."""

    change: ValueChange
    was: _End
    will_be: _End
    names: tuple[Name, ...]
    subjects: frozenset[str]


def explained(
    case: Case, planned: Planned, changes: Sequence[ValueChange], blockers: Sequence[Finding]
) -> tuple[tuple[Explained, ...], tuple[ValueChange, ...]]:
    """The changes with a reason, and those without.

    A reason is an answer with just this outcome, what a planner told of just this option in just
    this domain, or what the catalogs of both releases show to be the upgrade's own doing. A value
    that the target refuses is only explained where one of the `blockers` says so.
    """
    said = said_of(case.context.deployment, case.findings)
    ground = _Ground(case, planned, changes, blockers, said)
    found = [(change, _why(ground, _asked(ground, change))) for change in changes]
    return (
        tuple(Explained(change, why) for change, why in found if why),
        tuple(change for change, why in found if not why),
    )


def _asked(ground: _Ground, change: ValueChange) -> _Asked:
    context = ground.case.context
    was = _End(_of_domain(context.deployment, change.domain))
    will_be = _End(_of_domain(ground.planned.after, change.domain))
    entries = (
        context.source.find(change.option),
        context.target.find(change.successor or change.option),
    )
    names = dict.fromkeys((change.option, *([change.successor] if change.successor else [])))
    names |= dict.fromkeys(name for entry in entries if entry for name in names_read(entry))
    names |= dict.fromkeys(was.at(change.before.at)) | dict.fromkeys(will_be.at(change.after.at))
    return _Asked(change, was, will_be, tuple(names), frozenset(map(subject_of, names)))


def _of_domain(deployment: Deployment, domain: str) -> Configuration:
    if not domain:
        return deployment.configuration
    overlays = (item.configuration for item in deployment.overlays if item.domain == domain)
    return next(overlays, configuration(()))


def _why(ground: _Ground, asked: _Asked) -> str:
    answer = next(_answers(ground.case, asked), None)
    if answer is not None:
        return _by_answer(answer, asked) or _by_upgrade(ground, asked)
    told = _by_planner(ground, asked) or _by_upgrade(ground, asked)
    return told or _by_question(ground, asked)


def _answers(case: Case, asked: _Asked) -> Iterator[Answer]:
    for each in _ids(asked):
        answer = case.answer(each)
        if answer is not None:
            yield answer


def _ids(asked: _Asked) -> list[str]:
    """The ids that a decision about the option may have."""
    domain = spoken(asked.change.domain)
    return [f"{each} of domain {domain}" if domain else each for each in sorted(asked.subjects)]


def _by_question(ground: _Ground, asked: _Asked) -> str:
    """An open decision, for which every line waits as it is."""
    ids = _ids(asked)
    waiting = (each.id for each in ground.planned.part.decisions if each.is_open and each.id in ids)
    asking = next(waiting, "")
    return f"it waits for the decision about {asking}" if asking and _is_left(asked) else ""


def _by_answer(answer: Answer, asked: _Asked) -> str:
    """The answer, if the new files say just what it asks for."""
    change = asked.change
    is_done = False
    if answer.choose == SET:
        texts = (text for each in asked.will_be.at(change.after.at).values() for text in each)
        is_done = answer.value in texts
    elif answer.choose == DEFAULT:
        is_done = not change.after.at and not any(map(asked.will_be.texts, asked.names))
    elif answer.choose == KEEP:
        is_done = _is_left(asked)
    return f"answered `{answer.choose}` at {answer.at}" if is_done else ""


def _by_planner(ground: _Ground, asked: _Asked) -> str:
    wanted = _TOLD.get(asked.change.reason, set())
    for change in ground.planned.part.changes:
        if change.action in wanted and _is_about(ground, change, asked):
            return change.why if _may(ground, change, asked) else ""
    return ""


def _may(ground: _Ground, change: Change, asked: _Asked) -> bool:
    """Whether a planner may do so: by a decision, where the target reads nothing, for a new path.

    What the target has and reads is nobody's to change who was not asked. A style that leaves out
    what is the default leaves out a new path too where it is that.
    """
    decided = {each.id for each in ground.planned.part.decisions if not each.is_open}
    if change.decision in decided or asked.change.after.origin == "unread":
        return True
    renamed = {PurePosixPath(file.to).name for file in ground.planned.part.files if file.to}
    found = asked.will_be.at(asked.change.after.at).values()
    texts = [text for each in found for text in each] or _left_out(ground, asked)
    return bool(texts) and all(PurePosixPath(text).name in renamed for text in texts)


def _left_out(ground: _Ground, asked: _Asked) -> list[str]:
    """The default that holds where the new files set nothing."""
    _, entry = _entries(ground, asked.change)
    is_default = entry is not None and asked.change.after.origin == "default"
    return [str(default_of(entry))] if entry is not None and is_default else []


def _is_about(ground: _Ground, change: Change, asked: _Asked) -> bool:
    """Whether a planner speaks of this option in this domain; what is commented out, of its lines.

    A line under one name that outweighs another is not explained by what was done to the other.
    """
    overlays = {each.path: each.domain for each in ground.case.context.deployment.overlays}
    if overlays.get(change.at.path, "") != asked.change.domain:
        return False
    if change.action is not Action.COMMENTED_OUT:
        return change.subject in asked.subjects
    lines = asked.was.at(asked.change.before.at)
    return change.subject in {subject_of(name) for name in (*lines, asked.change.option)}


def _by_upgrade(ground: _Ground, asked: _Asked) -> str:
    explain = _BY_UPGRADE.get(asked.change.reason)
    return explain(ground, asked) if explain else ""


def _by_default(ground: _Ground, asked: _Asked) -> str:
    before, after = _entries(ground, asked.change)
    if before is None or after is None:
        return ""
    if comparable(default_of(before)) == comparable(default_of(after)):
        return _by_reference(ground, asked, [str(default_of(after))])
    since = _since(ground, lambda names: _default(names, asked.change))
    return f"the default changed in {since}{_rules(ground, asked)}"


def _by_end(ground: _Ground, asked: _Asked) -> str:
    """What is set and went must be told, unless its line was left as it is."""
    if asked.change.before.at and not _is_left(asked):
        return ""
    since = _since(ground, lambda names: names.find(asked.change.option) is not None)
    return f"{since} has no such option any more{_rules(ground, asked)}"


def _by_refusal(ground: _Ground, asked: _Asked) -> str:
    if not _is_left(asked):
        return ""
    paths = {place.path for place in asked.change.after.at}
    for finding in ground.blockers:
        if finding.at.path in paths and finding.subject in asked.subjects:
            return f"{_target(ground)} refuses it ({finding.rule})"
    return ""


def _by_reading(ground: _Ground, asked: _Asked) -> str:
    before, after = _entries(ground, asked.change)
    texts = [text for each in asked.will_be.at(asked.change.after.at).values() for text in each]
    if before is not None and after is not None and before.type != after.type:
        return f"{_target(ground)} reads the same text otherwise{_rules(ground, asked)}"
    return _by_reference(ground, asked, texts)


def _by_reference(ground: _Ground, asked: _Asked, texts: Sequence[str]) -> str:
    """What a value refers to differs, which is told or not on its own account."""
    named = {name for text in texts for name in _REFERENCE.findall(text)}
    for change in ground.changes:
        ends = {change.option, change.successor or change.option}
        if change is not asked.change and named & {name for _, name in ends}:
            return f"it refers to {subject_of(change.option)}, which differs"
    return ""


def _by_name(ground: _Ground, asked: _Asked) -> str:
    if not _is_left(asked):
        return ""
    return f"{_target(ground)} does not read the name that is set{_rules(ground, asked)}"


def _by_beginning(ground: _Ground, asked: _Asked) -> str:
    """A line that was there all along, which the source does not read for this option."""
    for name, texts in asked.will_be.at(asked.change.after.at).items():
        if not set(texts) <= set(asked.was.texts(name)):
            return ""
    source = ground.case.context.source.series
    return f"the line is there already, and {source} does not read it so{_rules(ground, asked)}"


_BY_UPGRADE: dict[Reason, Callable[[_Ground, _Asked], str]] = {
    "default-changed": _by_default,
    "gone": _by_end,
    "refused": _by_refusal,
    "read-otherwise": _by_reading,
    "no-longer-set": _by_name,
    "set-now": _by_beginning,
}


def _is_left(asked: _Asked) -> bool:
    """Whether the lines that give the value now are in the new files too, as they are."""
    lines = asked.was.at(asked.change.before.at)
    return bool(lines) and all(
        set(texts) <= set(asked.will_be.texts(name)) for name, texts in lines.items()
    )


def _entries(ground: _Ground, change: ValueChange) -> tuple[OptionEntry | None, OptionEntry | None]:
    context = ground.case.context
    return context.source.current.get(change.option), heir_of(context, change.option)


def _default(names: Names, change: ValueChange) -> object:
    entry = names.find(change.option) or (
        names.find(change.successor) if change.successor else None
    )
    return None if entry is None else comparable(default_of(entry))


def _since(ground: _Ground, told: Callable[[Names], object]) -> str:
    """The first release on the way of which something else is told than of the source."""
    context = ground.case.context
    before = told(context.source)
    later = (names.series for names in context.span.crossed if told(names) != before)
    return next(later, context.target.series)


def _target(ground: _Ground) -> str:
    return ground.case.context.target.series


def _rules(ground: _Ground, asked: _Asked) -> str:
    """The rules that say more, as the end of a sentence."""
    rules = ground.said.of(sorted(asked.subjects), asked.change.before.at)
    return f" ({', '.join(rules)})" if rules else ""
