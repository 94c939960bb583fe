"""Reads the page of a series wherever its notes are published."""

from collections.abc import Iterable, Mapping
from concurrent.futures import Future
from functools import partial

import msgspec
from msgspec.structs import replace

from linter.catalog.mentions import Known
from linter.model.notes import Note
from linter.model.release import Release
from linter.notes.documents import PAGE, Document, series_page
from linter.notes.fetched import Absent, Fetched, NoCopy, Unusable
from linter.notes.page import UNRELEASED, PageError, parse_page
from linter.notes.request import NotesRequest
from linter.notes.supply import Supply


class Page(msgspec.Struct, frozen=True):
    """The page with the notes of a series, and those notes.

    `is_final` is false where their versions are those of the series before and a number of commits.
    """

    fetched: Fetched
    notes: tuple[Note, ...]
    is_final: bool = True


def started_pages(
    request: NotesRequest,
    releases: Iterable[Release],
    names: Mapping[str, Known],
    supply: Supply,
) -> list[Future[Page]]:
    """The pages of these releases on their way, in their order."""
    return [
        supply.started(partial(_read, release, names[release.series], request, supply))
        for release in releases
    ]


def _read(release: Release, known: Known, request: NotesRequest, supply: Supply) -> Page:
    """The page of a series. Raises FetchError.

    Until the newest series has a page of its own, its notes stand on that of what is not released.
    """
    series = release.series
    try:
        return _page(series, request.site, supply, known)
    except (Absent, NoCopy) as error:
        if release != request.newest:
            raise
        try:
            page = _page(UNRELEASED, request.site, supply, known)
        except (Absent, NoCopy):
            raise error from None
        notes = tuple(replace(note, series=series) for note in page.notes)
        return replace(page, notes=notes, is_final=False)


def _page(name: str, site: str, supply: Supply, known: Known) -> Page:
    document = series_page(name, site)
    fetched = supply.had(_judged(document, name, known))
    notes = parse_page(fetched.content, name, known)
    if isinstance(notes, PageError):
        raise Unusable(f"The copy of {document.place} {notes.reason}: {supply.remedy()}")
    return Page(fetched, notes)


def _judged(document: Document, name: str, known: Known) -> Document:
    """The same, whose content is no good unless notes can be read from it."""

    def flaw(content: bytes) -> str:
        found = PAGE.flaw(content)
        notes = None if found else parse_page(content, name, known)
        return f"it {notes.reason}" if isinstance(notes, PageError) else found

    return replace(document, kind=replace(document.kind, flaw=flaw))
