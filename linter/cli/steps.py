"""How many of several things are done, drawn where a person is watching."""

from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from typing import TextIO, TypeVar

from linter.cli import output
from linter.cli.bars import bar_on

Item = TypeVar("Item")


@contextmanager
def stepping(
    items: Iterable[Item], total: int, words: str, stream: TextIO
) -> Iterator[Iterable[Item]]:
    """The things again, while until the end of the block it is drawn how many were taken.

    Off a terminal, and for one thing alone, nothing is drawn. What was drawn is gone at the end.
    """
    if total < 2 or not output.takes_escapes(stream):  # noqa: PLR2004  one has no steps
        yield items
        return
    from rich import progress  # noqa: PLC0415  for people only

    bar = bar_on(
        stream,
        progress.TextColumn(words),
        progress.BarColumn(),
        progress.MofNCompleteColumn(),
        progress.TimeRemainingColumn(),
    )
    task = bar.add_task("", total=total)

    def stepped() -> Iterator[Item]:
        for item in items:
            yield item
            bar.advance(task)
            bar.refresh()

    bar.start()
    try:
        yield stepped()
    finally:
        bar.stop()
