"""Reads logs from where an earlier run came to, known again by how they begin."""

import hashlib
import os
from collections.abc import Mapping, Sequence
from typing import Final

from msgspec.structs import replace

from linter.logs.coverage.moments import between, in_words
from linter.logs.files.checkpoint import SCHEMA_VERSION, Checkpoint, Mark
from linter.logs.files.source import BrokenSourceError, LogSource, blocks
from linter.model.finding import Gap
from linter.model.logs import LogFile
from linter.model.visible import visible

_HEAD: Final = 4096
_LINE: Final = 1 << 16
_NOTHING_KNOWN = Gap(
    "logs before the checkpoint",
    "none of the logs is among those that the checkpoint knows, and all was counted",
    "give the logs that it was set with, or set it anew",
    required=False,
)


def checkpoint_of(
    read: Mapping[LogSource, int], files: Sequence[LogFile], since: Checkpoint
) -> Checkpoint:
    """The checkpoint after a run `since` another; `read` says how far each source was read.

    A stream is not among them: it gives its bytes once.
    """
    marks: dict[tuple[str, str, str], Mark] = {}
    for source, end in read.items():
        if not source.is_stream:
            _keep(_mark(source, end), marks)
    last = dict(since.nodes)
    for file in files:
        last[file.node] = max(last.get(file.node, ""), file.last)
    return Checkpoint(SCHEMA_VERSION, tuple(marks.values()), last)


def resumed(sources: Sequence[LogSource], checkpoint: Checkpoint) -> tuple[LogSource, ...]:
    """The sources, each from where it was read to; whole if it is new or was written anew.

    Those of which something was read already stay as they are.
    """
    if not checkpoint.files:
        return tuple(sources)
    marks = ((source, _mark_of(source, checkpoint)) for source in sources)
    return tuple(replace(source, begin=mark.read) if mark else source for source, mark in marks)


def gaps_since(
    checkpoint: Checkpoint, sources: Sequence[LogSource], files: Sequence[LogFile]
) -> tuple[Gap, ...]:
    """What a run since a checkpoint leaves out, and what it may have counted again.

    `sources` are those that were resumed, `files` what was read of them.
    """
    known = {(source.node, source.path) for source in sources if source.begin}
    streams = {(source.node, source.path) for source in sources if source.is_stream}
    gaps = [_before(checkpoint) if known else _NOTHING_KNOWN]
    for file in files:
        if (file.node, file.path) in streams:
            gaps.append(_whole(file))
        elif (file.node, file.path) not in known:
            gaps += _repeated(file, checkpoint)
    return tuple(gaps)


def _before(checkpoint: Checkpoint) -> Gap:
    last = max(checkpoint.nodes.values(), default="")
    when = f", {last}," if last else ""
    why = f"what was logged before it{when} was read then and is not counted again"
    remedy = "leave --since-checkpoint out to count all"
    return Gap("logs before the checkpoint", why, remedy, required=False)


def _whole(file: LogFile) -> Gap:
    why = "a stream cannot be known again, and all of it was counted"
    remedy = "give a file, or only what came since, as by `journalctl --since`"
    return Gap(_named(file), why, remedy, required=False)


def _named(file: LogFile) -> str:
    return visible(f"log {file.node}:{file.path}" if file.node else f"log {file.path}")


def _keep(mark: Mark, marks: dict[tuple[str, str, str], Mark]) -> None:
    """Of a file that was read in two goes only the latter counts."""
    key = (mark.node, mark.path, mark.sha256)
    if key not in marks or marks[key].read < mark.read:
        marks[key] = mark


def _repeated(file: LogFile, checkpoint: Checkpoint) -> tuple[Gap, ...]:
    """A file that was not read before, or was written anew, and goes back before the checkpoint."""
    last = checkpoint.nodes.get(file.node, "")
    back = between(file.first, last)
    if not back or back.total_seconds() <= 0:
        return ()
    why = (
        f"the checkpoint does not know it, and it begins {in_words(back)} before it: what stands "
        "there was counted as well"
    )
    return (Gap(_named(file), why, "set the checkpoint with all logs", required=False),)


def _mark(source: LogSource, read: int) -> Mark:
    end = _end_of_lines(source, read)
    head = _head(source)[:end]
    digest = hashlib.sha256(head).hexdigest()
    return Mark(source.node, visible(source.path), digest, len(head), end)


def _mark_of(source: LogSource, checkpoint: Checkpoint) -> Mark | None:
    """How far it was read; of several alike the mark of its own name, else that of the least."""
    if source.is_stream or source.begin:
        return None
    head = _head(source)
    marks = [mark for mark in checkpoint.files if mark.node == source.node and _knows(mark, head)]
    path = visible(source.path)
    mark = max(marks, key=lambda mark: (mark.digested, mark.path == path, -mark.read), default=None)
    if mark and source.is_plain and source.size < mark.read:
        return None
    return mark


def _knows(mark: Mark, head: bytes) -> bool:
    if not 0 < mark.digested <= len(head):
        return False
    return hashlib.sha256(head[: mark.digested]).hexdigest() == mark.sha256


def _head(source: LogSource) -> bytes:
    head = b""
    try:
        for block in blocks(source, 0, _HEAD):
            head += block
    except BrokenSourceError:
        pass  # what could be read of it will do; that no more can be is told by who reads it all
    return head


def _end_of_lines(source: LogSource, read: int) -> int:
    """Where the last whole line ends: the rest of one that was being written is counted later."""
    if not source.is_plain:
        return read
    begin = max(read - _LINE, 0)
    tail = os.pread(source.descriptor, read - begin, begin)
    end = tail.rfind(b"\n") + 1
    return begin + end if end else read
