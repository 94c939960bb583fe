"""What each rule answers to each persona on each object, as oslo.policy would."""

import ast
import re
from collections.abc import Iterable
from functools import lru_cache
from typing import Any, NamedTuple

from linter.access.checkstring import (
    Always,
    And,
    Attribute,
    Check,
    Leaf,
    Not,
    Or,
    Reference,
    Remote,
)
from linter.access.objects import OWNERS, Owner, Supply, Target, supply_of
from linter.access.personas import KNOWN_ATTRIBUTES, PERSONAS, Persona
from linter.access.rulebook import Rulebook

QUESTIONS: tuple[tuple[Persona, Owner], ...] = tuple(
    (persona, owner) for persona in PERSONAS for owner in OWNERS
)
"""Who asks, and on whose object; the number of a question is that of its bit."""

_ALL = (1 << len(QUESTIONS)) - 1
_DEEPEST = 100
"""Rules that lead from one to the next; oslo.policy gives up at a few hundred."""
_PATIENCE = 20_000
"""References followed for one release; rules that lead in circles could ask for any number."""


class Verdict(NamedTuple):
    """A bit for each question in the mask of what can come of it; of one alone, in most cases.

    Where a rule can `fail`, it ends in an exception, and keystone answers with an error.
    """

    allow: int
    refuse: int
    fail: int = 0

    @property
    def allows(self) -> int:
        """Where the rule says yes."""
        return self.allow & ~(self.refuse | self.fail)

    @property
    def untold(self) -> int:
        """Where only somebody else could tell whether it does."""
        return self.allow & (self.refuse | self.fail)


_FAILS = Verdict(0, 0, _ALL)
_ALLOWS = Verdict(_ALL, 0)
_REFUSES = Verdict(0, _ALL)
_UNTOLD = Verdict(_ALL, _ALL)


class Verdicts:
    """The answers of one rulebook; `body_is_flat` is explained with supply_of."""

    def __init__(self, book: Rulebook, *, body_is_flat: bool) -> None:
        self._book = book
        self._body_is_flat = body_is_flat
        self._known: dict[Supply, _Evaluation] = {}

    def of(self, name: str) -> Verdict:
        """The answers of a rule of the release, the scope of the token considered too."""
        rule = self._book.registered[name]
        supply = supply_of(rule, body_is_flat=self._body_is_flat)
        if supply not in self._known:
            self._known[supply] = _Evaluation(self._book, supply)
        verdict = self._known[supply].of(name)
        regime = self._book.regime
        if not (regime.enforces_scope and rule.scopes):
            return verdict
        fits = _scoped(tuple(rule.scopes), knows_domain=regime.knows_domain_scope)
        return Verdict(verdict.allow & fits, verdict.refuse | _ALL & ~fits, verdict.fail & fits)


class _Evaluation:
    """The rules of a book as calls ask for them that supply the same, each worked out once."""

    def __init__(self, book: Rulebook, supply: Supply) -> None:
        self._book = book
        self._supply = supply
        self._known: dict[str, Verdict] = {}
        self._open: list[str] = []
        self._circular = False
        self._followed = 0

    def of(self, name: str) -> Verdict:
        """The answers of a rule, whatever the scope of the token."""
        if name in self._known:
            return self._known[name]
        check = self._book.find(name)
        if check is None:
            return _REFUSES
        self._followed += 1
        if self._followed > _PATIENCE:
            return Verdict(_ALL, _ALL, _ALL)
        if name in self._open or len(self._open) > _DEEPEST:
            # oslo.policy follows the references until Python stops it.
            self._circular = True
            return _FAILS
        self._open.append(name)
        verdict = self._check(check)
        self._open.pop()
        # What holds of a rule within a circle depends on where the circle was entered.
        if not self._circular:
            self._known[name] = verdict
        if not self._open:
            self._circular = False
        return verdict

    def _check(self, check: Check) -> Verdict:
        match check:
            case And():
                return _negated(_either(_negated(self._check(part)) for part in check.rules))
            case Or():
                return _either(map(self._check, check.rules))
            case Not():
                return _negated(self._check(check.rule))
            case Reference():
                return self.of(check.match)
            case Leaf():
                return _leaf(type(check), check.kind, check.match, _seen(check.match, self._supply))
            case _:
                return _ALLOWS if isinstance(check, Always) else _REFUSES


def _either(parts: Iterable[Verdict]) -> Verdict:
    """As far as the parts before it refuse, a part is looked at."""
    allow = fail = 0
    going = _ALL
    for part in parts:
        allow |= going & part.allow
        fail |= going & part.fail
        going &= part.refuse
    return Verdict(allow, going, fail)


def _negated(verdict: Verdict) -> Verdict:
    return Verdict(verdict.refuse, verdict.allow, verdict.fail)


@lru_cache(maxsize=64)
def _scoped(scopes: tuple[str, ...], *, knows_domain: bool) -> int:
    """The questions whose token has one of the scopes."""
    bits = 0
    for number, (persona, _) in enumerate(QUESTIONS):
        scope = persona.scope if knows_domain or persona.scope == "system" else "project"
        bits |= (scope in scopes) << number
    return bits


_ASKED: tuple[dict[str, Any], ...] = tuple(persona.credentials() for persona, _ in QUESTIONS)


_ATTRIBUTE = re.compile(r"%\((?!target\.)")
_NOTHING = Supply()


def _seen(match: str, supply: Supply) -> Supply:
    """The supply as far as a check looks at it, so that calls which differ share answers."""
    return supply if _ATTRIBUTE.search(match) else _NOTHING


@lru_cache(maxsize=16_384)
def _leaf(kind: type[Leaf], name: str, match: str, supply: Supply) -> Verdict:
    check = kind(name, match)
    if kind is Remote or (kind is Attribute and not _is_known(name)):
        return _UNTOLD
    targets = {owner: Target(owner, supply) for owner in OWNERS}
    allow = fail = 0
    for number, (_, owner) in enumerate(QUESTIONS):
        try:
            allow |= bool(check(targets[owner], _ASKED[number], _NOBODY)) << number
        except _RAISED:
            fail |= 1 << number
    return Verdict(allow, _ALL & ~(allow | fail), fail)


# What a check of oslo.policy lets out on a name or a format that it cannot use.
_RAISED = (
    ArithmeticError,
    AttributeError,
    LookupError,
    MemoryError,
    RecursionError,
    SyntaxError,
    TypeError,
    ValueError,
)

_NOBODY: Any = None
"""In place of the enforcer, which only references look at."""


def _is_known(name: str) -> bool:
    """Whether it can be told what stands before the colon: a literal, or what a token can have.

    What Python cannot read raises in oslo.policy too (oslo_policy._checks.GenericCheck).
    """
    try:
        ast.literal_eval(name)
    except ValueError:
        return name.partition(".")[0] in KNOWN_ATTRIBUTES
    except (SyntaxError, TypeError, MemoryError, RecursionError):
        return True
    return True
