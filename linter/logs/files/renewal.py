"""What was written to logs while they were read, however they were rotated meanwhile."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from linter.collect.naming import printable
from linter.logs.files.arguments import Candidate
from linter.logs.files.opening import (
    HEAD,
    Identity,
    OpenLog,
    beginning,
    open_candidate,
    with_beginning,
)
from linter.logs.files.rotation import rotation_of
from linter.logs.files.source import BrokenSourceError, LogSource, blocks


class ReadState(msgspec.Struct, frozen=True):
    """A log that was read: how far, and whether its descriptor still holds all of it.

    `end` is how far it goes now, if `renewed`, which is what came since, is read as well.
    """

    log: OpenLog
    end: int
    is_whole: bool
    renewed: OpenLog | None = None


def grown(log: OpenLog, read: int) -> ReadState:
    """Where a log stands that was read so far.

    The descriptor follows the file when it is renamed. A file that was emptied in place, as
    logrotate's copytruncate does, is read from its beginning again.
    """
    source, size, head = log.source, log.source.size, log.head
    if log.identity is None:
        return ReadState(log, read, is_whole=True)
    with suppress(OSError):
        size = os.fstat(source.descriptor).st_size
        head = beginning(msgspec.structs.replace(source, head=b""))[: len(log.head)]
    if source.packing:
        # Where it was being packed when it was opened, there is more of it now.
        more = _renewed(log, size, read) if size != source.size else None
        return ReadState(log, read, is_whole=more is None, renewed=more)
    if size < read or head != log.head:
        return ReadState(
            log, read, is_whole=False, renewed=_renewed(log, size, 0) if size else None
        )
    more = _renewed(log, size, read) if size > read else None
    return ReadState(log, size, is_whole=True, renewed=more)


def once_renewed(state: ReadState) -> ReadState | None:
    """Where a log stands when what came since is read; it may have been copied or packed again."""
    renewed = state.renewed
    if renewed is None or renewed.source.packing:
        return None
    return ReadState(renewed, renewed.source.size, is_whole=True)


def _renewed(log: OpenLog, size: int, begin: int) -> OpenLog:
    source = msgspec.structs.replace(log.source, size=size, begin=begin, head=b"")
    return with_beginning(msgspec.structs.replace(log, source=source))


def beyond_copy(new: OpenLog, known: Sequence[ReadState]) -> LogSource | None:
    """What a file that appeared holds beyond those that were read; all of it if it copies none."""
    if not new.source.size:
        return None
    original = _original(new, known)
    if original is None:
        return new.source
    if _is_within(new, original):
        return None
    return msgspec.structs.replace(new.source, begin=original.end)


def beside(lost: OpenLog, known: set[Identity]) -> Iterator[OpenLog]:
    """Rotated files of a log that no argument means, but that may hold what was emptied out of it.

    Every descriptor is the caller's to close.
    """
    disk, source = lost.disk, lost.source
    if disk is None:
        return
    family = rotation_of(disk.name).family
    folder = source.path.rpartition("/")
    with suppress(OSError):
        for path in sorted(disk.parent.iterdir()):
            if path == disk or rotation_of(path.name).family != family:
                continue
            shown = printable(Path(f"{folder[0]}{folder[1]}{path.name}"))
            for item in open_candidate(Candidate(path, lost.base, shown), known):
                if isinstance(item, OpenLog):
                    yield with_name(item, source.node, shown)


def with_name(log: OpenLog, node: str, path: str) -> OpenLog:
    """A log of this node, by this path."""
    family = rotation_of(path).family
    source = msgspec.structs.replace(log.source, node=node, path=path, family=family)
    return msgspec.structs.replace(log, source=source)


def holds_lost(new: OpenLog, lost: ReadState) -> bool:
    """Whether a file may hold what was in another before that was emptied."""
    return new.disk != lost.log.disk and _begin_alike(new.head, lost.log.head)


def _original(new: OpenLog, known: Sequence[ReadState]) -> ReadState | None:
    """The log that a file was copied or packed from, which begins as it does."""
    rotation = rotation_of(new.source.path)
    if rotation.is_live and any(state.log.disk == new.disk for state in known):
        # It took the place of the one that was renamed, and may begin with the same banner.
        return None
    alike = [state for state in known if _begin_alike(new.head, state.log.head)]

    def nearness(state: ReadState) -> tuple[bool, int]:
        return rotation_of(state.log.source.path).family == rotation.family, state.end

    return max(alike, key=nearness, default=None)


def _begin_alike(new: bytes, known: bytes) -> bool:
    """Whether one of two beginnings is the other's, cut short."""
    shared = min(len(new), len(known))
    return shared > 0 and new[:shared] == known[:shared]


def _is_within(new: OpenLog, original: ReadState) -> bool:
    """Whether all that a copy holds was read of its original, or will be."""
    if new.source.is_plain:
        return new.source.size <= original.end
    return original.is_whole or (len(new.head) < HEAD and len(new.head) <= original.end)


def without_half_made(logs: Sequence[OpenLog]) -> Iterator[OpenLog]:
    """The logs without those that are only being made of others that are there as well.

    They are packed files beside the plain one, and copies that logrotate makes of the live file
    before it empties that. A file that merely begins like another is no copy.
    """
    plain = {log.disk: log for log in logs if log.disk and not log.source.packing}
    live = {
        rotation_of(str(disk)).family: log
        for disk, log in plain.items()
        if rotation_of(str(disk)).is_live
    }
    for log in logs:
        original = live.get(rotation_of(str(log.disk)).family)
        if log.source.packing and log.disk:
            original = plain.get(log.disk.with_suffix(""))
            is_half_made = original is not None and original.head.startswith(log.head)
        else:
            is_half_made = original is not None and _is_copy(log, original)
        if not is_half_made:
            yield log


def _is_copy(log: OpenLog, live: OpenLog) -> bool:
    """Whether a plain file is the beginning of another, and too long to be so by chance."""
    if log is live or not HEAD <= log.source.size <= live.source.size:
        return False
    if log.head != live.head:
        return False
    ends = (blocks(one.source, 0, log.source.size) for one in (log, live))
    with suppress(BrokenSourceError, ValueError):
        return all(one == other for one, other in zip(*ends, strict=True))
    return False
