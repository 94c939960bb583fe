"""Names in policy files that the target does not ask for, or asks for under another name."""

import difflib
import re
from collections.abc import Iterator, Sequence
from typing import TypedDict

from linter.catalog.entries import Catalog
from linter.checks.context import Context
from linter.checks.policy_overrides import (
    API,
    by_file,
    defaults_of,
    hit_of_file,
    hit_of_rule,
    old_names_of,
    overrides,
)
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.finding import Severity
from linter.model.policy import PolicyEntry

_REFERENCE = re.compile(r"\brule:([^\s()'\"]+)")


class Gone(TypedDict, total=False):
    """What a rule knows of a name that went: since when, what decides instead, and why."""

    since: str
    successor: str
    why: str


@check("policy-rule-removed")
def policy_rule_removed(context: Context, known: dict[str, Gone]) -> Iterator[Hit]:
    """Overrides of rules that an earlier release asked for, by the name that they have in the file.

    `known` adds what no catalog on the way tells: names that went before the source, successors.
    Only a warning where the source did not ask for the name either, or the line was its default.
    """
    way = [_asked_for(names.catalog) for names in (context.source, *context.span.crossed)]
    for name, entry in overrides(context).items():
        gone = known.get(name, {})
        since = gone.get("since", "") or _gone_since(context, name, way)
        if not since or _is_ahead(context, since) or name in way[-1]:
            continue
        successor = gone.get("successor", "")
        fields = {
            "since": since,
            "successor": f"; {successor} decides instead" if successor else "",
            "because": gone.get("why", ""),
            "instead": f"Override {successor} where that is still wanted, and remove the line."
            if successor
            else "Remove the line.",
        }
        lost = _honoured_in_source(context, entry)
        yield hit_of_rule(entry, fields, Severity.CONDITION if lost else Severity.WARNING)


def _is_ahead(context: Context, series: str) -> bool:
    """Whether a series comes after the target; those before the first catalog never do."""
    return series in context.span.ladder and not context.span.ends_within(first=series)


def _gone_since(context: Context, name: str, way: Sequence[frozenset[str]]) -> str:
    """The first series of the way that does not ask for a name that the one before asks for."""
    for before, after, names in zip(way, way[1:], context.span.crossed, strict=False):
        if name in before and name not in after:
            return names.series
    return ""


def _asked_for(catalog: Catalog) -> frozenset[str]:
    """The names that a release reads in policy files, old ones among them."""
    return frozenset(defaults_of(catalog)) | frozenset(old_names_of(catalog))


def _honoured_in_source(context: Context, entry: PolicyEntry) -> bool:
    """Whether the line changed what the source decides."""
    source = context.source.catalog
    rule = defaults_of(source).get(entry.name)
    if rule is not None:
        return rule.check != entry.check
    renamed = old_names_of(source).get(entry.name)
    # Samples have such lines, and Enforcer._handle_deprecated_rule passes over them.
    return renamed is not None and entry.check != f"rule:{renamed.name}"


@check("policy-rule-unknown")
def policy_rule_unknown(context: Context) -> Iterator[Hit]:
    """Names that the target does not ask for and nothing refers to.

    Those that keystone's own are like, each; the others are only of note, once for a file.
    """
    found = overrides(context)
    named = {name for entry in found.values() for name in _REFERENCE.findall(entry.check)}
    named.add(effective_text(context, "oslo_policy", "policy_default_rule") or "")
    known = defaults_of(context.target.catalog)
    named |= _asked_for(context.target.catalog)
    unknown = [entry for name, entry in found.items() if name not in named]
    aliases = []
    for entry in unknown:
        near = difflib.get_close_matches(entry.name, known, 1, 0.8)
        if near or entry.name.startswith(API):
            suggestion = f"; did you mean {near[0]}?" if near else ""
            yield hit_of_rule(entry, {"rules": entry.name, "suggestion": suggestion})
        else:
            aliases.append(entry)
    for entries in by_file(aliases).values():
        yield hit_of_file(entries, {"suggestion": ""}, Severity.INFO)


@check("policy-rule-renamed")
def policy_rule_renamed(context: Context) -> Iterator[Hit]:
    """Overrides under a deprecated name that the target still reads, and what becomes of them."""
    found = overrides(context)
    registered = defaults_of(context.target.catalog)
    for name, rule in old_names_of(context.target.catalog).items():
        if name in found and name not in registered:
            # Enforcer._handle_deprecated_rule: the new name counts where both are overridden.
            ignored = f"is ignored, since {rule.name} is overridden too"
            effect = ignored if rule.name in found else "is still taken"
            yield hit_of_rule(found[name], {"successor": rule.name, "effect": effect})


@check("policy-rule-for-removal")
def policy_rule_for_removal(context: Context) -> Iterator[Hit]:
    """Overrides of rules that the target announces to remove."""
    registered = defaults_of(context.target.catalog)
    for name, entry in overrides(context).items():
        rule = registered.get(name)
        if rule is not None and rule.for_removal_since:
            yield hit_of_rule(entry, {})


@check("policy-rules-defined")
def policy_rules_defined(context: Context, names: tuple[str, ...], first: str) -> Iterator[Hit]:
    """Policy that defines all of certain aliases, for targets from the series `first` on."""
    found = overrides(context)
    if not context.span.ends_within(first=first) or not set(names) <= set(found):
        return
    for entries in by_file(found[name] for name in names).values():
        yield hit_of_file(entries, {})
