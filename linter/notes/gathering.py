"""Gathers the release notes of an upgrade from the site and the package index."""

from collections.abc import Callable
from pathlib import Path

import msgspec

from linter.catalog.mentions import Known
from linter.model.finding import Gap
from linter.model.notes import Note, NoteDocument
from linter.model.release import Release, Upgrade
from linter.notes.bundle import Bundle
from linter.notes.documents import NOTES_SITE
from linter.notes.limits import Means

_USUAL = Means()


class NotesRequest(msgspec.Struct, frozen=True):
    """Whose notes are wanted, and from where.

    `releases` are oldest first, the last one is the target. `newest` is the newest release known:
    its notes may still stand on the page of what is not released. `version` is that of the target
    which will be installed, "" for the newest that is offered. `folder` is that of the cache.
    Offline nothing but the copies there is read; with a bundle nothing but the copies in it.
    """

    releases: tuple[Release, ...]
    newest: Release
    folder: Path
    index: str
    site: str = NOTES_SITE
    version: str = ""
    offline: bool = False
    bundle: Bundle | None = None


class Gathered(msgspec.Struct, frozen=True):
    """The notes of all the releases that were wanted, and what could not be had.

    `troubles` are sentences of what failed where a copy of before stood in. `version` is that of
    the target which will be installed.
    """

    notes: tuple[Note, ...]
    documents: tuple[NoteDocument, ...]
    gaps: tuple[Gap, ...]
    troubles: tuple[str, ...]
    version: str


Watch = Callable[[str, int, int, int, int | None], None]
"""Called with what is fetched, how many documents are done, of how many, bytes and all bytes."""


def wanted(upgrade: Upgrade, previous: int) -> tuple[Release, ...]:
    """The releases whose notes are to be read: all that are crossed, and so many before them."""
    raise NotImplementedError


def gather(
    request: NotesRequest,
    known: Callable[[str], Known],
    means: Means = _USUAL,
    watch: Watch | None = None,
) -> Gathered:
    """All notes that can be had; what cannot is a gap, and no other fault of a place is raised.

    `known` are the names of the release of a series.
    """
    raise NotImplementedError
