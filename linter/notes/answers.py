"""Judges the answer of a server by what stands before its body, and its body by the size."""

import http

import requests

from linter.model.harmless import LONGEST_WORD, harmless
from linter.notes.cache import Validators
from linter.notes.documents import MEGABYTE, Document, Kind
from linter.notes.fetched import OTHER_SERVER, Absent, Failing, Unanswered, Unusable, sentence
from linter.notes.limits import Limits

_BUSY = {429, 500, 502, 503, 504}
_CLOSED = {401, 403, 407}
_GONE = {404, 410}
_ENCODINGS = {"", "identity", "gzip", "x-gzip", "deflate"}


def check_status(answer: requests.Response, document: Document, validators: Validators) -> None:
    """Raises Unanswered or Unusable; 304 is right where the copy at hand was named."""
    place, status = document.place, answer.status_code
    if status == http.HTTPStatus.OK:
        return
    if status == http.HTTPStatus.NOT_MODIFIED and validators != Validators():
        return
    why = f"the server answers {_status_in_words(status)}"
    if status in _BUSY:
        wait = answer.headers.get("Retry-After", "")
        why += f" and asks to wait for {harmless(wait, LONGEST_WORD)} s" if wait.isdigit() else ""
        fault = Unanswered if wait or status == http.HTTPStatus.TOO_MANY_REQUESTS else Failing
        raise fault(sentence(place, why, "try again later"), wait)
    if status in _CLOSED:
        raise Unusable(sentence(place, why, "it wants a name and password, or refuses this client"))
    kind = Absent if status in _GONE else Unusable
    raise kind(sentence(place, why, "check the address"))


def _status_in_words(status: int) -> str:
    try:
        return f"{status} {http.HTTPStatus(status).phrase}"
    except ValueError:
        return str(status)


def check_type(answer: requests.Response, document: Document) -> None:
    """Raises Unusable; a server that says nothing is believed, the content is looked at anyway."""
    given = answer.headers.get("Content-Type", "").partition(";")[0].strip().lower()
    packed = answer.headers.get("Content-Encoding", "").strip().lower()
    if given and given not in document.kind.types:
        why = f"it is {harmless(given, LONGEST_WORD)} and not {document.kind.name}"
        raise Unusable(sentence(document.place, why, OTHER_SERVER))
    if document.kind.decoded and packed not in _ENCODINGS:
        why = f"it is packed in a way not asked for ({harmless(packed, LONGEST_WORD)})"
        raise Unusable(sentence(document.place, why, OTHER_SERVER))


def announced(answer: requests.Response, kind: Kind) -> int | None:
    """The size of the content, if the server says it; what is packed will be of another one."""
    length = answer.headers.get("Content-Length", "")
    if not (length.isascii() and length.isdigit()):
        return None
    return None if kind.decoded and answer.headers.get("Content-Encoding") else int(length)


def check_size(size: int, document: Document) -> None:
    """Raises Unusable where no document of its kind is as large."""
    limit = document.kind.limit
    if size > limit:
        why = f"it is larger than {limit / MEGABYTE:g} MiB"
        raise Unusable(sentence(document.place, why, OTHER_SERVER))


def out_of_time(place: str, limits: Limits) -> str:
    """What is said of a document that did not come within its time."""
    why = f"it did not come within {limits.total:g} s"
    return sentence(place, why, "try again later, or from another network")
