"""What each override says beside the default that it replaces, in source and target."""

from collections.abc import Iterator, Sequence
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

Older = dict[str, tuple[str, ...]]
"""Defaults of releases that there is no catalog of, by rule."""


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


def weighed(context: Context, older: Older) -> Iterator[Weighed]:
    """Every override of a rule that the target knows, in the order of the files."""
    found = overrides(context)
    registered = defaults_of(context.target.catalog)
    if not found.keys() & registered.keys():
        return
    book = book_of(context, context.target)
    before = book_of(context, context.source)
    for name, entry in found.items():
        rule = registered.get(name)
        if rule is None:
            continue
        relation = _relation(book, entry)
        kind = _kind(context, book, entry, relation, older.get(name, ()))
        yield Weighed(entry, rule, kind, relation, _relation(before, entry))


def _relation(book: "Rulebook", entry: PolicyEntry) -> Relation:
    from linter.access.meaning import compare  # noqa: PLC0415  only who has overrides pays
    from linter.access.rulebook import default_check  # noqa: PLC0415

    rule = book.registered.get(entry.name)
    if rule is None:
        return "same"
    default = default_check(rule, book.regime)
    return compare(default, entry.expression, book.find, book.find)


def _kind(
    context: Context,
    book: "Rulebook",
    entry: PolicyEntry,
    relation: Relation,
    older: Sequence[str],
) -> Kind:
    from linter.access.meaning import compare, is_always_true  # noqa: PLC0415

    def says(check: str) -> bool:
        return compare(check, entry.expression, book.find, book.find) == "same"

    if relation == "same":
        return "repeats"
    if says(book.registered[entry.name].check):
        return "ahead"
    if is_always_true(entry.expression, book.find):
        return "open"
    earlier = dict.fromkeys((*older, *_earlier(context, entry.name)))
    return "old" if any(map(says, earlier)) else "own"


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
