"""Compares who may do what with the new policy files and with the old ones, in the target."""

from collections.abc import Iterator

import msgspec
from msgspec.structs import replace

from linter.access.changes import body_is_flat
from linter.access.checkstring import references
from linter.access.in_force import policy_in_force
from linter.access.meaning import compare
from linter.access.regime import Regime
from linter.access.rulebook import Rulebook, rulebook
from linter.access.unjudged import unjudged
from linter.access.verdicts import Verdicts
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.policy import Expression, PolicyEntry
from linter.parse.deployment import Deployment
from linter.preparation.case import Case
from linter.preparation.policy_answers import answer_elsewhere
from linter.preparation.policy_fates import Fates, Kind, fates_of
from linter.preparation.policy_files import decision_of
from linter.preparation.policy_reading import (
    Reading,
    entries_of,
    reading_of,
    target_regime,
    with_entries,
)


class PolicyProof(msgspec.Struct, frozen=True):
    """What differs without an answer that asks for it, a sentence each, and what was not judged.

    A sentence is safe to print.
    """

    differs: tuple[str, ...] = ()
    gaps: tuple[Gap, ...] = ()


def policies_after(case: Case, after: Deployment) -> PolicyProof:
    """How the target decides with the new files, beside what it decides with those of the source.

    Both are judged with the settings of `after`, so that only the files are compared. Where a file
    waits for a decision, or cannot be judged, there is nothing to compare.
    """
    reading = reading_of(case)
    regime = target_regime(case, after)
    in_force = policy_in_force(after, regime)
    gaps = (*reading.gaps, *unjudged(after, [(regime, in_force)]))
    if gaps or any(decision.is_open for decision in decision_of(case, reading)):
        return PolicyProof(gaps=tuple(dict.fromkeys(gaps)))
    was = _wanted(case, reading, regime)
    will_be = rulebook(case.context.target.catalog, in_force, regime)
    differs = tuple(_differences(case, was, will_be))
    answered = answer_elsewhere(case)
    if differs and answered:
        why = f"an answer says which are read: {'; '.join(differs)}"
        remedy = "see that it is to be so"
        return PolicyProof(gaps=(Gap("policy files", why, remedy, required=True, at=answered.at),))
    return PolicyProof(differs)


def _wanted(case: Case, reading: Reading, regime: Regime) -> Rulebook:
    """What is to be enforced: the lines that the source honours, and what was answered."""
    fates = fates_of(case, reading)
    entries = dict(entries_of(reading.files))
    entries |= _carried(fates, with_entries(case, regime, entries.values()))
    for name, check in (*fates.supposed, *fates.added, *fates.asked):
        entries[name] = PolicyEntry(name, check, Location())
    for fate in fates.rules:
        if fate.kind is Kind.SET:
            entries[fate.entry.name] = replace(fate.entry, check=fate.value, alternatives=())
        elif fate.kind is Kind.DEFAULT:
            del entries[fate.entry.name]
    return with_entries(case, regime, entries.values())


def _carried(fates: Fates, book: Rulebook) -> dict[str, PolicyEntry]:
    """The lines of former names that the source honours and the target does not know."""
    return {
        fate.successor: replace(fate.entry, name=fate.successor)
        for fate in fates.rules
        if fate.kind is Kind.RENAMED and fate.successor not in book.inherited
    }


def _differences(case: Case, was: Rulebook, will_be: Rulebook) -> Iterator[str]:
    catalog = case.context.target.catalog
    flat = body_is_flat(catalog)
    verdicts = Verdicts(was, body_is_flat=flat), Verdicts(will_be, body_is_flat=flat)
    for name in sorted(_affected(was, will_be) & was.registered.keys()):
        relation = compare(was.checks[name], will_be.checks[name], was.find, will_be.find)
        if relation != "same":
            yield f"{name} is {_WORDS[relation]} with the new policy files"
        elif verdicts[0].of(name) != verdicts[1].of(name):
            yield f"{name} gives other answers with the new policy files"


def _affected(was: Rulebook, will_be: Rulebook) -> set[str]:
    """The rules that are written otherwise, or lead to one that is: others cannot differ."""
    names = was.checks.keys() | will_be.checks.keys()
    affected = {name for name in names if _written(was, name) != _written(will_be, name)}
    if was.regime.default_rule in affected:
        return set(names)
    leading: dict[str, set[str]] = {}
    for book in (was, will_be):
        for name, check in book.checks.items():
            for named in references(check):
                leading.setdefault(named, set()).add(name)
    waiting = list(affected)
    while waiting:
        further = leading.get(waiting.pop(), set()) - affected
        affected |= further
        waiting += further
    return affected


def _written(book: Rulebook, name: str) -> Expression | None:
    """What a file says of a rule, None where the default holds or nothing defines it."""
    entry = book.entries.get(name) or book.inherited.get(name)
    return entry.expression if entry else None


_WORDS = {"wider": "wider", "narrower": "narrower", "different": "another rule"}
