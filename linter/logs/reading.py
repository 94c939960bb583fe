"""From the arguments of the command line to all that the logs said."""

import os
from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from time import monotonic
from typing import TypeVar

import msgspec

from linter.logs.files.checkpoint import NO_CHECKPOINT, read_checkpoint, write_checkpoint
from linter.logs.files.resuming import checkpoint_of, gaps_since, resumed
from linter.logs.files.source import LogSource
from linter.logs.files.sources import opened
from linter.logs.joining import Joined
from linter.logs.scanning.part import Task, read, tasks
from linter.logs.scanning.places import newlines, settler, unsettled
from linter.logs.scanning.pool import WorkerDied, spread
from linter.logs.scanning.scan import prefilter
from linter.logs.shown import shown
from linter.model.logs import LogTally

Result = TypeVar("Result")

Progress = Callable[[int, int], None]
"""Takes how many bytes were read and how many there are in all, 0 where nobody knows."""

_SEGMENT = 64 << 20
_MOST_WORKERS = 4
_BETWEEN = 0.2
_LOOKS = 2
"""So often what came meanwhile is looked for; a file may be emptied while that is read."""

_ALONE = 32 << 20
"""So many bytes are read before other processes would have begun to."""


class LogRequest(msgspec.Struct, frozen=True):
    """Which logs to read: files, folders, globs, archives, `-` for stdin.

    `formats` are the format strings that the deployment's own configuration gives its log. `jobs`
    is the number of processes that read, 0 for one on each core; `segment` the size of the parts
    that large files are read in. Neither changes what is found. Only what came after the checkpoint
    `since` is read, if that is given; `checkpoint` is where the next one is put.
    """

    sources: tuple[str, ...]
    formats: tuple[str, ...] = ()
    jobs: int = 0
    segment: int = _SEGMENT
    since: Path | None = None
    checkpoint: Path | None = None


def read_logs(request: LogRequest, progress: Progress | None = None) -> LogTally:
    """What all the logs said together.

    Raises LogError for an argument that means nothing, and for a checkpoint that cannot be used.
    """
    since = read_checkpoint(request.since) if request.since else NO_CHECKPOINT
    joined = Joined()
    with opened(request.sources) as logs:
        run = _Run(request, joined, progress)
        sources = resumed(logs.sources, since)
        run.read(sources)
        read = _read(joined, logs.sources, sources)
        for _ in range(_LOOKS):
            came = logs.again(read)
            begun = resumed(came, since)
            run.read(begun)
            read |= _read(joined, came, begun)
        tally = joined.whole(settler(run.lines()))
        left_out = gaps_since(since, sources, tally.files) if request.since else ()
        if request.checkpoint:
            write_checkpoint(
                request.checkpoint, checkpoint_of(_reached(joined), tally.files, since)
            )
    return shown(msgspec.structs.replace(tally, gaps=(*logs.gaps, *left_out, *tally.gaps)))


def _reached(joined: Joined) -> dict[LogSource, int]:
    """How far each source was read; one that has not grown since the checkpoint, as far as then."""
    return {source: source.begin for source in joined.sources} | joined.read()


def _read(
    joined: Joined, opened: Sequence[LogSource], begun: Sequence[LogSource]
) -> dict[LogSource, int]:
    """How far each log was read that was opened, and begun where a checkpoint says."""
    reached = _reached(joined)
    return {source: reached[one] for source, one in zip(opened, begun, strict=True)}


class _Pace:
    """Tells progress a few times a second, however often it is told."""

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._last = monotonic()

    def tell(self, done: int, total: int) -> None:
        """Takes the bytes that were read and those in all."""
        now = monotonic()
        if now - self._last >= _BETWEEN:
            self._last = now
            self._progress(min(done, total) if total else done, total)


class _Run:
    """Reads logs by as many processes as are worth their while."""

    def __init__(self, request: LogRequest, joined: Joined, progress: Progress | None) -> None:
        self._request = request
        self._joined = joined
        self._told = _Pace(progress).tell if progress else lambda _done, _total: None
        self._prefilter = prefilter()

    def read(self, sources: Sequence[LogSource]) -> None:
        """Reads some logs after those before."""
        formats, joined = self._request.formats, self._joined
        first = len(joined.sources)
        joined.sources += sources
        work = [
            task
            for number, source in enumerate(sources, first)
            for task in tasks(number, source, formats, self._request.segment)
        ]
        total = 0 if any(task.source.is_stream for task in work) else _weight(work)
        results = spread(
            _order(work),
            lambda number, moved: read(work[number], formats, self._prefilter, moved),
            self._workers(sum(task.cost for task in work)),
            lambda done: self._told(done, total),
        )
        for number, result in _in_turn(results):
            joined.add(work[number], result)

    def lines(self) -> dict[tuple[int, int], int]:
        """The numbers of the lines at all offsets that are told."""
        wanted = unsettled(self._joined.places())
        steps = [step for number, those in wanted.items() for step in _steps(number, those)]
        results = spread(
            range(len(steps)),
            lambda number, _moved: self._newlines(steps[number]),
            self._workers(sum(step.end - step.begin for step in steps)),
            lambda _done: None,
        )
        lines: dict[tuple[int, int], int] = {}
        line = 1
        for number, result in _in_turn(results):
            step = steps[number]
            line = 1 if step.begin == 0 else line
            line += 0 if isinstance(result, WorkerDied) else result
            lines[step.number, step.end] = line
        return lines

    def _newlines(self, step: "_Step") -> int:
        return newlines(self._joined.sources[step.number].descriptor, step.begin, step.end)

    def _workers(self, cost: int) -> int:
        if self._request.jobs:
            return self._request.jobs
        return 1 if cost < _ALONE else min(_cores(), _MOST_WORKERS)


def _cores() -> int:
    """The cores that this process may use, where a system tells that."""
    if hasattr(os, "sched_getaffinity"):
        return len(os.sched_getaffinity(0))
    return os.cpu_count() or 1


class _Step(msgspec.Struct, frozen=True):
    """A stretch of a source up to a place whose line is wanted, or from which others go on."""

    number: int
    begin: int
    end: int


def _steps(number: int, offsets: Sequence[int]) -> Iterator[_Step]:
    begin = 0
    for end in sorted({*offsets, *range(_SEGMENT, offsets[-1], _SEGMENT)}):
        yield _Step(number, begin, end)
        begin = end


def _weight(work: Sequence[Task]) -> int:
    return sum(task.weight for task in work)


def _order(work: Sequence[Task]) -> list[int]:
    """What takes longest first, lest one process is left with it at the end."""
    return sorted(range(len(work)), key=lambda number: -max(work[number].cost, _SEGMENT))


def _in_turn(results: Iterable[tuple[int, Result]]) -> Iterator[tuple[int, Result]]:
    """Results by the numbers of their tasks, each as soon as those before are there."""
    early: dict[int, Result] = {}
    turn = 0
    for number, result in results:
        early[number] = result
        while turn in early:
            yield turn, early.pop(turn)
            turn += 1
