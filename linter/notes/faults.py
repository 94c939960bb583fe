"""Says of what failed between this machine and a server why it did, and what to do about it."""

import http.client
import ssl
from collections.abc import Iterator
from contextlib import contextmanager

import msgspec
import requests
from urllib3 import exceptions as urllib3

from linter.model.harmless import LONGEST_WORD, harmless
from linter.notes.fetched import OTHER_SERVER, Failing, Unanswered, Unusable, sentence

_NETWORK = "check the address, the network and the proxy settings"
_LATER = "try again later"
_OF_HTTP = (requests.RequestException, urllib3.HTTPError, http.client.HTTPException)


class _Row(msgspec.Struct, frozen=True):
    """What is said of exceptions of some kinds; `{}` is for what the innermost says itself."""

    kinds: type[BaseException] | tuple[type[BaseException], ...]
    why: str
    remedy: str
    fault: type[Unanswered | Unusable]


_KNOWN = (
    _Row(
        ssl.SSLCertVerificationError,
        "its certificate is not trusted ({})",
        "if a mirror or a proxy of yours signs its own certificates, name the file of its "
        "authority in REQUESTS_CA_BUNDLE",
        Unusable,
    ),
    _Row(
        (ssl.SSLEOFError, ssl.SSLZeroReturnError),
        "the connection ended before TLS was agreed on or over",
        _NETWORK,
        Unanswered,
    ),
    _Row(ssl.SSLError, "TLS fails ({})", OTHER_SERVER, Unusable),
    _Row(urllib3.ProxyError, "the proxy refuses ({})", _NETWORK, Unusable),
    _Row(urllib3.NameResolutionError, "its name is not known here", _NETWORK, Unanswered),
    # Before time-outs, of which urllib3 has made it a kind.
    _Row(urllib3.NewConnectionError, "the connection fails ({})", _NETWORK, Unanswered),
    _Row(
        (urllib3.ConnectTimeoutError, urllib3.ReadTimeoutError, TimeoutError),
        "the server does not answer in time",
        _LATER,
        Unanswered,
    ),
    _Row(
        (urllib3.IncompleteRead, http.client.IncompleteRead),
        "the connection ended in the middle of it",
        _LATER,
        Failing,
    ),
    _Row(urllib3.DecodeError, "it cannot be unpacked as the server says", OTHER_SERVER, Unusable),
    _Row(
        requests.exceptions.InvalidSchema,
        "this cannot be reached with what is installed ({})",
        _NETWORK,
        Unusable,
    ),
    _Row(http.client.RemoteDisconnected, "the server hangs up", _NETWORK, Unanswered),
    _Row(http.client.BadStatusLine, "what answers is not HTTP ({})", OTHER_SERVER, Unusable),
)
_NO_ADDRESS = _Row(
    ValueError, "this is no address ({})", "correct it, or where it redirects to", Unusable
)
_UNKNOWN = _Row(BaseException, "the connection fails ({})", _NETWORK, Unanswered)


@contextmanager
def explained(place: str) -> Iterator[None]:
    """Whatever requests, urllib3 and sockets raise inside comes out as a FetchError."""
    try:
        yield
    except (*_OF_HTTP, OSError, ValueError) as error:
        raise _fault(place, tuple(_causes(error))) from error


_TELLING = (ssl.SSLError, http.client.BadStatusLine)
"""Better said in the words of these than of what is further in."""


def _fault(place: str, causes: tuple[BaseException, ...]) -> Unanswered | Unusable:
    """The first row that knows one of the causes, the outermost first."""
    known = ((error, row) for error in causes for row in _KNOWN if isinstance(error, row.kinds))
    outermost, innermost = causes[0], causes[-1]
    # Further in it is that of a server's number that is none.
    usual = _NO_ADDRESS if isinstance(outermost, ValueError) else _UNKNOWN
    error, row = next(known, (innermost, usual))
    words = _words(error if isinstance(error, _TELLING) else innermost)
    return row.fault(sentence(place, row.why.format(words), row.remedy))


def _words(error: BaseException) -> str:
    words = error.strerror if isinstance(error, OSError) else ""
    if isinstance(error, ssl.SSLCertVerificationError):
        words = error.verify_message.rstrip(".")
    return harmless((words or str(error)).strip() or type(error).__name__, LONGEST_WORD)


def _causes(error: BaseException) -> Iterator[BaseException]:
    """The exception and all that led to it, the outermost first."""
    seen: set[int] = set()
    waiting = [error]
    while waiting:
        current = waiting.pop()
        if id(current) in seen:
            continue
        seen.add(id(current))
        yield current
        behind = [current.__cause__, current.__context__, getattr(current, "reason", None)]
        behind += [part for part in current.args if isinstance(part, BaseException)]
        waiting += [part for part in behind if isinstance(part, BaseException)]
