"""What goes on, for whoever waits: a line a step, on a terminal with the time that passes."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from typing import TYPE_CHECKING

import msgspec

from linter.cli import output
from linter.execute.work import Event

if TYPE_CHECKING:
    from rich.progress import Progress

_BETWEEN = 0.2


class Lines(msgspec.Struct, frozen=True, eq=False):
    """How a run talks: of events, of what steps tell, and of time that passes while it sleeps."""

    hear: Callable[[Event], None]
    tell: Callable[[str], None]
    sleep: Callable[[float], None]


def tell(text: str) -> None:
    """Says something line by line; a terminal that is gone ends no upgrade."""
    with suppress(OSError, ValueError):
        for line in text.splitlines():
            output.talk(line)


@contextmanager
def lines() -> Iterator[Lines]:
    """How a run talks until the end of the block."""
    if not output.takes_escapes(sys.stderr):
        yield Lines(_line, tell, time.sleep)
        return
    from rich import progress  # noqa: PLC0415  for people only

    from linter.cli.bars import bar_on  # noqa: PLC0415

    columns = (
        progress.TextColumn("{task.description}", markup=False),
        progress.TimeElapsedColumn(),
    )
    bar = bar_on(sys.stderr, *columns)
    try:
        yield _drawn(bar)
    finally:
        with suppress(OSError):
            bar.stop()


def _drawn(bar: "Progress") -> Lines:
    drawn = 0.0

    def hear(event: Event) -> None:
        with suppress(OSError):
            bar.stop()
            for task in bar.task_ids:
                bar.remove_task(task)
            _line(event)
            if event.seconds is None:
                bar.add_task(_doing(event), total=None)
                bar.start()

    def sleep(seconds: float) -> None:
        nonlocal drawn
        if time.monotonic() - drawn > _BETWEEN:
            drawn = time.monotonic()
            with suppress(OSError):
                bar.refresh()
        time.sleep(seconds)

    return Lines(hear, tell, sleep)


def _line(event: Event) -> None:
    took = "" if event.seconds is None else f" ({event.seconds:.1f} s)"
    tell(f"{_doing(event)}{took}")


def _doing(event: Event) -> str:
    expected = f", expected {event.step.expected} s" * bool(event.step.expected)
    about = f" ({event.step.title}{expected})" if event.doing == "begins" else ""
    return f"{event.step.id}: {event.doing}{about}"
