"""Which files the words of a command line mean, in the order in which they were written."""

import os
from collections.abc import Iterator, Sequence
from contextlib import ExitStack, contextmanager
from pathlib import Path

import msgspec

from linter.model.finding import Gap


class LogError(Exception):
    """Logs that cannot be read at all; the text names them and the reason."""


class LogSource(msgspec.Struct, frozen=True):
    """One file to read; `path` is as it is shown, `size` in bytes as it lies there.

    `descriptor` is open for reading since before any file was read, so that a rotation in the
    meantime changes nothing. `packing` is empty for a plain file, which can be read from anywhere;
    anything else is read from beginning to end.
    """

    node: str
    path: str
    family: str
    descriptor: int
    size: int
    packing: str = ""


@contextmanager
def opened(words: Sequence[str]) -> Iterator[tuple[tuple[LogSource, ...], tuple[Gap, ...]]]:
    """The files that the words mean, open until the end of the block.

    Raises LogError for a word that means nothing.
    """
    with ExitStack() as stack:
        sources = tuple(_source(Path(word)) for word in words)
        for source in sources:
            stack.callback(os.close, source.descriptor)
        yield sources, ()


def _source(path: Path) -> LogSource:
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except OSError as error:
        raise LogError(f"{path}: cannot be read: {error.strerror}") from error
    return LogSource("", path.name, path.name, descriptor, os.fstat(descriptor).st_size)
