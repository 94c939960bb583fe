"""Gathers the release notes of an upgrade from the site and the package index."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from concurrent.futures import Future
from datetime import datetime
from functools import partial
from pathlib import Path

import msgspec

from linter.catalog.mentions import Known
from linter.model.finding import Gap
from linter.model.notes import Note, NoteDocument
from linter.model.release import Release, Upgrade
from linter.notes.archived import Archived, Offer, order, read_archives, read_offer
from linter.notes.bundle import Bundle
from linter.notes.cache import Cache
from linter.notes.documents import NOTES_SITE
from linter.notes.fetched import Fetched, FetchError
from linter.notes.limits import Means
from linter.notes.missing import Part, gap_between, gap_of_age, gaps_of, missing
from linter.notes.one_series import SeriesFound, one_series
from linter.notes.published import Page, read_page
from linter.notes.supply import Supply, Watch

_AGAIN = "fetch them again where there is a network"
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


def wanted(upgrade: Upgrade, previous: int) -> tuple[Release, ...]:
    """The releases whose notes are to be read: all that are crossed, and so many before them."""
    majors = range(upgrade.source.major + 1 - previous, upgrade.target.major + 1)
    return tuple(release for release in upgrade.ladder if release.major in majors)


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
    pages = [
        supply.started(partial(_page, request, release, names[release.series], supply))
        for release in releases
    ]
    offer = _offer(index)
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


def _page(request: NotesRequest, release: Release, known: Known, supply: Supply) -> Page:
    is_newest = release == request.newest
    return read_page(release.series, request.site, supply, known, is_newest=is_newest)


def _offer(index: Future[Offer]) -> Offer | FetchError:
    try:
        return index.result()
    except FetchError as error:
        return error


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
