"""The rules that a release enforces with the policy files of a deployment."""

from collections.abc import Iterable, Mapping
from functools import lru_cache

import msgspec

from linter.access.checkstring import Check, Or, Reference, leaves, parsed
from linter.access.in_force import InForce
from linter.access.regime import Regime
from linter.catalog.entries import Catalog, PolicyRule
from linter.model.policy import PolicyEntry


class Rulebook(msgspec.Struct, frozen=True, eq=False):
    """Every rule of a release by name, as the files in force leave it.

    `registered` are the release's own defaults, `entries` what the files say, the winner of each
    name; `checks` is what is enforced in the end. A rule of `registered` that stands in neither
    `entries` nor `inherited` has its default, or its default and the one that it replaces; a rule
    of `inherited` is enforced as the entry of its former name says.
    """

    regime: Regime
    registered: Mapping[str, PolicyRule]
    entries: Mapping[str, PolicyEntry]
    inherited: Mapping[str, PolicyEntry]
    checks: Mapping[str, Check]

    def find(self, name: str) -> Check | None:
        """The rule of a name; for one that is defined nowhere the fallback, if there is one."""
        found = self.checks.get(name)
        if found is None and self.regime.default_rule:
            return self.checks.get(self.regime.default_rule)
        return found

    def undefined(self, name: str) -> tuple[str, ...]:
        """The rules that a rule names and that are defined nowhere, fallback or not."""
        return tuple(found for found in self._named(name) if found not in self.checks)

    def _named(self, name: str) -> tuple[str, ...]:
        check = self.checks.get(name)
        found = leaves(check) if check is not None else ()
        return tuple(dict.fromkeys(leaf.match for leaf in found if isinstance(leaf, Reference)))


@lru_cache(maxsize=32)
def rulebook(catalog: Catalog, in_force: InForce, regime: Regime) -> Rulebook:
    """The rules of a release with the files that it reads; files that it refuses say nothing."""
    registered = {rule.name: rule for rule in catalog.policy_rules}
    entries: dict[str, PolicyEntry] = {}
    for file in in_force.files:
        if file.refusal(takes_json=regime.takes_json) is None:
            entries.update((entry.name, entry) for entry in file.entries)
    inherited = dict(_inherited(registered.values(), entries, regime))
    overriding = {**entries, **inherited}
    checks = {name: parsed(entry.expression).check for name, entry in overriding.items()}
    for name, rule in registered.items():
        if name not in checks:
            checks[name] = default_check(rule, regime)
    return Rulebook(regime, registered, entries, inherited, checks)


def default_check(rule: PolicyRule, regime: Regime) -> Check:
    """What a release enforces for a rule that no file overrides (Enforcer.load_rules)."""
    new = parsed(rule.check).check
    old = rule.deprecated
    if old is None or regime.drops_old_defaults or old.check == rule.check:
        return new
    if regime.joins_as_text:
        return parsed(f"{rule.check} or {old.check}").check
    return Or([new, parsed(old.check).check])


def _inherited(
    rules: Iterable[PolicyRule], entries: Mapping[str, PolicyEntry], regime: Regime
) -> Iterable[tuple[str, PolicyEntry]]:
    """The rules that a file overrides by the name they had before."""
    for rule in rules:
        old = rule.deprecated
        if old is None or old.name == rule.name or rule.name in entries or old.name not in entries:
            continue
        entry = entries[old.name]
        check = parsed(entry.expression).check
        says_nothing = str(check) == f"rule:{rule.name}" or (
            regime.compares_overrides and check == parsed(old.check).check
        )
        if not says_nothing:
            yield rule.name, entry
