"""Tells the notes of a series by its source archives, as far as these can be had."""

from collections.abc import Sequence
from concurrent.futures import Future

import msgspec
from msgspec.structs import replace

from linter.catalog.errors import DownloadFailed
from linter.catalog.mentions import Known
from linter.catalog.sdist import Archive, listed
from linter.model.release import Release
from linter.notes.archives import series_archives
from linter.notes.documents import Document, may_lead, project_page, source_archive
from linter.notes.fetched import Fetched, FetchError, Unusable, sentence
from linter.notes.missing import Missing, Part, missing
from linter.notes.reno_files import NoteFault, Source
from linter.notes.series import SeriesNotes, series_notes
from linter.notes.supply import Supply
from linter.notes.unpacking import read_archive

# Keystone's have up to eight.
_MOST = 40
_OTHER_INDEX = "name another index with --index-url"
_WITH_IT = "name an index that has it with --index-url, or read fewer with --previous"
_READ_IT = "read this note where it is published"


class Offer(msgspec.Struct, frozen=True):
    """The archives that a package index offers, oldest first, and the page that says so."""

    archives: tuple[Archive, ...]
    fetched: Fetched


def read_offer(index: str, supply: Supply) -> Offer:
    """What the package index offers. Raises FetchError."""
    document = project_page(index)
    kind = replace(document.kind, flaw=lambda content: _offered(content, document.address)[1])
    fetched = supply.had(replace(document, kind=kind))
    archives, flaw = _offered(fetched.content, document.address)
    if flaw:
        remedy = supply.remedy()
        raise Unusable(f"The copy of {document.place} is of no use, {flaw}: {remedy}")
    return Offer(archives, fetched)


def _offered(content: bytes, address: str) -> tuple[tuple[Archive, ...], str]:
    """The archives, and what is wrong with the page."""
    try:
        found = listed(content, address)
    except (DownloadFailed, ValueError, RecursionError):
        return (), "it is no list of files in JSON (PEP 691)"
    return found, "" if found else "it offers no source archive"


class Unpacked(msgspec.Struct, frozen=True):
    """A source archive, and the notes in it."""

    fetched: Fetched
    source: Source


class Ordered(msgspec.Struct, frozen=True):
    """The archives of a release that are on their way, and the first one of the release before."""

    release: Release
    before: Future[Unpacked] | None
    own: tuple[Future[Unpacked], ...]


class Archived(msgspec.Struct, frozen=True):
    """What the archives tell, None if they tell nothing, and which of them could not be read.

    `without_page` is missing where the page is as well: that tells which of the notes are new.
    """

    told: SeriesNotes | None = None
    documents: tuple[Fetched, ...] = ()
    missing: tuple[Missing, ...] = ()
    without_page: tuple[Missing, ...] = ()


def order(releases: Sequence[Release], offer: Offer, supply: Supply) -> tuple[Ordered, ...]:
    """Fetches in the background what tells the notes of the releases, each archive once."""
    on_their_way: dict[Archive, Future[Unpacked]] = {}

    def ordered(archive: Archive) -> Future[Unpacked]:
        if archive not in on_their_way:
            on_their_way[archive] = supply.started(lambda: _unpacked(archive, offer, supply))
        return on_their_way[archive]

    found = []
    for release in releases:
        told = series_archives(offer.archives, release.major)
        # Nothing of a series that is not released can be compared.
        before = ordered(told.before) if told.before and told.archives else None
        found.append(Ordered(release, before, tuple(map(ordered, told.archives[-_MOST:]))))
    return tuple(found)


def _unpacked(archive: Archive, offer: Offer, supply: Supply) -> Unpacked:
    document = source_archive(archive.url, archive.sha256)
    _check_origin(document, offer)
    fetched = supply.had(document)
    source = read_archive(str(archive.version), fetched.content)
    if isinstance(source, NoteFault):
        remedy = supply.remedy(_OTHER_INDEX)
        raise Unusable(f"{document.place}: {source.file} {source.reason}: {remedy}")
    return Unpacked(fetched, source)


def _check_origin(document: Document, offer: Offer) -> None:
    """Raises Unusable for an archive that the index must not send to."""
    try:
        is_right = may_lead(offer.fetched.address, document.address)
    except ValueError:
        # What is no address is refused where it is asked for.
        return
    if not is_right:
        why = "an index in the network may only name addresses there, and with https only such"
        raise Unusable(sentence(document.place, why, _OTHER_INDEX))


def read_archives(ordered: Ordered, known: Known, supply: Supply) -> Archived:
    """What the archives tell of a series; waits for those that are on their way.

    Without the one before only the page tells which notes are new. Any of the others may be
    missing.
    """
    release, series = ordered.release, ordered.release.series
    if not ordered.own:
        lacking = (_lacking(series, f"{release.major}.x", supply),) if release.released else ()
        return Archived(missing=lacking)
    before = None if ordered.before is None else _had(ordered.before, series)
    own = [_had(future, series) for future in ordered.own]
    read = [one for one in own if isinstance(one, Unpacked)]
    lost = tuple(one for one in (before, *own) if isinstance(one, Missing))
    if isinstance(before, Missing) or not read:
        return Archived(missing=lost)
    told = series_notes(
        series, before.source if before else None, [one.source for one in read], known
    )
    faults = tuple(
        Missing(series, Part.ARCHIVES, f"{fault.file} {fault.reason}", _READ_IT)
        for fault in told.faults
    )
    compared = (before,) if before else ()
    lacking = (_lacking(series, f"{release.major - 1}.x to compare with", supply),)
    return Archived(
        told,
        tuple(one.fetched for one in (*compared, *read)),
        (*lost, *faults),
        () if before else lacking,
    )


def _lacking(series: str, what: str, supply: Supply) -> Missing:
    why = f"the package index has no keystone {what}"
    return Missing(series, Part.ARCHIVES, why, supply.remedy(_WITH_IT))


def _had(future: Future[Unpacked], series: str) -> Unpacked | Missing:
    try:
        return future.result()
    except FetchError as error:
        return missing(series, Part.ARCHIVES, error)
