"""Joins what the page and the source archives of one series say."""

from concurrent.futures import Future

import msgspec
from msgspec.structs import replace

from linter.model.notes import Note
from linter.notes.archived import Archived
from linter.notes.fetched import Fetched, FetchError
from linter.notes.missing import Missing, Part, missing
from linter.notes.published import Page
from linter.notes.reconcile import Difference, reconcile
from linter.notes.series import SeriesNotes


class SeriesFound(msgspec.Struct, frozen=True):
    """The notes of a series, what they were read from, what was not, and where the two differ."""

    series: str
    notes: tuple[Note, ...]
    page: Fetched | None
    archives: tuple[Fetched, ...]
    missing: tuple[Missing, ...]
    differences: tuple[Difference, ...] = ()

    @property
    def documents(self) -> tuple[Fetched, ...]:
        """All that the notes were read from."""
        return (self.page, *self.archives) if self.page else self.archives


def one_series(series: str, coming: Future[Page], archived: Archived) -> SeriesFound:
    """All notes of a series that can be had; waits for its page."""
    told, archives = archived.told, archived.documents
    try:
        page = coming.result()
    except FetchError as error:
        return _without_page(series, error, archived)
    if told is None:
        return SeriesFound(series, page.notes, page.fetched, archives, archived.missing)
    joined = reconcile(page.notes, told)
    notes = joined.notes if page.is_final else _as_released(joined.notes, told)
    return SeriesFound(series, notes, page.fetched, archives, archived.missing, joined.differences)


def _without_page(series: str, error: FetchError, archived: Archived) -> SeriesFound:
    lost = (missing(series, Part.PAGE, error), *archived.missing, *archived.without_page)
    told = archived.told
    if told is None or archived.without_page:
        return SeriesFound(series, (), None, (), lost)
    notes = (*told.notes, *told.passed_over)
    return SeriesFound(series, notes, None, archived.documents, lost)


def _as_released(notes: tuple[Note, ...], told: SeriesNotes) -> tuple[Note, ...]:
    """The notes with the versions of the archives, where these have them."""
    versions = {(note.id, note.section, note.item): note.version for note in told.notes}
    return tuple(
        replace(note, version=versions.get((note.id, note.section, note.item), note.version))
        for note in notes
    )
