"""The files below a directory, without end however its links are laid."""

import os
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

DEPTH = 12
COUNT = 10_000
"""A configuration directory is neither as deep nor as full; further files are not looked at."""

_SKIPPED = frozenset({".git", ".hg", ".svn", "__pycache__"})


class Found(NamedTuple):
    """A file below a directory, or a directory that could not be looked into, with the reason."""

    path: Path
    trouble: str = ""


def walk(root: Path) -> Iterator[Found]:
    """Every file below a directory in the order of names; each directory is entered once."""
    for count, found in enumerate(_below(root, depth=0, entered=set())):
        if count == COUNT:
            yield Found(root, f"it has more than {COUNT} files")
            return
        yield found


def _below(directory: Path, depth: int, entered: set[tuple[int, int]]) -> Iterator[Found]:
    try:
        status = directory.stat()
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(directory, error.strerror or type(error).__name__)
        return
    identity = (status.st_dev, status.st_ino)
    if identity in entered:
        return
    entered.add(identity)
    for entry in entries:
        if not _is_directory(entry):
            yield Found(directory / entry.name)
        elif depth >= DEPTH:
            yield Found(directory / entry.name, f"it lies more than {DEPTH} directories deep")
        elif entry.name not in _SKIPPED:
            yield from _below(directory / entry.name, depth + 1, entered)


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
