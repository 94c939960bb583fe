"""What each override says beside the default that it replaces, in source and target."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from linter.catalog.entries import PolicyRule
from linter.checks.context import Context
from linter.checks.policy_overrides import book_of, defaults_of, overrides
from linter.model.policy import PolicyEntry

if TYPE_CHECKING:
    from linter.access.rulebook import Rulebook

Kind = Literal["repeats", "ahead", "open", "old", "own"]
Relation = Literal["same", "wider", "narrower", "different"]


class Weighed(msgspec.Struct, frozen=True):
    """One override of a rule that the target knows.

    `kind` is "repeats" for one that changes nothing, "ahead" for one that says the new default
    where the old one still lets in too, "open" for one that lets everybody in, "old" for one that
    says an earlier default, "own" for the site's own. `relation` is what it allows beside what the
    target would without it, `before` the same for the source, "same" where that knows no such rule.
    """

    entry: PolicyEntry
    rule: PolicyRule
    kind: Kind
    relation: Relation
    before: Relation


@lru_cache(maxsize=2)
def weighed(context: Context) -> tuple[Weighed, ...]:
    """Every override of a rule that the target knows, in the order of the files."""
    found = overrides(context)
    registered = defaults_of(context.target.catalog)
    if not found.keys() & registered.keys():
        return ()
    return tuple(
        _weighed(context, entry, registered[name])
        for name, entry in found.items()
        if name in registered
    )


def _weighed(context: Context, entry: PolicyEntry, rule: PolicyRule) -> Weighed:
    relation = _relation(book_of(context, "target"), entry)
    before = _relation(book_of(context, "source"), entry)
    return Weighed(entry, rule, _kind(context, entry, rule, relation), relation, before)


def _relation(book: "Rulebook", entry: PolicyEntry) -> Relation:
    from linter.access.meaning import compare  # noqa: PLC0415  only who has overrides pays
    from linter.access.rulebook import default_check  # noqa: PLC0415

    rule = book.registered.get(entry.name)
    if rule is None:
        return "same"
    default = default_check(rule, book.regime)
    return compare(default, entry.expression, book.find, book.find)


def says(context: Context, entry: PolicyEntry, check: str) -> bool:
    """Whether a line means the same as a check string, with the rules of the target."""
    from linter.access.meaning import compare  # noqa: PLC0415  only who has overrides pays

    find = book_of(context, "target").find
    return entry.check == check or compare(check, entry.expression, find, find) == "same"


def _kind(context: Context, entry: PolicyEntry, rule: PolicyRule, relation: Relation) -> Kind:
    from linter.access.meaning import is_always_true  # noqa: PLC0415

    if relation == "same":
        return "repeats"
    if says(context, entry, rule.check):
        return "ahead"
    if is_always_true(entry.expression, book_of(context, "target").find):
        return "open"
    earlier = dict.fromkeys(_earlier(context, entry.name))
    return "old" if any(says(context, entry, check) for check in earlier) else "own"


def _earlier(context: Context, name: str) -> Iterator[str]:
    """What the releases of the way, the target too, have or had as default of a rule."""
    for names in (context.source, *context.span.crossed):
        rule = defaults_of(names.catalog).get(name)
        if rule is None:
            continue
        if names is not context.target:
            yield rule.check
        if rule.deprecated and rule.deprecated.name == name:
            yield rule.deprecated.check
