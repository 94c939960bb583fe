"""Indexes the release notes that are new in a series: what they mention, never what they say."""

import re
from collections.abc import Iterable
from pathlib import Path

import yaml

from linter.catalog.entries import NoteEntry
from linter.catalog.mentions import Known, mentions

_UNIQUE = re.compile(r"[0-9a-f]{16}$")


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
    found = mentions("\n".join(_texts(content)), known)
    return NoteEntry(
        id=path.stem,
        sections=tuple(sorted(content)),
        options=found.options,
        groups=found.groups,
        rules=found.rules,
        files=found.files,
        commands=found.commands,
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
