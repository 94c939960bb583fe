"""How far the reading of logs has come, drawn where a person is watching."""

import os
from collections.abc import Iterator
from contextlib import contextmanager
from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from linter.logs.reading import Progress


@contextmanager
def drawn(stream: TextIO) -> Iterator["Progress"]:
    """A function that draws progress, rate and remaining time until the end of the block.

    Off a terminal it does nothing. What was drawn is gone at the end. There is no thread, for
    processes are forked meanwhile.
    """
    if not stream.isatty() or os.environ.get("TERM", "") in {"", "dumb"}:
        yield lambda _done, _total: None
        return
    from rich import progress  # noqa: PLC0415  for people only
    from rich.console import Console  # noqa: PLC0415

    bar = progress.Progress(
        progress.TextColumn("reading logs"),
        progress.BarColumn(),
        progress.DownloadColumn(),
        progress.TransferSpeedColumn(),
        progress.TimeRemainingColumn(),
        console=Console(file=stream),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
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
