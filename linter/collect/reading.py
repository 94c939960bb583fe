"""One file's bytes, or why it could not be read; never waits and never follows a loop."""

import errno
import hashlib
import os
import stat
from pathlib import Path

import msgspec

LIMIT = 32 * 1024 * 1024
"""No file of a configuration directory is as large; a larger one is not read."""


class Content(msgspec.Struct, frozen=True):
    """What a file holds, with its permission bits where they mean something."""

    content: bytes
    sha256: str
    mode: int | None = None


class Unreadable(msgspec.Struct, frozen=True):
    """Why a file could not be read and what the operator can do."""

    why: str
    remedy: str


def read(path: Path, known: dict[str, bytes]) -> Content | Unreadable:
    """The content of a regular file; `known` keeps each content once, by its digest."""
    try:
        # Opening a FIFO without this would wait for a writer.
        with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
            status = os.fstat(file.fileno())
            refusal = _refusal(status)
            if refusal:
                return refusal
            content = file.read(LIMIT + 1)
    except OSError as error:
        return _explained(path, error)
    if len(content) > LIMIT:
        return TOO_LARGE
    sha256 = hashlib.sha256(content).hexdigest()
    return Content(known.setdefault(sha256, content), sha256, stat.S_IMODE(status.st_mode))


def _refusal(status: os.stat_result) -> Unreadable | None:
    if not stat.S_ISREG(status.st_mode):
        return IRREGULAR
    if status.st_size > LIMIT:
        return TOO_LARGE
    return None


IRREGULAR = Unreadable("it is no regular file", "put a regular file there or remove it")
TOO_LARGE = Unreadable(
    f"it is larger than {LIMIT // 1024 // 1024} MiB", "look at what fills it; it was not read"
)


def _explained(path: Path, error: OSError) -> Unreadable:
    match error.errno:
        case errno.ENOENT if path.is_symlink():
            return Unreadable("it is a link to a file that does not exist", "mend the link")
        case errno.ELOOP:
            return Unreadable("it is a link that leads back to itself", "mend the link")
        case errno.EISDIR | errno.ENXIO:
            return IRREGULAR
        case errno.EACCES | errno.EPERM:
            return Unreadable("permission denied", "run kslint as root or as the keystone user")
        case _:
            reason = error.strerror or type(error).__name__
            return Unreadable(f"it could not be read: {reason}", "look at the file and its disk")
