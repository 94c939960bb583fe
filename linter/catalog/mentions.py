"""Finds what a text of a release note mentions: options, policy rules, files and commands."""

import re
from collections.abc import Iterable

import msgspec

from linter.catalog.entries import Name, OptionEntry

_LITERAL = re.compile(r"``(.+?)``|`([^`]+)`", re.DOTALL)
_OPTION = re.compile(r"\[(\w+)\]\s*/?[\s`'\"]*([a-zA-Z]\w+)")
_GROUP = re.compile(r"\[(\w+)\]")
_RULE = re.compile(r"\bidentity:\w+")
_FILE = re.compile(r"(?<![\w/.-])(?:/[\w-]+)*/?[\w.-]*\w\.(?:conf|ini|json|ya?ml|wsgi)\b")
_COMMAND = re.compile(
    r"\bkeystone-(?:manage|status|wsgi-public|wsgi-admin|all)\b|\boslopolicy-\w[\w-]+\b",
)
_MANAGE = re.compile(r"keystone-manage\s+([a-z_]+)")


class Known(msgspec.Struct, frozen=True):
    """The names of the release itself, to tell an option from any bracketed word."""

    options: frozenset[Name] = frozenset()
    commands: frozenset[str] = frozenset()


def known_of(options: Iterable[OptionEntry], commands: Iterable[str]) -> Known:
    """The names of a release with these options, old ones included, and commands."""
    entries = tuple(options)
    names = {(entry.group, entry.name) for entry in entries}
    aliases = {alias for entry in entries for alias in entry.aliases}
    return Known(frozenset(names | aliases), frozenset(commands))


class Mentions(msgspec.Struct, frozen=True):
    """What a text mentions, each kind sorted."""

    options: tuple[Name, ...] = ()
    groups: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


def mentions(text: str, known: Known) -> Mentions:
    """What a text in reStructuredText mentions."""
    literals = [double or single for double, single in _LITERAL.findall(text)]
    options = _options(text, literals, known)
    groups = {group for group in _GROUP.findall(text) if _is_group(group, literals, known)}
    return Mentions(
        options=tuple(sorted(options)),
        groups=tuple(sorted(groups)),
        rules=tuple(sorted(set(_RULE.findall(text)))),
        files=tuple(sorted({file for literal in literals for file in _FILE.findall(literal)})),
        commands=tuple(sorted(_commands(text, known))),
    )


def _options(text: str, literals: list[str], known: Known) -> set[Name]:
    """Options of this release anywhere; others, as removed ones, only where marked as literal."""
    marked = {found for literal in literals for found in _OPTION.findall(literal)}
    return marked | {found for found in _OPTION.findall(text) if found in known.options}


def _is_group(group: str, literals: list[str], known: Known) -> bool:
    marked = any(f"[{group}]" in literal for literal in literals)
    return marked or any(group == known_group for known_group, _ in known.options)


def _commands(text: str, known: Known) -> set[str]:
    named = {f"keystone-manage {verb}" for verb in _MANAGE.findall(text) if verb in known.commands}
    return named | set(_COMMAND.findall(text))
