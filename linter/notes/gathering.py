"""Gathers the release notes of an upgrade from the site and the package index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from functools import partial

import msgspec

from linter.catalog.mentions import Known
from linter.model.finding import Gap
from linter.model.notes import Note, NoteDocument
from linter.model.release import Release
from linter.notes.archived import Archived, Offer, order, read_archives, read_offer
from linter.notes.cache import Cache
from linter.notes.fetched import Fetched, FetchError
from linter.notes.limits import Means
from linter.notes.missing import Part, gap_between, gap_of_age, gaps_of, missing
from linter.notes.one_series import SeriesFound, one_series
from linter.notes.published import started_pages
from linter.notes.request import NotesRequest
from linter.notes.supply import Supply, Watch, outcome

_AGAIN = "fetch them again where there is a network"
_USUAL = Means()


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


def gather(
    request: NotesRequest,
    known: Callable[[str], Known],
    means: Means = _USUAL,
    watch: Watch | None = None,
) -> Gathered:
    """All notes that can be had; what cannot is a gap, and no other fault of a place is raised.

    `known` are the names of the release of a series.
    """
    if not request.releases:
        return Gathered((), (), (), (), request.version)
    source = request.bundle or Cache(request.folder)
    supply = Supply(source, means, offline=request.offline, watch=watch)
    releases = request.releases[::-1]
    names = {release.series: known(release.series) for release in releases}
    index = supply.started(partial(read_offer, request.index, supply))
    pages = started_pages(request, releases, names, supply)
    offer = outcome(index)
    archived = _archived(releases, offer, names, supply)
    found = [
        one_series(release.series, page, told)
        for release, page, told in zip(releases, pages, archived, strict=True)
    ]
    return _gathered(request, offer, found, means.now())


def _gathered(
    request: NotesRequest,
    offer: Offer | FetchError,
    found: Sequence[SeriesFound],
    now: datetime,
) -> Gathered:
    index = (offer.fetched,) if isinstance(offer, Offer) else ()
    # What is known by its digest does not grow old.
    changing = (*index, *(series.page for series in found if series.page))
    used = (*index, *(document for series in found for document in series.documents))
    return Gathered(
        notes=tuple(note for series in found for note in series.notes),
        documents=_documents(found),
        gaps=(
            *gaps_of([one for series in found for one in series.missing]),
            *(gap for one in found for gap in gap_between(one.series, one.differences)),
            *gap_of_age(changing, now, request.bundle.remedy if request.bundle else _AGAIN),
        ),
        troubles=tuple(dict.fromkeys(document.trouble for document in used if document.trouble)),
        version=request.version or _version(request.releases, offer),
    )


def _archived(
    releases: Sequence[Release],
    offer: Offer | FetchError,
    names: Mapping[str, Known],
    supply: Supply,
) -> Iterator[Archived]:
    if isinstance(offer, FetchError):
        for release in releases:
            lost = missing(release.series, Part.ARCHIVES, offer)
            yield Archived(missing=(lost,))
        return
    for ordered in order(releases, offer, supply):
        yield read_archives(ordered, names[ordered.release.series], supply)


def _documents(found: Sequence[SeriesFound]) -> tuple[NoteDocument, ...]:
    """Those that notes were read from, each once."""
    read = {document for series in found for document in map(_as_read, series.documents)}
    return tuple(sorted(read))


def _as_read(fetched: Fetched) -> NoteDocument:
    return NoteDocument(fetched.address, fetched.fetched_at, fetched.digest)


def _version(releases: Sequence[Release], offer: Offer | FetchError) -> str:
    """The newest version of the target that is known."""
    target = releases[-1]
    offered = offer.archives if isinstance(offer, Offer) else ()
    own = [archive.version for archive in offered if archive.version.major == target.major]
    return str(own[-1]) if own else target.version
