"""Opens the files that may be logs, and sees what each of them is."""

import errno
import io
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from linter.logs.files.arguments import Argument, Candidate
from linter.logs.files.log_names import looks_like_log
from linter.logs.files.packing import BLOCK, UNREADABLE, DamageError, packing_of, unpacked
from linter.logs.files.rotation import rotation_of
from linter.logs.files.source import STDIN, BrokenSourceError, LogError, LogSource, blocks
from linter.model.finding import Gap

HEAD = 4096
"""So much of a beginning tells a file from others."""

Identity = tuple[int, int]
"""Device and inode, which stay the same when a file is renamed."""

_VANISHED = {errno.ENOENT, errno.ENOTDIR, errno.ESTALE}
_ROOT = "run kslint as a user that may read it, such as root"


class OpenLog(msgspec.Struct, frozen=True):
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

    candidate: Candidate


def open_candidate(
    candidate: Candidate, known: set[Identity]
) -> Iterator[OpenLog | Gap | PassedOver]:
    """A file, its members or what cannot be read of it; nothing where it is `known`, which grows.

    Every descriptor is the caller's to close.
    """
    try:
        # Opening a FIFO without this would wait for a writer.
        descriptor = os.open(candidate.path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError as error:
        yield from _unopened(candidate, error)
        return
    status = os.fstat(descriptor)
    identity = status.st_dev, status.st_ino
    if not stat.S_ISREG(status.st_mode) or identity in known:
        os.close(descriptor)
        if identity not in known and candidate.is_log:
            yield _gap(candidate, "it is no regular file", "put a regular file there or remove it")
        return
    source = LogSource("", candidate.shown, candidate.shown, descriptor, status.st_size)
    try:
        head = os.pread(descriptor, HEAD, 0)
    except OSError as error:
        os.close(descriptor)
        yield _gap(candidate, _reason(error), "look at the file and its disk")
        return
    told = _told(candidate, msgspec.structs.replace(source, packing=packing_of(head)), identity)
    for item in told:
        if isinstance(item, OpenLog):
            known.add(identity)
        yield item


def open_stream(argument: Argument) -> OpenLog:
    """What comes in through a pipe. Raises LogError for a terminal, and where nothing is open."""
    shown = STDIN if argument.text in {"-", "/dev/stdin"} else argument.text
    try:
        descriptor = os.dup(0) if argument.text == "-" else os.open(argument.text, os.O_RDONLY)
        status = os.fstat(descriptor)
        if os.isatty(descriptor):
            os.close(descriptor)
            raise LogError(f"{argument.text}: it is a terminal; pipe a log in, or name one")
        if stat.S_ISREG(status.st_mode):
            packing = packing_of(os.pread(descriptor, HEAD, 0))
            source = LogSource("", shown, shown, descriptor, status.st_size, packing)
            return with_beginning(OpenLog(source, "", b"", (status.st_dev, status.st_ino)))
        head = _first(descriptor)
    except OSError as error:
        raise LogError(f"{argument.text}: {_reason(error)}; pipe a log in, or name one") from error
    packing = packing_of(head)
    source = LogSource("", shown, shown, descriptor, 0, packing, is_stream=True, head=head)
    return OpenLog(source, "", beginning(source))


def beginning(source: LogSource) -> bytes:
    """How a log begins, unpacked, as far as it can be read; takes nothing out of a stream."""
    whole = b""
    with suppress(BrokenSourceError, DamageError):
        for block in _from_head(source) if source.is_stream else blocks(source, 0, HEAD):
            whole += block
            if len(whole) >= HEAD:
                break
    return whole[:HEAD]


def with_beginning(log: OpenLog) -> OpenLog:
    """A log as it begins now."""
    head = beginning(log.source)
    source = log.source
    if source.is_plain:
        source = msgspec.structs.replace(source, head=head)
    return msgspec.structs.replace(log, source=source, head=head)


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
    candidate: Candidate, source: LogSource, identity: Identity
) -> Iterator[OpenLog | Gap | PassedOver]:
    if source.packing in UNREADABLE:
        os.close(source.descriptor)
        yield _unpackable(candidate, source.packing) if candidate.is_log else PassedOver(candidate)
        return
    log = with_beginning(
        OpenLog(source, candidate.base, b"", identity, candidate.path, candidate.is_missed)
    )
    if candidate.is_log is None and log.head and not looks_like_log(log.head):
        os.close(source.descriptor)
        yield PassedOver(candidate)
        return
    if not source.size and rotation_of(candidate.shown).is_packed:
        why = "it is empty, although its name says that something was packed into it"
        yield _gap(
            candidate, why, "look for the disk that was full, and for the file it was made of"
        )
    yield log


def _unpackable(candidate: Candidate, packing: str) -> Gap:
    why = f"it is packed in a way that kslint does not read ({packing})"
    remedy = f"unpack it: {UNREADABLE[packing]} {candidate.shown} | kslint logs -"
    return _gap(candidate, why, remedy)


def _unopened(candidate: Candidate, error: OSError) -> Iterator[Gap]:
    if candidate.is_log is None and error.errno not in {errno.EACCES, errno.EPERM}:
        return
    if error.errno in _VANISHED:
        if os.path.islink(candidate.path):  # noqa: PTH114  Path raises where permission is missing
            yield _gap(candidate, "it is a link to a file that does not exist", "mend the link")
        elif candidate.is_named:
            yield _gap(candidate, "it was deleted meanwhile", "run kslint once more")
        # Else it was renamed or packed, and looking again finds it.
    elif error.errno == errno.ELOOP:
        yield _gap(candidate, "it is a link that leads back to itself", "mend the link")
    elif error.errno == errno.ENXIO:
        yield _gap(candidate, "it is no regular file", "put a regular file there or remove it")
    else:
        yield _gap(candidate, _reason(error), _ROOT)


def _gap(candidate: Candidate, why: str, remedy: str) -> Gap:
    return Gap(candidate.shown, why, remedy, required=candidate.is_missed)


def _reason(error: OSError) -> str:
    match error.errno:
        case errno.EACCES | errno.EPERM:
            return "permission denied"
        case _:
            return f"it could not be read: {error.strerror or type(error).__name__}"
