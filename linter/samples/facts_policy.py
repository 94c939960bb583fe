"""Writes a policy rule of a catalog as a sample of the policy file has it."""

import json
from collections.abc import Iterator

from linter.catalog.entries import PolicyDeprecation, PolicyRule


def rule_lines(rule: PolicyRule) -> Iterator[str]:
    """A rule commented out at its default, under its calls, its scopes and what it replaces."""
    for operation in rule.operations:
        yield f"# {operation}"
    if rule.scopes:
        yield f"# Intended scope(s): {', '.join(rule.scopes)}"
    if rule.deprecated:
        yield from _replaced(rule.deprecated)
    if rule.for_removal_since:
        yield f"# Deprecated for removal since {rule.for_removal_since}"
    yield f"#{_pair(rule.name, rule.check)}"


def _replaced(older: PolicyDeprecation) -> Iterator[str]:
    since = f", deprecated since {older.since}" if older.since else ""
    yield f"# Replaces{since}: {_pair(older.name, older.check)}"


def _pair(name: str, check: str) -> str:
    """In JSON, which is YAML too."""
    return f"{_quoted(name)}: {_quoted(check)}"


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False)
