"""Check strings in policy files that cannot be parsed, that lead nowhere, or that ask elsewhere."""

from collections.abc import Iterator
from typing import TYPE_CHECKING

from linter.checks.context import Context
from linter.checks.policy_overrides import (
    book_of,
    by_file,
    hit_of_file,
    hit_of_rule,
    in_force,
    leaves,
    overrides,
    parsed,
)
from linter.checks.registry import Hit, check
from linter.model.finding import Severity
from linter.model.policy import PolicyEntry
from linter.parse.masking import without_credentials

if TYPE_CHECKING:
    from linter.access.rulebook import Rulebook

_REMOTE = frozenset({"http", "https"})


@check("policy-check-unparsable")
def policy_check_unparsable(context: Context) -> Iterator[Hit]:
    """Check strings that oslo.policy cannot parse, whole or in part, and takes for never."""
    for entry in overrides(context).values():
        parts = parsed(entry).unparsable
        if entry.check in parts:
            yield hit_of_rule(entry, {"part": f"`{entry.shown}`"})
        elif parts:
            shown = without_credentials(parts[0]) if "://" in parts[0] else parts[0]
            yield hit_of_rule(entry, {"part": f"`{shown}` in `{entry.shown}`"})


@check("policy-reference-undefined")
def policy_reference_undefined(context: Context) -> Iterator[Hit]:
    """Rules that others refer to and that nothing defines; one finding for a file and a reference.

    Only a warning where a fallback rule answers for them.
    """
    found = overrides(context)
    if not found:
        return
    book = book_of(context, "target")
    before = book_of(context, "source")
    named: dict[str, list[PolicyEntry]] = {}
    for name, entry in found.items():
        for reference in book.undefined(name):
            named.setdefault(reference, []).append(entry)
    for reference, entries in named.items():
        has_fallback = book.find(reference) is not None
        reason = "it never holds"
        if has_fallback:
            reason = f"{book.regime.default_rule} answers for it"
        elif reference in before.checks:
            reason = f"it never holds, unlike in {context.source.series}"
        fields = {"reference": reference, "reason": reason}
        severity = Severity.WARNING if has_fallback else None
        for lines in by_file(entries).values():
            yield hit_of_file(lines, fields, severity, f"rule:{reference}")


@check("policy-reference-cyclic")
def policy_reference_cyclic(context: Context) -> Iterator[Hit]:
    """Rules whose references lead into a circle, worst where the source has none of it.

    One finding for a file.
    """
    found = overrides(context)
    if not found:
        return
    cyclic = _circling(book_of(context, "target"))
    before = _circling(book_of(context, "source"))
    lines = (entry for name, entry in found.items() if name in cyclic)
    for entries in by_file(lines).values():
        is_new = any(entry.name not in before for entry in entries)
        yield hit_of_file(entries, {}, Severity.BLOCKER if is_new else Severity.CONDITION)


def _circling(book: "Rulebook") -> frozenset[str]:
    """The rules whose references lead into a circle: what is left without those that end."""
    from linter.access.checkstring import references  # noqa: PLC0415  only who has overrides pays

    open_ends = {
        name: {found for found in references(check) if found in book.checks}
        for name, check in book.checks.items()
    }
    users: dict[str, list[str]] = {}
    for name, named in open_ends.items():
        for found in named:
            users.setdefault(found, []).append(name)
    ended = [name for name, named in open_ends.items() if not named]
    for name in ended:
        for user in users.get(name, ()):
            open_ends[user].discard(name)
            if not open_ends[user]:
                ended.append(user)
    return frozenset(open_ends) - frozenset(ended)


@check("policy-external-check")
def policy_external_check(context: Context) -> Iterator[Hit]:
    """Rules that another server decides about; one finding for a file."""
    asking = [entry for entry in overrides(context).values() if _remote(entry)]
    for entries in by_file(asking).values():
        yield hit_of_file(entries, {"url": _remote(entries[0])})


def _remote(entry: PolicyEntry) -> str:
    """The first address that a line asks, safe to print; "" where it asks none."""
    found = (leaf for leaf in leaves(entry) if leaf.kind in _REMOTE)
    return next((without_credentials(f"{leaf.kind}:{leaf.match}") for leaf in found), "")


@check("policy-guard-missing")
def policy_guard_missing(
    context: Context, rules: tuple[str, ...], compared: str, guard: str
) -> Iterator[Hit]:
    """Rules that make a comparison, and nowhere the one that guards it against nothing at all."""
    found = overrides(context)
    for entry in (found[name] for name in rules if name in found):
        said = {f"{leaf.kind}:{leaf.match}" for leaf in leaves(entry)}
        if compared in said and guard not in said:
            yield hit_of_rule(entry, {})


@check("policy-duplicate-key")
def policy_duplicate_key(context: Context) -> Iterator[Hit]:
    """Rules that stand in one file more than once."""
    for file in in_force(context, "target")[0].files:
        entries = {entry.name: entry for entry in file.entries}
        for flaw in file.flaws:
            if flaw.kind == "name-repeated" and flaw.name in entries:
                yield hit_of_rule(entries[flaw.name], {"fault": flaw.reason})
