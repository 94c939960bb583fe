"""What logs said since a moment: how long they were is noted before, the rest is read after."""

import os
from collections.abc import Iterable, Iterator
from pathlib import Path

import msgspec

from linter.execute.masking import Secrets, masked
from linter.model.visible import visible

MOST = 8 << 20
"""So many bytes of each file are read; what is last says why something ended."""

_TOLD = 12


class Mark(msgspec.Struct, frozen=True):
    """How long a file was in bytes, and which it was; 0 for one that was not there."""

    path: str
    size: int = 0
    inode: int = 0


class Rest(msgspec.Struct, frozen=True):
    """What a log said since a mark; `lost` says why it may not be all, "" if it is."""

    path: str
    text: str
    lost: str = ""


def marks(paths: Iterable[str]) -> tuple[Mark, ...]:
    """How long the files are now."""
    return tuple(_mark(path) for path in paths)


def written_down(taken: tuple[Mark, ...]) -> str:
    """Marks as a journal keeps them."""
    return msgspec.json.encode(taken).decode()


def read_down(text: str) -> tuple[Mark, ...]:
    """Marks that a journal kept, none for what is none."""
    try:
        return msgspec.json.decode(text or "[]", type=tuple[Mark, ...])
    except msgspec.MsgspecError:
        return ()


def since(taken: Iterable[Mark], secrets: Secrets) -> tuple[Rest, ...]:
    """What was written after each mark, without secrets; nothing of files that said nothing."""
    rests = (_rest(mark, secrets) for mark in taken)
    return tuple(rest for rest in rests if rest.text or rest.lost)


def last_lines(rests: Iterable[Rest]) -> str:
    """The last lines of each log, safe to print, under its path."""
    return "\n".join(_ended(rest) for rest in rests)


def _ended(rest: Rest) -> str:
    lines = [visible(line) for line in rest.text.splitlines() if line.strip()][-_TOLD:]
    head = f"{visible(rest.path)}{f' ({rest.lost})' if rest.lost else ''}:"
    return "\n".join([head, *(f"  {line}" for line in lines)])


def _mark(path: str) -> Mark:
    try:
        status = os.stat(path)  # noqa: PTH116  the path may be of any form
    except (OSError, ValueError):
        return Mark(path)
    return Mark(path, status.st_size, status.st_ino)


def _rest(mark: Mark, secrets: Secrets) -> Rest:
    parts = []
    lost = ""
    for path, begin in _stretches(mark):
        try:
            content, cut = _content(path, begin)
        except OSError as error:
            # A log that is only written later is no loss.
            lost = "" if isinstance(error, FileNotFoundError) else f"not read: {error.strerror}"
            continue
        parts.append(content)
        lost = lost or cut
    text = masked(b"".join(parts), secrets).decode("utf-8", errors="replace")
    return Rest(mark.path, text, lost)


def _stretches(mark: Mark) -> Iterator[tuple[Path, int]]:
    """The files that hold what came, and from where: logrotate may have moved or emptied it."""
    path = Path(mark.path)
    now = _mark(mark.path)
    if mark.inode and now.inode != mark.inode:
        yield from ((old, mark.size) for old in _moved(path, mark.inode))
        yield path, 0
    else:
        yield path, mark.size if now.size >= mark.size else 0


def _moved(path: Path, inode: int) -> Iterator[Path]:
    """The file that this one was, under its new name beside it."""
    try:
        beside = sorted(path.parent.iterdir())
    except OSError:
        return
    yield from (other for other in beside if _mark(str(other)).inode == inode)


def _content(path: Path, begin: int) -> tuple[bytes, str]:
    # Opening a FIFO without this would wait for a writer.
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        size = os.fstat(file.fileno()).st_size
        cut = max(begin, size - MOST)
        file.seek(cut)
        content = file.read(MOST)
    return content, "" if cut == begin else f"only its last {MOST >> 20} MiB were read"
