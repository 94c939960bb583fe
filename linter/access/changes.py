"""Who gains and who loses access by an upgrade, with the policy files of a deployment."""

from collections.abc import Iterator
from functools import lru_cache

import msgspec

from linter.access.checkstring import parsed
from linter.access.in_force import InForce, policy_in_force
from linter.access.meaning import compare
from linter.access.personas import SCOPES
from linter.access.regime import Regime, regime_of
from linter.access.rulebook import Rulebook, rulebook
from linter.access.unjudged import unjudged
from linter.access.verdicts import QUESTIONS, Verdict, Verdicts
from linter.catalog.entries import Catalog
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.policy import AccessChange, AccessComparison, PolicyEntry
from linter.parse.deployment import Deployment

_API = "identity:"
_UNPRIVILEGED = frozenset({"member", "reader", "service"})
_NAMED = 3
"""Rules that a gap names one by one."""


class _Side(msgspec.Struct, frozen=True):
    """One end of the upgrade."""

    catalog: Catalog
    regime: Regime
    in_force: InForce
    book: Rulebook
    verdicts: Verdicts


def access_changes(
    deployment: Deployment, source: Catalog, target: Catalog
) -> tuple[AccessChange, ...]:
    """The changes alone; see compare_access."""
    return compare_access(deployment, source, target).changes


def compare_access(
    deployment: Deployment, source: Catalog, target: Catalog, renewed: Deployment | None = None
) -> AccessComparison:
    """What both releases let each persona do, where they differ.

    Compared are the rules of API calls that both releases ask for; nothing is compared where a
    policy file in force cannot be judged. `renewed` has the files that the target reads, where they
    are others than those of the source.
    """
    before, after = _side(deployment, source), _side(renewed or deployment, target)
    if any(unjudged(deployment, ((end.regime, end.in_force) for end in (before, after)))):
        return AccessComparison()
    asked = _asked(source, target)
    changes: list[AccessChange] = []
    untold: list[str] = []
    for name in sorted(_asked_rules(source) & _asked_rules(target)):
        was, will_be = before.verdicts.of(name), after.verdicts.of(name)
        unclear = (was.untold | will_be.untold) & asked
        if unclear and not _stays_same(name, before, after):
            untold.append(name)
        changes += _changes(name, was, will_be, asked & ~unclear)
    opened = _opened(changes, before, after)
    return AccessComparison(tuple(changes), opened, tuple(_untold(deployment, untold)))


def _side(deployment: Deployment, catalog: Catalog) -> _Side:
    regime = regime_of(catalog, deployment.configuration)
    in_force = policy_in_force(deployment, regime)
    return _read(catalog, regime, in_force)


@lru_cache(maxsize=32)
def _read(catalog: Catalog, regime: Regime, in_force: InForce) -> _Side:
    book = rulebook(catalog, in_force, regime)
    return _Side(
        catalog, regime, in_force, book, Verdicts(book, body_is_flat=body_is_flat(catalog))
    )


def body_is_flat(catalog: Catalog) -> bool:
    """Whether the enforcer hands on a request's body as it is: then defaults name its attributes.

    Releases that put it below `request_body` (bug 2148398) changed `trust.trustor_user_id`.
    """
    return any("%(trust." in rule.check for rule in catalog.policy_rules)


def _asked_rules(catalog: Catalog) -> frozenset[str]:
    """The rules of API calls; keystone asks for none that is to be removed (RBACEnforcer)."""
    return frozenset(
        rule.name
        for rule in catalog.policy_rules
        if rule.name.startswith(_API) and not rule.for_removal_since
    )


def _asked(source: Catalog, target: Catalog) -> int:
    """The questions that make sense in both: a release without scopes has no system tokens."""
    scoped = all(any(rule.scopes for rule in end.policy_rules) for end in (source, target))
    return sum(
        1 << number
        for number, (persona, _) in enumerate(QUESTIONS)
        if scoped or persona.scope != "system"
    )


def _changes(name: str, was: Verdict, will_be: Verdict, asked: int) -> Iterator[AccessChange]:
    differs = (was.allows ^ will_be.allows) & asked
    for number, (persona, owner) in enumerate(QUESTIONS):
        if differs >> number & 1:
            allowed = bool(was.allows >> number & 1)
            yield AccessChange(name, persona.name, owner, allowed, not allowed)


def _stays_same(name: str, before: _Side, after: _Side) -> bool:
    """Whether a rule means the same in both, whatever a check that nobody here can judge says."""
    old, new = before.book, after.book
    if _scopes(name, before) != _scopes(name, after):
        return False
    return compare(old.checks[name], new.checks[name], old.find, new.find) == "same"


def _scopes(name: str, side: _Side) -> frozenset[str]:
    """The scopes of tokens that a rule lets be judged at all."""
    limits = side.book.registered[name].scopes if side.regime.enforces_scope else ()
    return frozenset(limits or SCOPES)


def _opened(changes: list[AccessChange], before: _Side, after: _Side) -> tuple[str, ...]:
    """The rules opened to the unprivileged by what the target no longer reads of the files."""
    names = {change.rule for change in changes if change.target and _is_exposed(change)}
    lost = _lost(before, after)
    if not names or (before.in_force.files == after.in_force.files and not lost):
        return ()
    kept = msgspec.structs.replace(after.regime, takes_json=before.regime.takes_json)
    book = rulebook(after.catalog, before.in_force, kept)
    checks = {name: parsed(entry.expression).check for name, entry in lost.items()}
    book = msgspec.structs.replace(book, checks={**book.checks, **checks})
    as_before = Verdicts(book, body_is_flat=body_is_flat(after.catalog))
    return tuple(sorted(name for name in names if _gains(name, after.verdicts, as_before)))


def _lost(before: _Side, after: _Side) -> dict[str, PolicyEntry]:
    """The overrides by a former name that the source honours and the target does not."""
    honoured = {*after.book.entries, *after.book.inherited}
    inherited = before.book.inherited.items()
    return {name: entry for name, entry in inherited if name not in honoured}


def _is_exposed(change: AccessChange) -> bool:
    return change.object == "other" and change.persona.rpartition("-")[2] in _UNPRIVILEGED


_EXPOSED = sum(
    1 << number
    for number, (persona, owner) in enumerate(QUESTIONS)
    if owner == "other" and persona.role in _UNPRIVILEGED
)


def _gains(name: str, verdicts: Verdicts, without: Verdicts) -> bool:
    return bool(verdicts.of(name).allows & ~without.of(name).allows & _EXPOSED)


def _untold(deployment: Deployment, names: list[str]) -> Iterator[Gap]:
    if names:
        rest = len(names) - _NAMED
        some = ", ".join(names[:_NAMED]) + (f" and {rest} more" if rest > 0 else "")
        why = "other programs or unknown kinds of checks decide, and the rules change around them"
        remedy = (
            "ask the target with the tokens that matter, or write the rules without such checks"
        )
        at = Location(deployment.node, deployment.main_path)
        yield Gap(f"access by {some}", why, remedy, required=True, at=at)
