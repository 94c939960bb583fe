"""Fetches the documents that the release notes of some releases are read from."""

from collections.abc import Callable, Iterable, Iterator
from functools import partial

import msgspec

from linter.catalog.mentions import Known
from linter.model.finding import Gap
from linter.notes.archived import Offer, Unpacked, order, read_offer
from linter.notes.cache import Cache
from linter.notes.fetched import Fetched, FetchError
from linter.notes.limits import Means
from linter.notes.missing import Missing, Part, gaps_of, missing
from linter.notes.published import Page, started_pages
from linter.notes.request import NotesRequest
from linter.notes.supply import Supply, Watch, outcome

_USUAL = Means()


class Collected(msgspec.Struct, frozen=True):
    """Documents, and a gap for each cause why some could not be had.

    `troubles` are sentences of what failed where a copy of before stood in.
    """

    copies: tuple[Fetched, ...]
    lost: tuple[Gap, ...]
    troubles: tuple[str, ...]


def collect(
    request: NotesRequest,
    known: Callable[[str], Known],
    means: Means = _USUAL,
    watch: Watch | None = None,
) -> Collected:
    """All documents that `gather` reads for the same request, each once."""
    supply = Supply(Cache(request.folder), means, offline=request.offline, watch=watch)
    index = supply.started(partial(read_offer, request.index, supply))
    names = {release.series: known(release.series) for release in request.releases}
    pages = started_pages(request, request.releases, names, supply)
    offer = outcome(index)
    archives = tuple(_archives(request, offer, supply))
    series = [release.series for release in request.releases]
    published = tuple(zip(series, map(outcome, pages), strict=True))
    return _collected(offer, published, archives)


def _archives(
    request: NotesRequest, offer: Offer | FetchError, supply: Supply
) -> Iterator[tuple[str, Unpacked | FetchError]]:
    if isinstance(offer, FetchError):
        yield from ((release.series, offer) for release in request.releases)
        return
    for ordered in order(request.releases, offer, supply):
        before = () if ordered.before is None else (ordered.before,)
        for future in (*before, *ordered.own):
            yield ordered.release.series, outcome(future)


def _collected(
    offer: Offer | FetchError,
    pages: Iterable[tuple[str, Page | FetchError]],
    archives: Iterable[tuple[str, Unpacked | FetchError]],
) -> Collected:
    lost: list[Missing] = []
    copies = {} if isinstance(offer, FetchError) else {offer.fetched.address: offer.fetched}
    for part, found in ((Part.PAGE, pages), (Part.ARCHIVES, archives)):
        for series, one in found:
            if isinstance(one, FetchError):
                lost.append(missing(series, part, one))
            else:
                copies[one.fetched.address] = one.fetched
    troubles = dict.fromkeys(copy.trouble for copy in copies.values() if copy.trouble)
    return Collected(tuple(copies.values()), tuple(gaps_of(lost)), tuple(troubles))
