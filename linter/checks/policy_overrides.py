"""What the policy files in force override in the target, and how findings about it are made."""

from collections.abc import Iterable, Mapping, Sequence

from linter.catalog.entries import Catalog, PolicyRule
from linter.checks.context import Context
from linter.checks.registry import Hit
from linter.model.finding import Severity, Witness
from linter.model.location import Location
from linter.model.policy import PolicyEntry, PolicyFile

API = "identity:"
NAMED = 4
"""So many rules of a file are named in a sentence; the others are counted."""
_WIDTH = 160


def files_in_force(context: Context) -> tuple[PolicyFile, ...]:
    """The policy files that the target loads, in its order."""
    return tuple(file for file in context.deployment.policies if not file.template)


def overrides(context: Context) -> dict[str, PolicyEntry]:
    """What the target reads in its policy files, of each rule the line that counts."""
    return {entry.name: entry for file in files_in_force(context) for entry in file.entries}


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
    rules = (rule for rule in catalog.policy_rules if rule.deprecated)
    return {
        rule.deprecated.name: rule
        for rule in rules
        if rule.deprecated and rule.deprecated.name != rule.name
    }


def hit_of_rule(
    entry: PolicyEntry, fields: Mapping[str, str], severity: Severity | None = None
) -> Hit:
    """The hit of one line of a policy file."""
    named = {"rule": entry.name, "check": entry.shown, "path": entry.at.path}
    return Hit(entry.name, entry.at, {**named, **fields}, severity, excerpt=entry.line_text)


def hit_of_file(
    entries: Sequence[PolicyEntry], fields: Mapping[str, str], severity: Severity | None = None
) -> Hit:
    """One hit of several lines of a file, with each of them as a witness."""
    first = entries[0].at
    named = {"path": first.path, "rules": listed([entry.name for entry in entries])}
    witnesses = tuple(Witness("config", _shortened(entry.line_text), entry.at) for entry in entries)
    at = Location(first.node, first.path)
    return Hit(first.path, at, {**named, **fields}, severity, witnesses=witnesses)


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
