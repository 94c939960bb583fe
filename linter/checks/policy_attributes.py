"""Attributes of the target of a request that check strings name and keystone does not supply."""

import re
from collections.abc import Iterator
from functools import partial
from typing import TYPE_CHECKING, Any

from linter.catalog.entries import PolicyRule
from linter.checks.context import Context
from linter.checks.policy_overrides import (
    API,
    book_of,
    by_file,
    defaults_of,
    hit_of_file,
    listed,
    overrides,
)
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.policy import PolicyEntry

if TYPE_CHECKING:
    from linter.access.checkstring import Check
    from linter.access.rulebook import Rulebook

_ATTRIBUTE = re.compile(r"%\(([^)]*)\)")
_LIST = f"{API}list_"
_WITH_BODY = ("POST ", "PUT ", "PATCH ")
_PLACE = re.compile(r"\{(\w+)\}")


@check("policy-attribute-not-supplied")
def policy_attribute_not_supplied(
    context: Context,
    first: str,
    prefixes: tuple[str, ...],
    queried: tuple[str, ...],
    successors: dict[str, str],
) -> Iterator[Hit]:
    """Attributes that rules ask for and that come with the body or the query of a request only.

    From the series `first` on these are supplied below one of the `prefixes`; at the top there is
    only what the path of the request names. One finding for a file and an attribute, a blocker
    where that lets in whom a `not` kept out; `queried` are beginnings of filters that have a dot,
    `successors` other names for some attributes.
    """
    if not context.span.ends_within(first=first):
        return
    written = _written(context, prefixes)
    if not written:
        return
    book = book_of(context, "target")
    for attribute, entries in written.items():
        lost = [rule.name for rule in _rules(context) if _loses(book, rule, attribute, queried)]
        for lines in by_file(entries).values() if lost else ():
            opens = context.upgrade.crosses(first) and _opens(book, lost, attribute)
            fields = {
                "attribute": attribute,
                "rules": listed(lost),
                "instead": _instead(attribute, successors),
                "effect": "; whom it kept out gets in" if opens else _nobody(book, lost, attribute),
            }
            severity = Severity.BLOCKER if opens else None
            yield hit_of_file(lines, fields, severity, f"%({attribute})s")


def _written(context: Context, prefixes: tuple[str, ...]) -> dict[str, list[PolicyEntry]]:
    """The lines that name an attribute outside of the prefixes, by attribute."""
    found: dict[str, list[PolicyEntry]] = {}
    for entry in overrides(context).values():
        for attribute in dict.fromkeys(_ATTRIBUTE.findall(entry.check)):
            if attribute.partition(".")[0] not in prefixes:
                found.setdefault(attribute, []).append(entry)
    return found


def _rules(context: Context) -> Iterator[PolicyRule]:
    for name, rule in defaults_of(context.target.catalog).items():
        if name.startswith(API):
            yield rule


def _loses(book: "Rulebook", rule: PolicyRule, attribute: str, queried: tuple[str, ...]) -> bool:
    """Whether a rule asks for an attribute that its requests bring elsewhere than in the path."""
    from linter.access.meaning import attributes  # noqa: PLC0415  only who has overrides pays

    if attribute not in attributes(book.checks[rule.name], book.find):
        return False
    operations = [operation.partition("?")[0] for operation in rule.operations]
    if any(attribute in _PLACE.findall(operation) for operation in operations):
        return False
    is_filter = "." not in attribute or attribute.partition(".")[0] in queried
    if is_filter and rule.name.startswith(_LIST):
        return True
    return any(operation.startswith(_WITH_BODY) for operation in operations)


def _instead(attribute: str, successors: dict[str, str]) -> str:
    if attribute in successors:
        return f"Write `%({successors[attribute]})s`."
    return (
        f"Write `%(request_body.{attribute})s` for a field of the body, "
        f"`%(filter_attr.{attribute})s` for a filter; better compare what the target says below "
        "`target.`, which no request can make up."
    )


def _opens(book: "Rulebook", rules: list[str], attribute: str) -> bool:
    """Whether a rule lets anybody in for want of the attribute."""
    from linter.access.meaning import compare  # noqa: PLC0415

    after = partial(_found_without, book, attribute)
    return any(
        compare(check, _without(check, attribute), book.find, after) in {"wider", "different"}
        for check in map(book.checks.__getitem__, rules)
    )


def _found_without(book: "Rulebook", attribute: str, name: str) -> "Check | None":
    found = book.find(name)
    return None if found is None else _without(found, attribute)


def _nobody(book: "Rulebook", rules: list[str], attribute: str) -> str:
    """The rules that let nobody in without the attribute, in words."""
    from linter.access.meaning import is_never_true  # noqa: PLC0415

    find = partial(_found_without, book, attribute)
    closed = [name for name in rules if is_never_true(_without(book.checks[name], attribute), find)]
    return f"; nobody can use {listed(closed)} any more" if closed else ""


def _without(check: "Check", attribute: str) -> "Check":
    """A rule with every check on an attribute refused, as oslo.policy does where it is missing."""
    from linter.access.checkstring import And, Never, Not, Or  # noqa: PLC0415

    match check:
        case And():
            return And([_without(part, attribute) for part in check.rules])
        case Or():
            return Or([_without(part, attribute) for part in check.rules])
        case Not():
            inner: Any = _without(check.rule, attribute)
            return Not(inner)
        case _:
            asks = attribute in _ATTRIBUTE.findall(getattr(check, "match", ""))
            return Never() if asks else check
