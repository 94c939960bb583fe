"""Opens the files that may be logs, and sees what each of them is."""

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from linter.logs.files.log_names import looks_like_log
from linter.logs.files.packing import BLOCK, UNREADABLE, DamageError, packing_of, unpacked
from linter.logs.files.rotation import rotation_of
from linter.logs.files.source import BrokenSourceError, LogError, LogSource, blocks
from linter.logs.files.words import Found, Word
from linter.model.finding import Gap

HEAD = 4096
"""So much of a beginning tells a file from others."""

Identity = tuple[int, int]
"""Device and inode, which stay the same when a file is renamed."""

_VANISHED = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE}
_ROOT = "run kslint as a user that may read it, such as root"


class Taken(msgspec.Struct, frozen=True):
    """An open log, not yet named after its host: `source.path` is its path below `base`.

    `head` is how it begins, unpacked. `identity` and `disk` are None for what is no file on disk
    that rotation could change. `is_missed` says that the logs are not complete without it.
    """

    source: LogSource
    base: str
    head: bytes
    identity: Identity | None = None
    disk: Path | None = None
    is_missed: bool = True


class PassedOver(msgspec.Struct, frozen=True):
    """A file that is no log by its text, and said nothing by its name."""

    found: Found


def take(found: Found, known: set[Identity]) -> Iterator[Taken | Gap | PassedOver]:
    """A file, its members or what cannot be read of it; nothing where it is `known`, which grows.

    Every descriptor is the caller's to close.
    """
    try:
        # Opening a FIFO without this would wait for a writer.
        descriptor = os.open(found.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        yield from _unopened(found, error)
        return
    status = os.fstat(descriptor)
    identity = status.st_dev, status.st_ino
    if not stat.S_ISREG(status.st_mode) or identity in known:
        os.close(descriptor)
        if identity not in known and found.is_log:
            yield _gap(found, "it is no regular file", "put a regular file there or remove it")
        return
    source = LogSource("", found.shown, found.shown, descriptor, status.st_size)
    try:
        head = os.pread(descriptor, HEAD, 0)
    except OSError as error:
        os.close(descriptor)
        yield _gap(found, _reason(error), "look at the file and its disk")
        return
    told = _told(found, msgspec.structs.replace(source, packing=packing_of(head)), identity)
    for item in told:
        if isinstance(item, Taken):
            known.add(identity)
        yield item


def take_stream(word: Word) -> Taken:
    """What comes in through a pipe. Raises LogError for a terminal, and where nothing is open."""
    shown = "stdin" if word.text in {"-", "/dev/stdin"} else word.text
    try:
        descriptor = os.dup(0) if word.text == "-" else os.open(word.text, os.O_RDONLY)
        status = os.fstat(descriptor)
        if os.isatty(descriptor):
            os.close(descriptor)
            raise LogError(f"{word.text}: it is a terminal; pipe a log in, or name one")
        if stat.S_ISREG(status.st_mode):
            packing = packing_of(os.pread(descriptor, HEAD, 0))
            source = LogSource("", shown, shown, descriptor, status.st_size, packing)
            return with_beginning(Taken(source, "", b"", (status.st_dev, status.st_ino)))
        head = _first(descriptor)
    except OSError as error:
        raise LogError(f"{word.text}: {_reason(error)}; pipe a log in, or name one") from error
    packing = packing_of(head)
    source = LogSource("", shown, shown, descriptor, 0, packing, is_stream=True, head=head)
    return Taken(source, "", beginning(source))


def beginning(source: LogSource) -> bytes:
    """How a log begins, unpacked, as far as it can be read; takes nothing out of a stream."""
    whole = b""
    with suppress(BrokenSourceError, DamageError):
        for block in _from_head(source) if source.is_stream else blocks(source, 0, HEAD):
            whole += block
            if len(whole) >= HEAD:
                break
    return whole[:HEAD]


def with_beginning(taken: Taken) -> Taken:
    """A log as it begins now."""
    head = beginning(taken.source)
    source = taken.source
    if source.is_plain:
        source = msgspec.structs.replace(source, head=head)
    return msgspec.structs.replace(taken, source=source, head=head)


def _from_head(source: LogSource) -> Iterator[bytes]:
    if not source.packing:
        return iter([source.head])
    return unpacked(io.BytesIO(source.head).read, source.packing)


def _first(descriptor: int) -> bytes:
    """The first bytes of a pipe, which may come in pieces: enough to unpack some of it."""
    whole = b""
    wanted = HEAD
    while len(whole) < wanted and (piece := os.read(descriptor, wanted - len(whole))):
        whole += piece
        wanted = BLOCK if packing_of(whole) else HEAD
    return whole


def _told(
    found: Found, source: LogSource, identity: Identity
) -> Iterator[Taken | Gap | PassedOver]:
    if source.packing in UNREADABLE:
        os.close(source.descriptor)
        yield _unpackable(found, source.packing) if found.is_log else PassedOver(found)
        return
    taken = with_beginning(Taken(source, found.base, b"", identity, found.path, found.is_missed))
    if found.is_log is None and taken.head and not looks_like_log(taken.head):
        os.close(source.descriptor)
        yield PassedOver(found)
        return
    if not source.size and rotation_of(found.shown).is_packed:
        why = "it is empty, although its name says that something was packed into it"
        yield _gap(found, why, "look for the disk that was full, and for the file it was made of")
    yield taken


def _unpackable(found: Found, packing: str) -> Gap:
    why = f"it is packed in a way that kslint does not read ({packing})"
    remedy = f"unpack it: {UNREADABLE[packing]} {found.shown} | kslint logs -"
    return _gap(found, why, remedy)


def _unopened(found: Found, error: OSError) -> Iterator[Gap]:
    if found.is_log is None and error.errno not in {errno.EACCES, errno.EPERM}:
        return
    if error.errno in _VANISHED:
        if os.path.islink(found.path):  # noqa: PTH114  Path raises where permission is missing
            yield _gap(found, "it is a link to a file that does not exist", "mend the link")
        elif found.is_named:
            yield _gap(found, "it was deleted meanwhile", "run kslint once more")
        # Else it was renamed or packed, and looking again finds it.
    elif error.errno == errno.ELOOP:
        yield _gap(found, "it is a link that leads back to itself", "mend the link")
    elif error.errno == errno.ENXIO:
        yield _gap(found, "it is no regular file", "put a regular file there or remove it")
    else:
        yield _gap(found, _reason(error), _ROOT)


def _gap(found: Found, why: str, remedy: str) -> Gap:
    return Gap(found.shown, why, remedy, required=found.is_missed)


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return "permission denied"
        case _:
            return f"it could not be read: {error.strerror or type(error).__name__}"
