"""The files below a directory, without end however its links are laid."""

import os
from collections.abc import Hashable, Iterator
from pathlib import Path
from typing import NamedTuple

DEPTH = 12
COUNT = 10_000
"""A configuration directory is neither as deep nor as full; further files are not looked at."""

FILES = frozenset({"keystone.conf", "policy.yaml", "policy.json", "logging.conf"})
"""What keystone opens; a mount of a file that was not there leaves a directory of its name."""

SKIPPED = frozenset({".git", ".hg", ".svn", "__pycache__"})


class Found(NamedTuple):
    """A file below a directory, or a directory that could not be looked into, with the reason."""

    path: Path
    trouble: str = ""


Identity = Hashable
"""What a directory is told by, whatever the path: device and inode on a disk."""


def walk(root: Path, entered: set[Identity] | None = None) -> Iterator[Found]:
    """Every file below a directory in the order of names; each directory is entered once.

    A directory that does not exist has none. `entered` are the directories that an earlier walk has
    been in; it grows.
    """
    if not os.path.lexists(root):
        return
    above = frozenset(_identity(parent) for parent in root.resolve().parents)
    for count, found in enumerate(_below(root, above, set() if entered is None else entered)):
        if count == COUNT:
            yield Found(root, f"it has more than {COUNT} files")
            return
        yield found


def _below(
    directory: Path, above: frozenset[Identity], entered: set[Identity], depth: int = 0
) -> Iterator[Found]:
    try:
        identity = _identity(directory)
        entries = sorted(os.scandir(directory), key=lambda entry: entry.name)
    except OSError as error:
        yield Found(directory, error.strerror or type(error).__name__)
        return
    if identity in above:
        yield Found(directory, "it is a link that leads back to a directory above it")
        return
    if identity in entered:
        return
    entered.add(identity)
    for entry in entries:
        path = directory / entry.name
        if not _is_directory(entry):
            yield Found(path)
        elif depth >= DEPTH:
            yield Found(path, f"it lies more than {DEPTH} directories deep")
        elif entry.name in FILES:
            yield Found(path, "it is a directory, and a file is expected there")
        elif entry.name not in SKIPPED:
            yield from _below(path, above | {identity}, entered, depth + 1)


def _identity(directory: Path) -> Identity:
    status = directory.stat()
    return status.st_dev, status.st_ino


def _is_directory(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:
        return False
