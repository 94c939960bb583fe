"""Puts a directory in the place of another, and tells at any moment how far that is."""

import ctypes
import enum
import os
import shutil
from pathlib import Path

import msgspec

from linter.execute.durable import sync_folder

_HERE = -100
_EXCHANGE = 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2), which Python does not have."""


class Stage(enum.StrEnum):
    """How far it is."""

    BEFORE = "before"
    BETWEEN = "between"
    AFTER = "after"


class Places(msgspec.Struct, frozen=True):
    """The directory in force, the draft of the new one, and where the old one is kept."""

    force: Path
    draft: Path
    kept: Path


class Pair(msgspec.Struct, frozen=True):
    """The inodes of the old and of the new directory, by which they are known under any name."""

    old: int
    new: int


def pair_of(places: Places) -> Pair:
    """The two, before anything was moved. Raises OSError."""
    return Pair(places.force.stat().st_ino, places.draft.stat().st_ino)


def stage(places: Places, pair: Pair | None) -> Stage:
    """How far it is; without a pair nothing was moved yet."""
    if pair is None or _inode(places.force) == pair.old:
        return Stage.BEFORE
    is_after = _inode(places.force) == pair.new and _inode(places.kept) == pair.old
    return Stage.AFTER if is_after else Stage.BETWEEN


def put_in_force(places: Places) -> None:
    """Moves the draft to its place, and the old one to where it is kept.

    Called again at any stage but the first, it goes on. Raises OSError.
    """
    if not _exchanged(places.draft, places.force):
        places.force.rename(places.kept)
        places.draft.rename(places.force)
    finish(places)


def finish(places: Places) -> None:
    """What is left to do between, whichever way it was begun. Raises OSError."""
    if not places.force.exists():
        places.draft.rename(places.force)
    elif places.draft.exists():
        places.draft.rename(places.kept)
    sync_folder(places.force.parent)


def take_back(places: Places, pair: Pair, aside: Path) -> None:
    """Puts the old one back, from any stage, and the new one aside. Raises OSError."""
    old = next((path for path in (places.kept, places.draft) if _inode(path) == pair.old), None)
    if old is not None and not places.force.exists():
        old.rename(places.force)
    elif old is not None and not _exchanged(old, places.force):
        _remove(aside)
        places.force.rename(aside)
        old.rename(places.force)
    for path in (places.kept, places.draft):
        if _inode(path) == pair.new:
            _remove(aside)
            path.rename(aside)
    sync_folder(places.force.parent)


def _exchanged(one: Path, other: Path) -> bool:
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


def _inode(path: Path) -> int:
    try:
        return path.lstat().st_ino
    except FileNotFoundError:
        return 0


def _remove(path: Path) -> None:
    if path.exists():
        shutil.rmtree(path)
