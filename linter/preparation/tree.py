"""Which files the prepared directory has, and where each comes from."""

import enum
from collections.abc import Sequence
from pathlib import Path

import msgspec

from linter.model.finding import Gap
from linter.model.preparation import NewFile
from linter.model.snapshot import Node


class Origin(enum.StrEnum):
    """How a file came into the prepared directory."""

    EDITED = "edited"
    CONVERTED = "converted"
    COPIED = "copied"
    NOT_UNDERSTOOD = "not understood"
    KEY = "key"
    LINK = "link"
    LEFT_OUT = "left out"


class Entry(msgspec.Struct, frozen=True):
    """One file of the prepared directory; `path` is relative to it, "" for one that is left out.

    `source` is where the deployed one lies on disk. Its mode and owner are kept, and without a
    `content` its bytes too.
    """

    path: str
    source: Path
    origin: Origin
    content: bytes | None = None


class Tree(msgspec.Struct, frozen=True):
    """Every file of the prepared directory in the order of paths, and what has no place in it.

    `outside` are new contents of files that lie outside of what was given, by their path on disk.
    """

    entries: tuple[Entry, ...]
    outside: tuple[Entry, ...] = ()
    gaps: tuple[Gap, ...] = ()


class TreeError(Exception):
    """Arguments whose files cannot be prepared; the sentence says what to give instead."""


def tree_of(
    arguments: Sequence[str], new_files: Sequence[tuple[Node, tuple[NewFile, ...]]]
) -> Tree:
    """The prepared directory for all nodes. Raises TreeError.

    With one argument paths are relative to it, with several each lies below its own name. A file
    that several nodes share is there once; where they disagree on it, it stays as it was, and that
    is a required Gap.
    """
    return Tree(())
