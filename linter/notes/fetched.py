"""A document as it was had, and why one could not be had."""

import hashlib
from datetime import datetime, timedelta

import msgspec

OTHER_SERVER = "look at what answers at this address"
"""What to do about an answer that is not the document."""

_BEFORE_REMEDY = ": "


class Fetched(msgspec.Struct, frozen=True):
    """A document, when the place it is from last gave or confirmed it (UTC), and its SHA-256.

    `address` holds no password. `from_cache` is true where the bytes came from a copy, confirmed or
    not. `trouble` is a sentence where something failed on the way: why a copy of before stands in,
    or why none could be kept; "" where all went well. `failure` is what kind of failure the copy
    stands in for.
    """

    content: bytes
    address: str
    fetched_at: datetime
    digest: str
    from_cache: bool = False
    trouble: str = ""
    failure: "type[FetchError] | None" = None

    def age(self, now: datetime) -> timedelta:
        """How long ago the content was last known to be what the place gives; never negative."""
        return max(now - self.fetched_at, timedelta())


def digest_of(content: bytes) -> str:
    """The SHA-256 that a content is known by."""
    return hashlib.sha256(content).hexdigest()


def sentence(place: str, why: str, remedy: str) -> str:
    """What is said of a document that could not be fetched."""
    return f"{place} cannot be fetched, {why}{_BEFORE_REMEDY}{remedy}"


class FetchError(Exception):
    """The root of what can go wrong with fetching; each message says what to do about it.

    FetchError
    ├── Unanswered   no answer, or one that another try may better: the network, a busy server
    │   └── Failing  an answer to this alone: of the server's other documents nothing is known
    ├── Unusable     an answer that is not the document, and will not be at another try
    │   └── Absent   the place says that it has no such document
    ├── NotKept      a copy that is damaged, or not what is wanted
    │   └── NoCopy   no copy at hand
    └── NoBundle     a file that is no bundle, or not as it was written
    """

    @property
    def why(self) -> str:
        """The message without what to do about it."""
        return str(self).rpartition(_BEFORE_REMEDY)[0] or str(self)

    @property
    def remedy(self) -> str:
        """What to do about it."""
        return str(self).rpartition(_BEFORE_REMEDY)[2]


class Unanswered(FetchError):  # noqa: N818 - as the catalogs' exceptions, in the field's words
    """No answer, or one that another try may better.

    `wait` is what the server's Retry-After said, "" if it said nothing.
    """

    def __init__(self, message: str, wait: str = "") -> None:
        super().__init__(message)
        self.wait = wait


class Failing(Unanswered):
    """An answer to this alone: of the server's other documents nothing is known."""


class Unusable(FetchError):  # noqa: N818 - as above
    """An answer that is not the document, and will not be at another try."""


class Absent(Unusable):
    """The place says that it has no such document."""


class NotKept(FetchError):  # noqa: N818 - as above
    """A copy that is damaged, or not what is wanted."""


class NoCopy(NotKept):
    """No copy at hand."""


class NoBundle(FetchError):  # noqa: N818 - as above
    """A file that is no bundle, or not as it was written."""
