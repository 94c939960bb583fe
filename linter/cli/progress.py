"""How far the reading of logs has come, drawn where a person is watching."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

from linter.cli import output
from linter.cli.bars import bar_on

if TYPE_CHECKING:
    from linter.logs.reading import Progress


@contextmanager
def drawn(stream: TextIO) -> Iterator["Progress"]:
    """A function that draws progress, rate and remaining time until the end of the block.

    Off a terminal it does nothing. What was drawn is gone at the end. There is no thread, for
    processes are forked meanwhile.
    """
    if not output.takes_escapes(stream):
        yield lambda _done, _total: None
        return
    from rich import progress  # noqa: PLC0415  for people only

    bar = bar_on(
        stream,
        progress.TextColumn("reading logs"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
    )
    task = bar.add_task("", total=None)

    def draw(done: int, total: int) -> None:
        bar.update(task, completed=done, total=total or None)
        bar.start()
        bar.refresh()

    try:
        yield draw
    finally:
        bar.stop()
