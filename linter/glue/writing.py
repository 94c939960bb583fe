"""Writes files into a repository, over none that is there and nowhere else."""

import os
from enum import StrEnum
from pathlib import Path

from linter.glue.files import GlueFile
from linter.model.visible import visible


class WritingError(Exception):
    """A file that cannot be written; the text names it and says why."""


class Outcome(StrEnum):
    """What became of a file: it is ours now, it was before, or another one was left as it is."""

    WRITTEN = "wrote"
    THERE = "is there already:"
    LEFT = "left as it is:"


def write(file: GlueFile, folder: Path) -> Outcome:
    """Writes a file unless there is one of that name. Raises WritingError."""
    path = folder / file.path
    try:
        if os.path.lexists(path):
            return _outcome_beside(file, path)
        if not path.parent.resolve().is_relative_to(folder.resolve()):
            raise WritingError(f"{_shown(path.parent)} leads out of the repository")
        path.parent.mkdir(parents=True, exist_ok=True)
        # Never what another process has put there since, and no link is followed.
        with path.open("x", encoding="utf-8") as opened:
            opened.write(file.text)
    except (OSError, RuntimeError) as error:
        why = error.strerror if isinstance(error, OSError) else "its links go in a circle"
        raise WritingError(f"{_shown(path)} cannot be written: {why}") from error
    return Outcome.WRITTEN


def _outcome_beside(file: GlueFile, path: Path) -> Outcome:
    there = path.read_bytes().decode(errors="replace") if path.is_file() else ""
    is_good = there == file.text or bool(file.mark and file.mark in there)
    return Outcome.THERE if is_good else Outcome.LEFT


def _shown(path: Path) -> str:
    return visible(os.fspath(path))
