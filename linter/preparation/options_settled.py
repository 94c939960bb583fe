"""Settles one option: as nobody asked, as somebody decided, or left open."""

from collections.abc import Iterator, Sequence

import msgspec
from msgspec.structs import replace

from linter.catalog.entries import Name
from linter.difference.said import Said
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Answer, Decision
from linter.parse.effective import Configuration
from linter.preparation.case import Case, FileEdit, Part
from linter.preparation.options_answered import (
    answers_of,
    by_default,
    fault_of,
    unfit,
    with_one_value,
    with_value,
)
from linter.preparation.options_carried import are_rivals
from linter.preparation.options_set import Carried, Scope
from linter.preparation.options_values import Judged, choices_of


class Desk(msgspec.Struct, frozen=True, eq=False):
    """All that is needed to settle the options of one scope.

    `after` is its configuration with every option carried over and nothing decided.
    """

    case: Case
    scope: Scope
    said: Said
    after: Configuration


class Settled(msgspec.Struct, frozen=True, eq=False):
    """What becomes of one option by its `answer`, and what would become of it without one."""

    carried: Carried
    usual: Part
    part: Part
    answer: Answer | None = None


def settled(
    desk: Desk, carried: Carried, carrying: tuple[FileEdit, ...], judgement: Judged
) -> Settled:
    """What becomes of one option; `carrying` are the edits that write it under its new name."""
    usual = Part(edits=(*carrying, *judgement.edits), decisions=_decisions(judgement))
    answers = answers_of(desk.case, desk.scope, _names(desk, carried))
    if not answers:
        return Settled(carried, usual, usual)
    answer = answers[0]
    faults = tuple(_faults(desk, carried, answers))
    if faults:
        return Settled(carried, usual, replace(usual, gaps=faults))
    decision = judgement.decision or _unasked(desk, carried)
    decided = replace(decision, id=answer.decision, chosen=answer.choose)
    edits = _decided(desk, carried, carrying, judgement, answer)
    return Settled(carried, usual, Part(edits=edits, decisions=(decided,)), answer)


def _names(desk: Desk, carried: Carried) -> Iterator[Name]:
    """The names by which somebody may have spoken of an option, and of no other."""
    others = desk.case.context.target.current.keys() - {carried.key}
    for name in dict.fromkeys((carried.old, carried.key, *carried.names(), *carried.foreign)):
        if name not in others:
            yield name


def _faults(desk: Desk, carried: Carried, answers: Sequence[Answer]) -> Iterator[Gap]:
    first = answers[0]
    fault = fault_of(desk.case.context, carried, first, desk.after)
    if fault is not None:
        yield fault
    for other in answers[1:]:
        if (other.choose, other.value) != (first.choose, first.value):
            yield unfit(other, f"the answer to {first.decision} is about the same option")


def _decisions(judgement: Judged) -> tuple[Decision, ...]:
    return (judgement.decision,) if judgement.decision else ()


def _unasked(desk: Desk, carried: Carried) -> Decision:
    """A decision that nobody would have had to make."""
    lines = [line for name in carried.names() for line in desk.scope.lines(name)]
    nowhere = Location(desk.case.node.name, desk.scope.main)
    at = lines[-1].setting.at if lines else nowhere
    ident = desk.scope.id_of(carried.old)
    question = "what is it to be?"
    return Decision(ident, question, choices_of(carried.heir), at, usual="keep")


def _decided(
    desk: Desk,
    carried: Carried,
    carrying: tuple[FileEdit, ...],
    judgement: Judged,
    answer: Answer,
) -> tuple[FileEdit, ...]:
    context, scope, said = desk.case.context, desk.scope, desk.said
    match answer.choose:
        case "keep":
            # Without a question about the value it is the line itself that is to stay.
            return carrying if judgement.decision else ()
        case "default":
            return tuple(by_default(context, scope, carried, said, answer.decision))
        case _ if carried.heir.multi or are_rivals(context, scope, carried):
            return tuple(with_one_value(context, scope, carried, answer, said))
        case _:
            return tuple(with_value(scope, carried, carrying, answer, desk.after))
