"""Check strings, parsed by oslo.policy's own parser."""

import logging
from collections.abc import Iterator
from contextlib import contextmanager
from functools import lru_cache

import msgspec

from linter.model.policy import Expression
from linter.parse.deferral import deferred

# oslo_policy.policy takes half a second to import and its rules are not asked for here; stevedore,
# which looks for checks that other packages bring, would search the whole Python for them.
with deferred("stevedore"):
    from oslo_policy import _checks, _parser

Check = _checks.BaseCheck
And = _checks.AndCheck
Or = _checks.OrCheck
Not = _checks.NotCheck
Always = _checks.TrueCheck
Never = _checks.FalseCheck
Reference = _checks.RuleCheck
Role = _checks.RoleCheck
Attribute = _checks.GenericCheck
Leaf = _checks.Check
"""The parts of a parsed rule; a leaf has `kind` and `match`, the text around its first colon."""


class Remote(_checks.Check):
    """A check that another server would answer; it is never asked from here."""

    def __call__(self, *_: object) -> bool:
        """Refuses to be evaluated."""
        raise LookupError(self.kind)


# The entry points of oslo.policy itself; what a site's own packages add is not known here.
_checks.extension_checks = {"http": Remote, "https": Remote}


class Parsed(msgspec.Struct, frozen=True):
    """What oslo.policy makes of a rule, and the parts that it cannot parse, which it refuses."""

    check: Check
    unparsable: tuple[str, ...] = ()


@lru_cache(maxsize=4096)
def parsed(expression: Expression) -> Parsed:
    """A rule as oslo.policy parses it; a part that it cannot parse is never allowed."""
    with _heard() as faults:
        try:
            return Parsed(_parser.parse_rule(expression), tuple(faults))
        except RecursionError:
            return Parsed(Never(), (str(expression),))


@contextmanager
def _heard() -> Iterator[list[str]]:
    """The rules that the parser complains of: it logs them, and says so nowhere else."""
    faults: list[str] = []

    def hear(record: logging.LogRecord) -> bool:
        faults.extend(map(str, record.args or ()))
        return False

    _parser.LOG.addFilter(hear)
    try:
        yield faults
    finally:
        _parser.LOG.removeFilter(hear)


def leaves(check: Check) -> Iterator[Leaf]:
    """The single checks of a rule, references too, in the order of its text."""
    match check:
        case And() | Or():
            for part in check.rules:
                yield from leaves(part)
        case Not():
            yield from leaves(check.rule)
        case Leaf():
            yield check


def references(check: Check) -> tuple[str, ...]:
    """The rules that a rule names."""
    named = (leaf.match for leaf in leaves(check) if isinstance(leaf, Reference))
    return tuple(dict.fromkeys(named))
