"""What rules mean, whatever their wording: equal, wider, always or never true."""

import re
from collections.abc import Callable, Iterator
from typing import Literal, Protocol

from linter.access.checkstring import (
    Always,
    And,
    Check,
    Leaf,
    Never,
    Not,
    Or,
    Reference,
    Role,
    leaves,
    parsed,
)
from linter.model.policy import Expression

Lookup = Callable[[str], Check | None]
"""The rule that a `rule:` check leads to, None for one that is defined nowhere."""

Relation = Literal["same", "wider", "narrower", "different"]

MOST = 14
"""Different checks that a table of all their combinations is made for; a rule has rarely eight."""
DEEPEST = 100
"""Rules that lead from one to the next; oslo.policy gives up at a few hundred."""

_ATTRIBUTE = re.compile(r"%\(([^)]*)\)")


def nothing_defined(_: str) -> None:
    """The lookup of rules that refer to no other."""


def compare(
    before: Expression | Check,
    after: Expression | Check,
    source: Lookup = nothing_defined,
    target: Lookup = nothing_defined,
) -> Relation:
    """How the rule `after` differs from `before`: "wider" allows all that was allowed, and more.

    Each is read with the rules that its own release would follow its references to; a reference
    that leads nowhere, or back to itself, is never allowed. Of rules with too many checks for a
    table only those are the same that are put together alike, order and repetition aside.
    """
    atoms = tuple(sorted({*atoms_of(before, source), *atoms_of(after, target)}))
    if len(atoms) > MOST:
        forms = _Forms()
        same = _folded(before, source, forms) == _folded(after, target, forms)
        return "same" if same else "different"
    tables = _Tables(atoms)
    was, will_be = _folded(before, source, tables), _folded(after, target, tables)
    if was == will_be:
        return "same"
    if was & will_be == was:
        return "wider"
    return "narrower" if was & will_be == will_be else "different"


def is_always_true(rule: Expression | Check, lookup: Lookup = nothing_defined) -> bool:
    """Whether a rule allows everybody everything; not told of one with too many checks."""
    atoms = atoms_of(rule, lookup)
    if len(atoms) > MOST:
        return False
    tables = _Tables(atoms)
    return _folded(rule, lookup, tables) == tables.always


def is_never_true(rule: Expression | Check, lookup: Lookup = nothing_defined) -> bool:
    """Whether a rule allows nobody anything; not told of one with too many checks."""
    atoms = atoms_of(rule, lookup)
    return len(atoms) <= MOST and not _folded(rule, lookup, _Tables(atoms))


def atoms_of(rule: Expression | Check, lookup: Lookup = nothing_defined) -> tuple[str, ...]:
    """The single checks that a rule comes down to, as they are compared."""
    return tuple(dict.fromkeys(map(_atom, _leaves(_check(rule), lookup))))


def attributes(rule: Expression | Check, lookup: Lookup = nothing_defined) -> tuple[str, ...]:
    """The names that a rule takes from the target: X of `%(X)s`."""
    texts = (leaf.match for leaf in _leaves(_check(rule), lookup))
    return tuple(dict.fromkeys(name for text in texts for name in _ATTRIBUTE.findall(text)))


def _check(rule: Expression | Check) -> Check:
    return rule if isinstance(rule, Check) else parsed(rule).check


def _leaves(check: Check, lookup: Lookup) -> Iterator[Leaf]:
    """The leaves of a rule and of those that it leads to, each of which is entered once."""
    followed: set[str] = set()
    waiting: list[Check | None] = [check]
    while waiting:
        for leaf in leaves(waiting.pop() or Never()):
            if not isinstance(leaf, Reference):
                yield leaf
            elif leaf.match not in followed:
                followed.add(leaf.match)
                waiting.append(lookup(leaf.match))


def _atom(leaf: Leaf) -> str:
    """A check as it is compared: roles whatever their case (oslo_policy._checks.RoleCheck)."""
    match = leaf.match.lower() if isinstance(leaf, Role) and "%" not in leaf.match else leaf.match
    return f"{leaf.kind}:{match}"


class _Algebra(Protocol):
    """What a rule is computed to, a number in each case."""

    always: int
    never: int

    def atom(self, atom: str) -> int: ...
    def both(self, parts: list[int]) -> int: ...
    def either(self, parts: list[int]) -> int: ...
    def negated(self, part: int) -> int: ...


class _Tables:
    """A bit for each combination of atoms, set where the rule allows."""

    never = 0

    def __init__(self, atoms: tuple[str, ...]) -> None:
        self.always = (1 << (1 << len(atoms))) - 1
        self._columns = {
            atom: self.always // ((1 << (1 << number)) + 1) << (1 << number)
            for number, atom in enumerate(atoms)
        }

    def atom(self, atom: str) -> int:
        return self._columns[atom]

    def both(self, parts: list[int]) -> int:
        table = self.always
        for part in parts:
            table &= part
        return table

    def either(self, parts: list[int]) -> int:
        table = 0
        for part in parts:
            table |= part
        return table

    def negated(self, part: int) -> int:
        return self.always & ~part


class _Forms:
    """A number for each way of putting checks together, the same for the same way."""

    always = -1
    never = -2

    def __init__(self) -> None:
        self._numbers: dict[object, int] = {}

    def atom(self, atom: str) -> int:
        return self._number(atom)

    def both(self, parts: list[int]) -> int:
        return self._number(("and", frozenset(parts)))

    def either(self, parts: list[int]) -> int:
        return self._number(("or", frozenset(parts)))

    def negated(self, part: int) -> int:
        return self._number(("not", part))

    def _number(self, form: object) -> int:
        return self._numbers.setdefault(form, len(self._numbers))


def _folded(rule: Expression | Check, lookup: Lookup, algebra: _Algebra) -> int:
    return _Folding(lookup, algebra).of(_check(rule))


class _Folding:
    """A rule computed from its leaves upward, every rule that it leads to once."""

    def __init__(self, lookup: Lookup, algebra: _Algebra) -> None:
        self._lookup = lookup
        self._algebra = algebra
        self._known: dict[str, int] = {}
        self._depth = 0

    def of(self, check: Check) -> int:
        match check:
            case And():
                return self._algebra.both([self.of(part) for part in check.rules])
            case Or():
                return self._algebra.either([self.of(part) for part in check.rules])
            case Not():
                return self._algebra.negated(self.of(check.rule))
            case Reference():
                return self._referred(check.match)
            case Leaf():
                return self._algebra.atom(_atom(check))
            case _:
                always = isinstance(check, Always)
                return self._algebra.always if always else self._algebra.never

    def _referred(self, name: str) -> int:
        if name not in self._known:
            # Until it is known: what a rule that leads back to itself comes to.
            self._known[name] = self._algebra.never
            found = self._lookup(name)
            if found is not None and self._depth < DEEPEST:
                self._depth += 1
                self._known[name] = self.of(found)
                self._depth -= 1
        return self._known[name]
