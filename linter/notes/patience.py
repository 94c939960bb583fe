"""Asks a server again where that may help, and never longer than the time there is."""

import queue
import threading
import time
from collections.abc import Callable

import urllib3

from linter.notes.answers import out_of_time
from linter.notes.cache import Validators
from linter.notes.documents import Document
from linter.notes.fetched import Unanswered
from linter.notes.limits import Means, Progress
from linter.notes.transfer import Answer, Request, transferred

_PAUSE = 0.5
"""Seconds; the second try comes at once, the pause before the third is twice this, and so on."""


def asked(document: Document, validators: Validators, means: Means) -> Answer:
    """The server's answer, after as many tries as are allowed. Raises Unanswered, Unusable."""
    limits = means.limits
    request = Request(document, validators, limits, time.monotonic() + limits.total)
    retry = urllib3.Retry(total=limits.tries - 1, backoff_factor=_PAUSE)
    while True:
        try:
            return _watched(request, means.progress)
        except Unanswered as error:
            try:
                retry = retry.increment("GET", document.place, error=error)
            except urllib3.exceptions.MaxRetryError:
                raise error from error.__cause__
            pause = _pause(error, retry)
            if pause > limits.wait or time.monotonic() + pause > request.ends:
                raise
        means.sleep(pause)


def _pause(error: Unanswered, retry: urllib3.Retry) -> float:
    """Seconds to wait: what the server asks for, else longer each time."""
    try:
        return retry.parse_retry_after(error.wait) if error.wait else retry.get_backoff_time()
    except urllib3.exceptions.InvalidHeader:
        return retry.get_backoff_time()


def _watched(request: Request, progress: Progress) -> Answer:
    """One try, given up when its time is over whatever it waits for.

    Names are looked up, certificates exchanged and headers read by code whose limits hold for each
    wait alone, or not at all. So another thread does that; left behind, it ends with the process at
    the latest.
    """
    events: queue.SimpleQueue[tuple[int, int | None] | Answer | BaseException] = queue.SimpleQueue()
    work = threading.Thread(target=_run, args=(request, events.put), daemon=True)
    work.start()
    while (left := request.ends - time.monotonic()) > 0:
        try:
            event = events.get(timeout=left)
        except queue.Empty:
            break
        match event:
            case Answer():
                return event
            case BaseException():
                raise event
            case _:
                progress(*event)
    raise Unanswered(out_of_time(request.document.place, request.limits))


def _run(
    request: Request, tell: Callable[[tuple[int, int | None] | Answer | BaseException], None]
) -> None:
    try:
        tell(transferred(request, lambda received, total: tell((received, total))))
    except BaseException as error:  # noqa: BLE001 - raised again where it is waited for
        tell(error)
