"""Indexes the release notes that are new in a series: what they mention, never what they say."""

import re
from collections.abc import Iterable
from pathlib import Path

import msgspec
import yaml

from linter.catalog.entries import Name, NoteEntry

_UNIQUE = re.compile(r"[0-9a-f]{16}$")
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

    options: frozenset[Name]
    commands: frozenset[str]


def new_notes(source: Path, previous: Path | None, known: Known) -> tuple[NoteEntry, ...]:
    """The notes of one source tree that are not in the other, in the order of their ids."""
    older = {_identity(path) for path in _notes(previous)} if previous else set()
    paths = [path for path in _notes(source) if _identity(path) not in older]
    return tuple(_entry(path, known) for path in sorted(paths))


def _notes(source: Path) -> Iterable[Path]:
    return source.glob("releasenotes/notes/*.yaml")


def _identity(path: Path) -> str:
    """What stays the same when a note is renamed: reno's unique suffix, where it has one."""
    match = _UNIQUE.search(path.stem)
    return match[0] if match else path.stem


def _entry(path: Path, known: Known) -> NoteEntry:
    content = yaml.load(path.read_bytes(), yaml.CSafeLoader) or {}
    text = "\n".join(_texts(content))
    literals = [double or single for double, single in _LITERAL.findall(text)]
    options = _options(text, literals, known)
    groups = {group for group in _GROUP.findall(text) if _is_group(group, literals, known)}
    return NoteEntry(
        id=path.stem,
        sections=tuple(sorted(content)),
        options=tuple(sorted(options)),
        groups=tuple(sorted(groups)),
        rules=tuple(sorted(set(_RULE.findall(text)))),
        files=tuple(sorted({file for literal in literals for file in _FILE.findall(literal)})),
        commands=tuple(sorted(_commands(text, known))),
    )


def _texts(value: object) -> Iterable[str]:
    if isinstance(value, dict):
        for member in value.values():
            yield from _texts(member)
    elif isinstance(value, list):
        for member in value:
            yield from _texts(member)
    else:
        yield str(value)


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
