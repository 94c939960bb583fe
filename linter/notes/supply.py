"""Gives documents from where they are published, from copies of before, or from a bundle."""

import threading
from collections.abc import Callable
from concurrent.futures import Future
from typing import TypeVar
from urllib.parse import urlsplit

from msgspec.structs import replace

from linter.model.harmless import LONGEST_WORD, harmless
from linter.notes.bundle import Bundle
from linter.notes.cache import Cache
from linter.notes.documents import Document
from linter.notes.fetch import fetch, recalled
from linter.notes.fetched import Failing, Fetched, FetchError, NotKept, Unanswered
from linter.notes.limits import Means

Watch = Callable[[str, int, int, int, int | None], None]
"""Called with what is fetched, how many documents are done, of how many, bytes and all bytes.

Never twice at once, though in several threads.
"""

_AT_ONCE = 4
_T = TypeVar("_T")


class Supply:
    """Where the documents of one run are from, and which hosts have left it without an answer.

    Such a host is asked for nothing more: each document would cost the whole time limit again.
    """

    def __init__(
        self,
        source: Cache | Bundle,
        means: Means,
        *,
        offline: bool = False,
        watch: Watch | None = None,
    ) -> None:
        self._source = source
        self._means = means
        self._offline = offline
        self._watch = watch
        self._silent: dict[str, Unanswered] = {}
        self._turn = threading.Semaphore(_AT_ONCE)
        self._counting = threading.Lock()
        self._done = self._all = 0

    def remedy(self, usual: str = "") -> str:
        """What to do about a document that is of no use: `usual`, but a bundle is made anew."""
        from_bundle = isinstance(self._source, Bundle) or not usual
        return self._source.remedy if from_bundle else usual

    def started(self, work: Callable[[], _T]) -> Future[_T]:
        """Does work in the background that needs documents.

        Whoever is interrupted need not wait for it, as concurrent.futures' own threads ask for.
        """
        future: Future[_T] = Future()

        def run() -> None:
            try:
                future.set_result(work())
            except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
                future.set_exception(error)

        threading.Thread(target=run, daemon=True).start()
        return future

    def had(self, document: Document) -> Fetched:
        """The document, waiting for a turn where several are asked for at once. Raises FetchError.

        Where the host does not answer, a copy of before tells that as its `failure`.
        """
        self._count(document, of=1)
        try:
            with self._turn:
                found = self._had(document)
        finally:
            self._count(document, done=1)
        if found.failure is None:
            return found
        return replace(found, trouble=f"{found.trouble}; the copy at hand stands in")

    def _had(self, document: Document) -> Fetched:
        if isinstance(self._source, Bundle):
            return recalled(document, self._source)
        host = _host(document)
        if host in self._silent:
            return self._without(self._silent[host], document, self._source)
        means = replace(self._means, progress=lambda *size: self._tell(document, *size))
        try:
            fetched = fetch(document, self._source, means, offline=self._offline)
        except Failing:
            raise
        except Unanswered as error:
            raise self._silenced(document, error) from error.__cause__
        if fetched.failure is Unanswered:
            first = self._silenced(document, Unanswered(fetched.trouble))
            return replace(fetched, trouble=str(first))
        return fetched

    def _silenced(self, document: Document, error: Unanswered) -> Unanswered:
        """What is said of all documents of a host, whichever of them was asked for first."""
        scheme = urlsplit(document.address).scheme
        of_host = f"documents of {scheme}://{harmless(_host(document), LONGEST_WORD)}"
        said = Unanswered(str(error).replace(document.place, of_host, 1), error.wait)
        return self._silent.setdefault(_host(document), said)

    def _without(self, failure: Unanswered, document: Document, cache: Cache) -> Fetched:
        try:
            copy = recalled(document, cache)
        except NotKept:
            raise failure from None
        return replace(copy, failure=Unanswered, trouble=str(failure))

    def _count(self, document: Document, done: int = 0, of: int = 0) -> None:
        with self._counting:
            self._done += done
            self._all += of
        self._tell(document, 0, None)

    def _tell(self, document: Document, received: int, total: int | None) -> None:
        if self._watch is None:
            return
        with self._counting:
            self._watch(document.place, self._done, self._all, received, total)


def outcome(future: Future[_T]) -> _T | FetchError:
    """What the work gave, or why it could not be had; waits for it."""
    try:
        return future.result()
    except FetchError as error:
        return error


def _host(document: Document) -> str:
    """What answers for the document; "" where that is this machine, or nothing."""
    try:
        return urlsplit(document.address).netloc.rpartition("@")[2]
    except ValueError:
        return ""
