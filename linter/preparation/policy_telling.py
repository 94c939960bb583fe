"""Tells what becomes of each rule of the policy files, and what somebody may decide about it."""

from collections.abc import Iterator

import msgspec

from linter.access.checkstring import parsed
from linter.difference.said import Said, said_of, spoken
from linter.model.finding import Gap, Severity
from linter.model.location import Location
from linter.model.policy import PolicyEntry
from linter.model.preparation import Action, Change, Choice, Decision
from linter.preparation.case import Case, Part
from linter.preparation.decision_ids import rule_id
from linter.preparation.policy_fates import Fates, Kind, RuleFate
from linter.preparation.policy_reading import Reading, places_of

_GRAVE = frozenset({Severity.BLOCKER, Severity.CONDITION})


class Texts(msgspec.Struct, frozen=True):
    """What is known of the files: findings, and the paths of those that are written in braces."""

    said: Said
    braces: frozenset[str]


def told(case: Case, reading: Reading, fates: Fates, texts: Texts) -> Part:
    """The changes of rules, the decisions about them, and answers that cannot be used."""
    changes = [
        change
        for fate in fates.rules
        for at in places_of(reading, fate.entry.name)
        for change in _changes(case, fate, at, texts)
    ]
    changes += (_addition(reading, name) for name, _ in fates.added)
    changes += (_answer_made(reading, name) for name, _ in fates.asked if reading.files)
    grave = [finding for finding in case.findings if finding.severity in _GRAVE]
    spoken_of = said_of(case.context.deployment, grave)
    decisions = [each for fate in fates.rules for each in _decisions(case, fate, spoken_of)]
    decisions += [_answered(case, reading, name) for name, _ in fates.asked]
    gaps = [gap for fate in fates.rules for gap in _unusable(case, fate)]
    gaps += [_no_file(name) for name, _ in fates.asked if not reading.files]
    return Part(changes=tuple(changes), decisions=tuple(decisions), gaps=tuple(gaps))


def _changes(case: Case, fate: RuleFate, at: PolicyEntry, texts: Texts) -> Iterator[Change]:
    name = spoken(fate.entry.name)
    series = case.context.target.series
    decision = ""
    match fate.kind:
        case Kind.KEPT:
            return
        case Kind.REDUNDANT:
            action, why = Action.DROPPED, f"says what the default of {series} says"
        case Kind.RENAMED:
            action, why = Action.RENAMED, f"{series} calls the rule {fate.successor}"
        case Kind.SUPERSEDED:
            action, why = Action.COMMENTED_OUT, f"{fate.successor} decides instead in {series}"
        case Kind.REMOVED:
            action, why = Action.COMMENTED_OUT, f"{series} has no such rule"
        case Kind.DEFAULT:
            action, why = Action.DROPPED, f"the default of {series} is to hold"
            decision = rule_id(fate.entry.name)
        case Kind.SET:
            action, why = Action.SET, "another check string is to hold"
            decision = rule_id(fate.entry.name)
    if action is Action.COMMENTED_OUT and at.at.path in texts.braces:
        action = Action.DROPPED
    yield Change(action, name, at.at, why, texts.said.of([name], (at.at,)), decision)


def _addition(reading: Reading, name: str) -> Change:
    first = reading.files[0]
    why = "the source defines it, rules of the site refer to it, and the target has it no more"
    return Change(Action.ADDED, spoken(name), Location(first.node, first.path), why)


def _answer_made(reading: Reading, name: str) -> Change:
    at = Location(reading.files[0].node, reading.files[0].path)
    id_ = rule_id(name)
    return Change(Action.ADDED, spoken(name), at, "no file had the rule", decision=id_)


def _answered(case: Case, reading: Reading, name: str) -> Decision:
    path = reading.files[0].path if reading.files else case.context.deployment.main_path
    at = Location(case.node.name, path)
    question = "Is the rule to have a check string of its own?"
    return Decision(rule_id(name), question, _choices(case), at, usual="default", chosen="set")


def _no_file(name: str) -> Gap:
    why = "the answer sets a rule, and there is no policy file to write it to"
    remedy = "make a policy file with the rule, and name it in [oslo_policy] policy_file"
    return Gap(rule_id(name), why, remedy, required=True)


def _choices(case: Case) -> tuple[Choice, ...]:
    series = case.context.target.series
    return (
        Choice("keep", "the line stays as it is"),
        Choice("default", f"the line is dropped, and the default of {series} holds"),
        Choice("set", "the rule gets the check string that is given", takes_value=True),
    )


def _decisions(case: Case, fate: RuleFate, grave: Said) -> Iterator[Decision]:
    """What may be decided of a line that stays as it is, and what was decided."""
    entry = fate.entry
    answer = case.answer(rule_id(entry.name))
    rules = grave.of([spoken(entry.name)], (entry.at,))
    is_up = fate.kind is Kind.KEPT and entry.name in _registered(case) and rules
    if not is_up and answer is None:
        return
    choices = _choices(case)
    chosen = answer.choose if answer and not tuple(_unusable(case, fate)) else ""
    known = chosen if chosen in {choice.name for choice in choices} else ""
    question = f"Is the rule to stay {entry.shown!r}?" if len(entry.shown) < _SHORT else _STAYS
    yield Decision(
        rule_id(entry.name), question, choices, entry.at, rules, usual="keep", chosen=known
    )


_SHORT = 200
_STAYS = "Is the rule to stay as it is?"


def _registered(case: Case) -> set[str]:
    return {rule.name for rule in case.context.target.catalog.policy_rules}


def _unusable(case: Case, fate: RuleFate) -> Iterator[Gap]:
    answer = case.answer(rule_id(fate.entry.name))
    if answer and answer.choose == "set" and parsed(answer.value).unparsable:
        why = "oslo.policy cannot parse the check string of the answer"
        remedy = "correct it in the answers file"
        yield Gap(rule_id(fate.entry.name), why, remedy, required=True, at=answer.at)
