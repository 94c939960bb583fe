"""Tells notes that come with a later version than the one that will be installed."""

from linter.model.notes import Note
from linter.notes.reconcile import is_later


def is_beyond(note: Note, target: str, installed: str) -> bool:
    """Whether a note comes with a version of the target series after the one to be installed.

    Where nothing tells what will be installed, `installed` is "" and no note does.
    """
    return note.series == target and bool(installed) and is_later(note.version, installed)
