"""Everything below a folder on disk, no link followed."""

import enum
import os
import stat
from collections.abc import Iterator
from pathlib import Path

import msgspec

from linter.collect.walk import SKIPPED


class Nature(enum.StrEnum):
    """What a name on disk stands for."""

    FILE = "file"
    LINK = "link"
    FOLDER = "folder"
    SKIPPED = "folder that is left out"
    HIDDEN = "what this user may not read"
    ODD = "pipe, socket or device"


class Item(msgspec.Struct, frozen=True):
    """One name on disk."""

    path: Path
    nature: Nature


def items_below(folder: Path) -> Iterator[Item]:
    """The folder and everything below it in the order of names, folders before what they hold."""
    try:
        names = sorted(os.listdir(folder))  # noqa: PTH208  names are all that is asked for
    except OSError:
        yield Item(folder, Nature.HIDDEN)
        return
    yield Item(folder, Nature.FOLDER)
    for name in names:
        path = folder / name
        found = item_at(path)
        if found.nature is not Nature.FOLDER:
            yield found
        elif name in SKIPPED:
            yield Item(path, Nature.SKIPPED)
        else:
            yield from items_below(path)


def item_at(path: Path) -> Item:
    """What is there, without looking into it."""
    try:
        mode = path.lstat().st_mode
    except OSError:
        return Item(path, Nature.HIDDEN)
    if stat.S_ISLNK(mode):
        return Item(path, Nature.LINK)
    if stat.S_ISDIR(mode):
        return Item(path, Nature.FOLDER)
    if not stat.S_ISREG(mode):
        return Item(path, Nature.ODD)
    readable = os.access(path, os.R_OK, effective_ids=True)
    return Item(path, Nature.FILE if readable else Nature.HIDDEN)
