"""Asks a server once for a document, and takes no more of its answer than the document can be."""

import http
import time
from urllib.parse import urljoin, urlsplit

import msgspec
import requests

from linter.catalog.package_index import shown
from linter.model.harmless import LONGEST_WORD, harmless
from linter.notes.answers import announced, check_size, check_status, check_type, out_of_time
from linter.notes.cache import Validators
from linter.notes.documents import Document, may_lead
from linter.notes.faults import explained
from linter.notes.fetched import OTHER_SERVER, Unanswered, Unusable, sentence
from linter.notes.limits import Limits, Progress

REDIRECTS = 5
"""So many are followed; a site that moved needs two."""

_PART = 2**16


class Answer(msgspec.Struct, frozen=True):
    """What a server gave: the content, None if it says that the copy at hand is still right."""

    content: bytes | None
    validators: Validators


class Request(msgspec.Struct, frozen=True):
    """A document, the validators of the copy at hand, and when all must be over (monotonic)."""

    document: Document
    validators: Validators
    limits: Limits
    ends: float


class _Session(requests.Session):
    """Leaves redirects alone: requests reads all that comes with one, however much that is."""

    def get_redirect_target(self, resp: requests.Response) -> None:
        """None, as if there were none."""


def transferred(request: Request, received: Progress) -> Answer:
    """The server's answer, judged. Raises Unanswered, Unusable."""
    with (
        explained(request.document.place),
        _Session() as session,
        _final(session, request) as answer,
    ):
        check_status(answer, request.document, request.validators)
        if answer.status_code == http.HTTPStatus.NOT_MODIFIED:
            return Answer(None, request.validators)
        check_type(answer, request.document)
        headers = answer.headers
        validators = Validators(headers.get("ETag", ""), headers.get("Last-Modified", ""))
        return Answer(_body(answer, request, received), validators)


def _final(session: _Session, request: Request) -> requests.Response:
    """The answer behind all redirects; what comes with a redirect is never read."""
    address = request.document.address
    for _ in range(REDIRECTS + 1):
        left = max(request.ends - time.monotonic(), 0.001)
        limits = request.limits
        answer = session.get(
            address,
            headers=_headers(request),
            timeout=(min(limits.connect, left), min(limits.read, left)),
            allow_redirects=False,
            stream=True,
        )
        if not answer.is_redirect:
            return answer
        answer.close()
        address = _followed(address, answer.headers["Location"], request.document.place)
    why = f"it redirects more than {REDIRECTS} times"
    raise Unusable(sentence(request.document.place, why, OTHER_SERVER))


def _followed(address: str, target: str, place: str) -> str:
    """Where a redirect leads. Raises Unusable where it must not be followed."""
    try:
        # What is no ASCII in it stands for bytes, in UTF-8 nearly always.
        there = urljoin(address, target.encode("latin-1").decode())
        is_right = may_lead(address, there)
    except ValueError as error:
        why = f"it redirects to what is no address ({harmless(target, LONGEST_WORD)})"
        raise Unusable(sentence(place, why, OTHER_SERVER)) from error
    if is_right:
        return there
    why = f"it redirects from {urlsplit(address).scheme} to {harmless(shown(there), LONGEST_WORD)}"
    raise Unusable(sentence(place, why, "give the address of a server that stays with https"))


def _headers(request: Request) -> dict[str, str]:
    kind, validators = request.document.kind, request.validators
    headers = {
        "User-Agent": "kslint",
        "Accept": ", ".join((*kind.types, "*/*;q=0.1")),
        "Accept-Encoding": "gzip" if kind.decoded else "identity",
        # A proxy between must not answer for the server with a copy of its own.
        "Cache-Control": "no-cache",
    }
    if validators.etag:
        headers["If-None-Match"] = validators.etag
    if validators.last_modified:
        headers["If-Modified-Since"] = validators.last_modified
    return headers


def _body(answer: requests.Response, request: Request, received: Progress) -> bytes:
    """The whole body. Raises Unusable as soon as it is larger than it may be, Unanswered."""
    kind, place = request.document.kind, request.document.place
    total = announced(answer, kind)
    content = bytearray()
    check_size(total or 0, request.document)
    # Not by requests' iter_content: it waits for a part to be full, however slowly it fills.
    while part := answer.raw.read1(_PART, decode_content=kind.decoded):
        content += part
        check_size(len(content), request.document)
        if time.monotonic() > request.ends:
            raise Unanswered(out_of_time(place, request.limits))
        received(len(content), total)
    return bytes(content)
