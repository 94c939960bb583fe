"""Why a value differs between the deployed files and the new ones, or that nobody said why."""

from collections.abc import Iterator, Sequence
from pathlib import PurePosixPath

import msgspec

from linter.checks.values import default_of, equals_default
from linter.difference.effective import Reason, ValueChange
from linter.difference.said import said_of, spoken, subject_of
from linter.model.facts import Setting
from linter.model.finding import Finding
from linter.model.preparation import Action, Answer, Change
from linter.preparation.answering import DEFAULT, KEEP, SET
from linter.preparation.case import Case
from linter.preparation.decision_ids import option_id
from linter.preparation.explaining_ground import (
    Asked,
    Ground,
    asked_of,
    entries_of,
    is_left,
    was_there,
)
from linter.preparation.explaining_upgrade import by_upgrade
from linter.preparation.planning import Planned

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


def explained(
    case: Case, planned: Planned, changes: Sequence[ValueChange], blockers: Sequence[Finding]
) -> tuple[tuple[Explained, ...], tuple[ValueChange, ...]]:
    """The changes with a reason, and those without.

    A reason is an answer with just this outcome, what a planner told of just this option in just
    this domain, or what the catalogs of both releases show to be the upgrade's own doing. A value
    that the target refuses is only explained where one of the `blockers` says so.
    """
    said = said_of(case.context.deployment, case.findings)
    ground = Ground(case, planned, changes, blockers, said)
    found = [(change, _why(ground, asked_of(ground, change))) for change in changes]
    return (
        tuple(Explained(change, why) for change, why in found if why),
        tuple(change for change, why in found if not why),
    )


def _why(ground: Ground, asked: Asked) -> str:
    answer = next(_answers(ground, asked), None)
    told = _by_planner(ground, asked) if answer is None else _by_answer(ground, answer, asked)
    told = told or by_upgrade(ground, asked) or _by_question(ground, asked)
    return told or _by_gap(ground, asked)


def _answers(ground: Ground, asked: Asked) -> Iterator[Answer]:
    for each in _ids(ground, asked):
        answer = ground.case.answer(each)
        if answer is not None:
            yield answer


def _ids(ground: Ground, asked: Asked) -> list[str]:
    """The ids that a decision about the option may have, not those of another of the target."""
    change = asked.change
    own = change.successor or change.option
    others = ground.case.context.target.current.keys() - {own}
    names = sorted(name for name in asked.names if name not in others)
    return [option_id(subject_of(name), spoken(change.domain)) for name in names]


def _by_question(ground: Ground, asked: Asked) -> str:
    """A decision for which every line waits as it is, or one that says what both ends read."""
    if not (is_left(asked) or was_there(asked)):
        return ""
    ids = _ids(ground, asked)
    found = [each for each in ground.planned.part.decisions if each.id in ids]
    for each in found:
        if each.is_open:
            return f"it waits for the decision about {each.id}"
        if each.usual == KEEP and not each.chosen and asked.change.reason == "read-otherwise":
            return f"the line stays until somebody decides about {each.id}"
    return ""


def _by_gap(ground: Ground, asked: Asked) -> str:
    """What stands as it was since its file could not be edited, if that is held against it."""
    paths = {place.path for place in asked.change.before.at} if is_left(asked) else set()
    for gap in ground.planned.part.gaps:
        if not (gap.required and gap.at and gap.at.path in paths):
            continue
        if asked.subjects.intersection(gap.what.removeprefix(f"{gap.at.path}: ").split(", ")):
            return gap.why
    return ""


def _by_answer(ground: Ground, answer: Answer, asked: Asked) -> str:
    """The answer, if the new files say just what it asks for."""
    change = asked.change
    is_done = False
    if answer.choose == SET:
        texts = (text for each in asked.will_be.at(change.after.at).values() for text in each)
        is_done = answer.value in texts or _is_default(ground, answer, asked)
    elif answer.choose == DEFAULT:
        is_done = not change.after.at and not any(map(asked.will_be.texts, asked.names))
    elif answer.choose == KEEP:
        is_done = is_left(asked) or was_there(asked)
    return f"answered `{answer.choose}` at {answer.at}" if is_done else ""


def _is_default(ground: Ground, answer: Answer, asked: Asked) -> bool:
    """Whether nothing is set since what was asked for is the default: a style may leave it out."""
    _, entry = entries_of(ground, asked.change)
    if entry is None or asked.change.after.origin != "default":
        return False
    return equals_default(Setting(*asked.change.option, answer.value, "", answer.at), entry)


def _by_planner(ground: Ground, asked: Asked) -> str:
    wanted = _TOLD.get(asked.change.reason, set())
    for change in ground.planned.part.changes:
        if change.action in wanted and _is_about(ground, change, asked):
            return change.why if _may(ground, change, asked) else ""
    return ""


def _may(ground: Ground, change: Change, asked: Asked) -> bool:
    """Whether a planner may do so: by a decision, where the target reads nothing, for a new path.

    What the target has and reads is nobody's to change who was not asked. A style that leaves out
    what is the default leaves out a new path too where it is that.
    """
    decided = {each.id for each in ground.planned.part.decisions if not each.is_open}
    is_lost = change.action is Action.SET and not asked.change.after.at
    if asked.change.after.origin == "unread" or (change.decision in decided and not is_lost):
        return True
    renamed = {PurePosixPath(file.to).name for file in ground.planned.part.files if file.to}
    found = asked.will_be.at(asked.change.after.at).values()
    texts = [text for each in found for text in each] or _left_out(ground, asked)
    return bool(texts) and all(PurePosixPath(text).name in renamed for text in texts)


def _left_out(ground: Ground, asked: Asked) -> list[str]:
    """The default that holds where the new files set nothing."""
    _, entry = entries_of(ground, asked.change)
    is_default = entry is not None and asked.change.after.origin == "default"
    return [str(default_of(entry))] if entry is not None and is_default else []


def _is_about(ground: Ground, change: Change, asked: Asked) -> bool:
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
