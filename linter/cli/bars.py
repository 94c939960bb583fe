"""The bar that shows how far something is, on the terminal of whoever waits for it."""

from typing import TYPE_CHECKING, TextIO

if TYPE_CHECKING:
    from rich.progress import Progress, ProgressColumn


def bar_on(stream: TextIO, *columns: "ProgressColumn") -> "Progress":
    """A bar that is drawn when it is told to, by no thread of its own, and is gone at the end."""
    from rich.console import Console  # noqa: PLC0415  for people only
    from rich.progress import Progress  # noqa: PLC0415

    return Progress(
        *columns,
        console=Console(file=stream),
        auto_refresh=False,
        transient=True,
        redirect_stdout=False,
        redirect_stderr=False,
    )
