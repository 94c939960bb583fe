"""What the prepared directory consists of."""

import enum
from pathlib import Path

import msgspec

from linter.model.finding import Gap


class Origin(enum.StrEnum):
    """How a file came into the prepared directory."""

    EDITED = "edited"
    CONVERTED = "converted"
    COPIED = "copied"
    NOT_UNDERSTOOD = "not understood"
    KEY = "key"
    LINK = "link"
    LEFT_OUT = "left out"


CHANGED = frozenset({Origin.EDITED, Origin.CONVERTED, Origin.LEFT_OUT})
"""How a file is otherwise than it is deployed."""


class Entry(msgspec.Struct, frozen=True):
    """One file of the prepared directory; `path` is relative to it, "" for one that is left out.

    `source` is where the deployed one lies on disk. Its mode and owner are kept, and without a
    `content` its bytes too. `was` is the deployed one's own path, in the same layout.
    """

    path: str
    source: Path
    origin: Origin
    content: bytes | None = None
    was: str = ""


class Folder(msgspec.Struct, frozen=True):
    """A folder of the prepared directory, "" for that itself, and the one whose mode it has."""

    path: str
    source: Path


class Tree(msgspec.Struct, frozen=True):
    """Every file of the prepared directory in the order of paths, and what has no place in it.

    `outside` and `web` are new contents of files that lie outside of what was given, by their path
    on disk without its first slash: of the configuration, and of web servers and whatever else
    starts keystone. `skipped` are the folders that no deployment consists of, as those of git.
    """

    entries: tuple[Entry, ...]
    outside: tuple[Entry, ...] = ()
    gaps: tuple[Gap, ...] = ()
    web: tuple[Entry, ...] = ()
    folders: tuple[Folder, ...] = ()
    skipped: tuple[str, ...] = ()


class TreeError(Exception):
    """Arguments whose files cannot be prepared; the sentence says what to give instead."""


class FolderError(Exception):
    """A directory or a patch that cannot be written; the sentence says why and what to do."""
