"""Joins what the page and the source archives of one series say."""

from concurrent.futures import Future

import msgspec

from linter.model.notes import Note
from linter.notes.archived import Archived
from linter.notes.fetched import Fetched, FetchError
from linter.notes.missing import Missing, Part, missing
from linter.notes.published import Page
from linter.notes.reconcile import Difference, reconcile


class SeriesFound(msgspec.Struct, frozen=True):
    """The notes of a series, what they were read from, what was not, and where the two differ."""

    notes: tuple[Note, ...]
    documents: tuple[Fetched, ...]
    missing: tuple[Missing, ...] = ()
    differences: tuple[Difference, ...] = ()


def one_series(series: str, coming: Future[Page], archived: Archived) -> SeriesFound:
    """All notes of a series that can be had; waits for its page."""
    try:
        page = coming.result()
    except FetchError as error:
        lost = missing(series, Part.PAGE, error)
        told = archived.told
        notes = (*told.notes, *told.passed_over) if told else ()
        return SeriesFound(notes, archived.documents, (lost, *archived.missing))
    documents = (page.fetched, *archived.documents)
    if archived.told is None:
        return SeriesFound(page.notes, documents, archived.missing)
    joined = reconcile(page.notes, archived.told)
    return SeriesFound(joined.notes, documents, archived.missing, joined.differences)
