"""Attributes of a token that check strings compare and that no token has."""

import ast
from collections.abc import Callable, Iterator
from fnmatch import fnmatchcase
from typing import TYPE_CHECKING

from linter.checks.context import Context
from linter.checks.policy_overrides import by_file, hit_of_file, leaves, overrides, parsed
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.finding import Severity
from linter.model.policy import PolicyEntry

if TYPE_CHECKING:
    from linter.access.checkstring import Check

_OTHER_KINDS = frozenset({"rule", "role", "http", "https"})


@check("policy-credential")
def policy_credential(
    context: Context,
    kinds: tuple[str, ...],
    first: str = "",
    last: str = "",
    unless_set: tuple[tuple[str, str], ...] = (),
) -> Iterator[Hit]:
    """Certain attributes of the credentials that rules compare; patterns as in a shell.

    For targets from the series `first` to `last`, and unless all of the options have a value. One
    finding for a file and an attribute: a blocker where the way enters `first` and a rule asks for
    a token that is without the attribute, since it lets every token in from then on.
    """
    if not context.span.ends_within(first=first, last=last):
        return
    if unless_set and all(effective_text(context, *option) for option in unless_set):
        return
    begins = bool(first) and context.upgrade.crosses(first)
    for kind, lines in _comparing(context, lambda kind: _fits(kind, kinds)):
        opens = begins and any(kind in _negated(parsed(entry).check) for entry in lines)
        severity = Severity.BLOCKER if opens else None
        yield hit_of_file(lines, {"kind": kind}, severity, subject=kind)


@check("policy-credential-unknown")
def policy_credential_unknown(context: Context, known: tuple[str, ...]) -> Iterator[Hit]:
    """Attributes of the credentials that are not among the `known`, patterns as in a shell.

    A literal in their place is compared as it is (oslo_policy._checks.GenericCheck).
    """

    def is_unknown(kind: str) -> bool:
        return not _is_literal(kind) and not _fits(kind, known)

    for kind, lines in _comparing(context, is_unknown):
        yield hit_of_file(lines, {"kind": kind}, subject=kind)


def _comparing(
    context: Context, is_meant: Callable[[str], bool]
) -> Iterator[tuple[str, list[PolicyEntry]]]:
    """Each attribute of the credentials that is meant, with the lines of one file."""
    comparing: dict[str, list[PolicyEntry]] = {}
    for entry in overrides(context).values():
        for kind in dict.fromkeys(leaf.kind for leaf in leaves(entry)):
            if kind not in _OTHER_KINDS and is_meant(kind):
                comparing.setdefault(kind, []).append(entry)
    for kind, entries in comparing.items():
        for lines in by_file(entries).values():
            yield kind, lines


def _negated(check: "Check") -> set[str]:
    """The attributes that a rule asks to be otherwise: those behind an odd number of `not`."""
    from linter.access.checkstring import And, Leaf, Not, Or  # noqa: PLC0415

    def kinds(part: "Check", *, behind: bool) -> Iterator[str]:
        match part:
            case And() | Or():
                for each in part.rules:
                    yield from kinds(each, behind=behind)
            case Not():
                yield from kinds(part.rule, behind=not behind)
            case Leaf() if behind:
                yield part.kind

    return set(kinds(check, behind=False))


def _fits(kind: str, patterns: tuple[str, ...]) -> bool:
    return any(fnmatchcase(kind, pattern) for pattern in patterns)


def _is_literal(kind: str) -> bool:
    try:
        ast.literal_eval(kind)
    except (ValueError, SyntaxError, MemoryError, RecursionError):
        return False
    return True
