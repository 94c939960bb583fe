"""What the policy files in force override, and how findings about it are made."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, Literal

import msgspec

from linter.access.in_force import InForce, policy_in_force
from linter.access.regime import Regime, regime_of
from linter.catalog.entries import Catalog, PolicyRule
from linter.checks.context import Context
from linter.checks.registry import Hit
from linter.model.finding import Severity, Witness
from linter.model.location import Location
from linter.model.policy import PolicyEntry

if TYPE_CHECKING:
    from linter.access.checkstring import Leaf, Parsed
    from linter.access.rulebook import Rulebook

API = "identity:"
NAMED = 4
"""So many rules of a file are named in a sentence; the others are counted."""
_WIDTH = 160


End = Literal["source", "target"]
_ENDS = 4
"""Ends whose rules are kept: every rule asks for both of one deployment before the next one."""


def catalog_of(context: Context, end: End) -> Catalog:
    """What is known of one end of the upgrade."""
    return (context.source if end == "source" else context.target).catalog


@lru_cache(maxsize=_ENDS)
def in_force(context: Context, end: End) -> tuple[InForce, Regime]:
    """The policy files that one end of the upgrade reads, and how."""
    regime = regime_of(catalog_of(context, end), context.deployment.configuration)
    return policy_in_force(context.deployment, regime), regime


@lru_cache(maxsize=_ENDS)
def overrides(context: Context) -> Mapping[str, PolicyEntry]:
    """What the target reads in its policy files: of each rule the line that counts."""
    found, regime = in_force(context, "target")
    return {
        entry.name: entry
        for file in found.files
        if file.refusal(takes_json=regime.takes_json) is None
        for entry in file.entries
    }


@lru_cache(maxsize=_ENDS)
def book_of(context: Context, end: End) -> "Rulebook":
    """Every rule that one end of the upgrade enforces with the deployment's files."""
    from linter.access.rulebook import rulebook  # noqa: PLC0415  only who has overrides pays

    found, regime = in_force(context, end)
    return rulebook(catalog_of(context, end), found, regime)


def parsed(entry: PolicyEntry) -> "Parsed":
    """What oslo.policy makes of a line."""
    from linter.access import checkstring  # noqa: PLC0415  only who has overrides pays

    return checkstring.parsed(entry.expression)


def leaves(entry: PolicyEntry) -> "list[Leaf]":
    """The single checks of a line, in order."""
    from linter.access import checkstring  # noqa: PLC0415  only who has overrides pays

    return list(checkstring.leaves(parsed(entry).check))


def by_file(entries: Iterable[PolicyEntry]) -> dict[str, list[PolicyEntry]]:
    """The entries of each file, in order."""
    found: dict[str, list[PolicyEntry]] = {}
    for entry in entries:
        found.setdefault(entry.at.path, []).append(entry)
    return found


def defaults_of(catalog: Catalog) -> dict[str, PolicyRule]:
    """The rules of a release by name."""
    return {rule.name: rule for rule in catalog.policy_rules}


def old_names_of(catalog: Catalog) -> dict[str, PolicyRule]:
    """The rules of a release by the deprecated name under which they are overridden too."""
    return {
        rule.deprecated.name: rule
        for rule in catalog.policy_rules
        if rule.deprecated and rule.deprecated.name != rule.name
    }


def hit_of_rule(
    entry: PolicyEntry, fields: Mapping[str, str], severity: Severity | None = None
) -> Hit:
    """The hit of one line of a policy file."""
    named = {"rule": entry.name, "check": entry.shown, "path": entry.at.path}
    return Hit(entry.name, entry.at, {**named, **fields}, severity, excerpt=entry.line_text)


def hit_of_file(
    entries: Sequence[PolicyEntry],
    fields: Mapping[str, str],
    severity: Severity | None = None,
    subject: str = "",
) -> Hit:
    """One hit of lines of a file: at the one, or at the file with each of them as a witness."""
    first = entries[0]
    path = first.at.path
    named = {"path": path, "rules": listed([entry.name for entry in entries])}
    if len(entries) == 1:
        hit = Hit(subject or path, first.at, {**named, **fields}, severity)
        return msgspec.structs.replace(hit, excerpt=first.line_text)
    witnesses = tuple(Witness("config", _shortened(entry.line_text), entry.at) for entry in entries)
    at = Location(first.at.node, path)
    return Hit(subject or path, at, {**named, **fields}, severity, witnesses=witnesses)


def _shortened(text: str) -> str:
    text = text.strip()
    return text if len(text) <= _WIDTH else text[: _WIDTH - 1] + "…"


def listed(names: Sequence[str], limit: int = NAMED) -> str:
    """Some names in words: "a, b and 7 more"."""
    shown = list(names[:limit])
    rest = len(names) - len(shown)
    if rest:
        return f"{', '.join(shown)} and {rest} more"
    return " and ".join(filter(None, [", ".join(shown[:-1]), shown[-1]]))
