"""Scope checks and new defaults that hold in the target and did not in the source."""

from collections.abc import Iterator
from functools import lru_cache
from typing import TYPE_CHECKING

from linter.catalog.entries import Name, PolicyRule
from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.policy_overrides import API, book_of, in_force, listed
from linter.checks.registry import Hit, check, hit_of
from linter.checks.values import pinned_value
from linter.model.facts import Setting
from linter.model.location import Location

if TYPE_CHECKING:
    from linter.access.rulebook import Rulebook

_SCOPE: Name = ("oslo_policy", "enforce_scope")
_NEW_DEFAULTS: Name = ("oslo_policy", "enforce_new_defaults")


@check("policy-scope-enforced")
def policy_scope_enforced(context: Context) -> Iterator[Hit]:
    """Scope checks that begin with the upgrade while nothing is set about them."""
    if not _scope_begins(context) or _setting(context, _SCOPE):
        return
    lasts = context.target.find(_SCOPE) is not None
    remedy = "set it to false only to gain time" if lasts else "the target cannot turn it off"
    yield _hit(context, _SCOPE, {**_scopes(context), "remedy": remedy})


@check("policy-scope-setting-ignored")
def policy_scope_setting_ignored(context: Context) -> Iterator[Hit]:
    """Scope checks that a setting keeps off in the source and that the target makes anyway."""
    setting = _setting(context, _SCOPE)
    if setting and _scope_begins(context) and context.target.find(_SCOPE) is None:
        yield hit_of(setting, _scopes(context))


@check("policy-new-defaults-enforced")
def policy_new_defaults_enforced(context: Context) -> Iterator[Hit]:
    """Older defaults that end with the upgrade while nothing is set about them."""
    begins = (
        not in_force(context, "source")[1].drops_old_defaults
        and in_force(context, "target")[1].drops_old_defaults
    )
    if not begins or _setting(context, _NEW_DEFAULTS):
        return
    names = _losing(book_of(context, "target"))
    if names:
        yield _hit(context, _NEW_DEFAULTS, {"count": str(len(names)), "rules": listed(names)})


@lru_cache(maxsize=32)
def _losing(book: "Rulebook") -> tuple[str, ...]:
    api = (rule for rule in book.registered.values() if rule.name.startswith(API))
    return tuple(rule.name for rule in api if _loses(book, rule))


def _loses(book: "Rulebook", rule: PolicyRule) -> bool:
    """Whether the deprecated default lets in who the new one does not, and no file overrides it."""
    from linter.access.meaning import compare  # noqa: PLC0415  only who crosses the change pays

    old = rule.deprecated
    if old is None or rule.name in book.entries or rule.name in book.inherited:
        return False
    both = f"({rule.check}) or ({old.check})"
    return compare(rule.check, both, book.find, book.find) != "same"


def _scope_begins(context: Context) -> bool:
    was = in_force(context, "source")[1].enforces_scope
    return not was and in_force(context, "target")[1].enforces_scope


def _setting(context: Context, option: Name) -> Setting | None:
    entry = context.target.find(option) or context.source.find(option)
    return pinned_value(context, entry) if entry else None


def _scopes(context: Context) -> dict[str, str]:
    """How many rules of the target refuse each scope of tokens, in words."""
    rules = [rule.scopes for rule in _api_rules(context) if rule.scopes]
    counts = {
        scope: sum(scope not in scopes for scopes in rules)
        for scope in ("domain", "system", "project")
    }
    told = [
        f"{count} rules take no {scope}-scoped token" for scope, count in counts.items() if count
    ]
    return {"refused": listed(told)}


def _api_rules(context: Context) -> list[PolicyRule]:
    rules = context.target.catalog.policy_rules
    return [rule for rule in rules if rule.name.startswith(API)]


def _hit(context: Context, option: Name, fields: dict[str, str]) -> Hit:
    at = Location(context.deployment.node, context.deployment.main_path)
    return Hit(written(option), at, fields)
