"""How far the fetching of documents has come, drawn where a person is watching."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from linter.cli import output
from linter.cli.bars import bar_on

if TYPE_CHECKING:
    from linter.notes.supply import Watch

_PAUSE = 0.1
"""Seconds between two pictures."""


@contextmanager
def drawn(stream: TextIO) -> Iterator["Watch | None"]:
    """A function that draws how many documents are done until the end of the block.

    None off a terminal. What was drawn is gone at the end.
    """
    if not output.takes_escapes(stream):
        yield None
        return
    from rich import progress  # noqa: PLC0415  for people only

    bar = bar_on(
        stream,
        progress.TextColumn("fetching"),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TextColumn("{task.description}", markup=False),
    )
    task = bar.add_task("", total=None)
    next_at = 0.0
    is_over = False
    drawing = threading.Lock()

    def draw(place: str, done: int, of: int, received: int, total: int | None) -> None:
        nonlocal next_at
        with drawing:
            # Who is interrupted leaves threads behind that go on fetching.
            if is_over or time.monotonic() < next_at:
                return
            next_at = time.monotonic() + _PAUSE
            bar.update(task, completed=done, total=of, description=_line(place, received, total))
            bar.start()
            bar.refresh()

    try:
        yield draw
    finally:
        with drawing:
            is_over = True
            bar.stop()


def _line(place: str, received: int, total: int | None) -> str:
    """The last part of an address, and how much of it is there."""
    name = place.rstrip("/").rpartition("/")[2]
    if not received:
        return name
    whole = f" of {total / 1e6:.1f}" if total else ""
    return f"{name} {received / 1e6:.1f}{whole} MB"
