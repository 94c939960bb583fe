"""Writes the prepared directory, whole or not at all."""

from collections.abc import Sequence
from pathlib import Path

from linter.preparation.tree import Entry

MARKER = ".kslint-prepared.json"
"""What says that a directory is kslint's own, of which upgrade, and the digest of each file."""
DECISIONS = "DECISIONS.md"


class FolderError(Exception):
    """A directory that cannot be used; the sentence says why and what to do."""


def require_room(folder: Path, arguments: Sequence[str]) -> None:
    """Raises FolderError unless the directory is new, empty or kslint's own and unchanged.

    It may neither hold nor lie in anything that is prepared.
    """


def write(folder: Path, entries: Sequence[Entry], documents: dict[str, bytes], target: str) -> None:
    """Puts the files and kslint's own `documents` there, in place of what was. Raises FolderError.

    The directory that is there is replaced when the new one is complete.
    """


def write_patch(path: Path, content: bytes) -> None:
    """Writes the patch for its owner alone to read. Raises FolderError."""
