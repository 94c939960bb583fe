"""How long fetching may take, and what it is given from outside: clock, waiting, a listener."""

import time
from collections.abc import Callable
from datetime import UTC, datetime

import msgspec
from msgspec.structs import replace

Progress = Callable[[int, int | None], None]
"""Called with the bytes received so far, and how many there will be if the server said so."""


class Limits(msgspec.Struct, frozen=True):
    """Seconds: to connect, for each part of an answer, and for a document with all its tries.

    `tries` is how often a document is asked for where the network or the server may do better;
    `wait` is the longest that a server's Retry-After is obeyed, beyond it the fetch is given up.
    """

    connect: float = 10
    read: float = 30
    total: float = 120
    tries: int = 4
    wait: float = 30


def within(total: float) -> Limits:
    """The usual limits, but so many seconds for a document, and none of the others longer."""
    usual = Limits()
    return replace(
        usual,
        connect=min(usual.connect, total),
        read=min(usual.read, total),
        total=total,
        wait=min(usual.wait, total),
    )


def _unheard(_received: int, _total: int | None) -> None:
    """Nobody listens."""


def _now() -> datetime:
    return datetime.now(UTC).replace(microsecond=0)


class Means(msgspec.Struct, frozen=True):
    """What fetching is done with; a listener is called in the thread that fetches."""

    limits: Limits = Limits()
    progress: Progress = _unheard
    now: Callable[[], datetime] = _now
    sleep: Callable[[float], None] = time.sleep
