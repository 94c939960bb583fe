"""What was written to logs while they were read, however they were rotated meanwhile."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

import msgspec

from linter.collect.naming import printable
from linter.logs.files.rotation import rotation_of
from linter.logs.files.source import BrokenSourceError, LogSource, blocks
from linter.logs.files.taking import HEAD, Identity, Taken, beginning, take, with_beginning
from linter.logs.files.words import Found


class Standing(msgspec.Struct, frozen=True):
    """A log that was read: how far, and whether its descriptor still holds all of it.

    `end` is how far it goes now, if `renewed`, which is what came since, is read as well.
    """

    taken: Taken
    end: int
    is_whole: bool
    renewed: Taken | None = None


def grown(taken: Taken, read: int) -> Standing:
    """Where a log stands that was read so far.

    The descriptor follows the file when it is renamed. A file that was emptied in place, as
    logrotate's copytruncate does, is read from its beginning again.
    """
    source, size, head = taken.source, taken.source.size, taken.head
    if taken.identity is None:
        return Standing(taken, read, is_whole=True)
    with suppress(OSError):
        size = os.fstat(source.descriptor).st_size
        head = beginning(msgspec.structs.replace(source, head=b""))[: len(taken.head)]
    if source.packing:
        # Where it was being packed when it was opened, there is more of it now.
        more = _renewed(taken, size, read) if size != source.size else None
        return Standing(taken, read, is_whole=more is None, renewed=more)
    if size < read or head != taken.head:
        return Standing(
            taken, read, is_whole=False, renewed=_renewed(taken, size, 0) if size else None
        )
    more = _renewed(taken, size, read) if size > read else None
    return Standing(taken, size, is_whole=True, renewed=more)


def once_renewed(standing: Standing) -> Standing | None:
    """Where a log stands when what came since is read; it may have been copied or packed again."""
    renewed = standing.renewed
    if renewed is None or renewed.source.packing:
        return None
    return Standing(renewed, renewed.source.size, is_whole=True)


def _renewed(taken: Taken, size: int, begin: int) -> Taken:
    source = msgspec.structs.replace(taken.source, size=size, begin=begin, head=b"")
    return with_beginning(msgspec.structs.replace(taken, source=source))


def beyond_copy(new: Taken, known: Sequence[Standing]) -> LogSource | None:
    """What a file that appeared holds beyond those that were read; all of it if it copies none."""
    if not new.source.size:
        return None
    original = _original(new, known)
    if original is None:
        return new.source
    if _is_within(new, original):
        return None
    return msgspec.structs.replace(new.source, begin=original.end)


def beside(lost: Taken, known: set[Identity]) -> Iterator[Taken]:
    """Rotated files of a log that no word means, but that may hold what was emptied out of it.

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
            for item in take(Found(path, lost.base, shown), known):
                if isinstance(item, Taken):
                    yield with_name(item, source.node, shown)


def with_name(taken: Taken, node: str, path: str) -> Taken:
    """A log of this node, by this path."""
    family = rotation_of(path).family
    source = msgspec.structs.replace(taken.source, node=node, path=path, family=family)
    return msgspec.structs.replace(taken, source=source)


def holds_lost(new: Taken, lost: Standing) -> bool:
    """Whether a file may hold what was in another before that was emptied."""
    return new.disk != lost.taken.disk and _begin_alike(new.head, lost.taken.head)


def _original(new: Taken, known: Sequence[Standing]) -> Standing | None:
    """The log that a file was copied or packed from, which begins as it does."""
    rotation = rotation_of(new.source.path)
    if rotation.is_live and any(standing.taken.disk == new.disk for standing in known):
        # It took the place of the one that was renamed, and may begin with the same banner.
        return None
    alike = [standing for standing in known if _begin_alike(new.head, standing.taken.head)]

    def nearness(standing: Standing) -> tuple[bool, int]:
        return rotation_of(standing.taken.source.path).family == rotation.family, standing.end

    return max(alike, key=nearness, default=None)


def _begin_alike(new: bytes, known: bytes) -> bool:
    """Whether one of two beginnings is the other's, cut short."""
    shared = min(len(new), len(known))
    return shared > 0 and new[:shared] == known[:shared]


def _is_within(new: Taken, original: Standing) -> bool:
    """Whether all that a copy holds was read of its original, or will be."""
    if new.source.is_plain:
        return new.source.size <= original.end
    return original.is_whole or (len(new.head) < HEAD and len(new.head) <= original.end)


def without_half_made(logs: Sequence[Taken]) -> Iterator[Taken]:
    """The logs without those that are only being made of others that are there as well.

    They are packed files beside the plain one, and copies that logrotate makes of the live file
    before it empties that. A file that merely begins like another is no copy.
    """
    plain = {taken.disk: taken for taken in logs if taken.disk and not taken.source.packing}
    live = {
        rotation_of(str(disk)).family: taken
        for disk, taken in plain.items()
        if rotation_of(str(disk)).is_live
    }
    for taken in logs:
        original = live.get(rotation_of(str(taken.disk)).family)
        if taken.source.packing and taken.disk:
            original = plain.get(taken.disk.with_suffix(""))
            is_half_made = original is not None and original.head.startswith(taken.head)
        else:
            is_half_made = original is not None and _is_copy(taken, original)
        if not is_half_made:
            yield taken


def _is_copy(taken: Taken, live: Taken) -> bool:
    """Whether a plain file is the beginning of another, and too long to be so by chance."""
    if taken is live or not HEAD <= taken.source.size <= live.source.size:
        return False
    if taken.head != live.head:
        return False
    ends = (blocks(log.source, 0, taken.source.size) for log in (taken, live))
    with suppress(BrokenSourceError, ValueError):
        return all(one == other for one, other in zip(*ends, strict=True))
    return False
