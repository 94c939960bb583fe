"""Time that is missing: between the files of one log, and on some of the nodes."""

import itertools
import statistics
from collections.abc import Iterator, Sequence
from datetime import timedelta

from linter.logs.coverage.moments import between, in_words
from linter.model.finding import Gap
from linter.model.logs import LOGS_OF_NODES, LogFile, LogTally

_HOLE = timedelta(hours=1)
_NIGHT = timedelta(days=1)
"""Where nothing tells what is usual, less is no hole."""

_BACKWARDS = timedelta(hours=2)
"""More than a clock goes back in autumn."""
_STALE = timedelta(days=1)


def gaps_between_files(files: Sequence[LogFile]) -> Iterator[Gap]:
    """Where the rotated files of one log do not follow each other."""
    logs = itertools.groupby(files, key=lambda file: (file.node, file.family))
    for (node, family), group in logs:
        timed = [file for file in group if file.first and file.last]
        what = f"log {node}:{family}" if node else f"log {family}"
        yield from _holes(timed, what)
        yield from _steps_back(timed, what)


def _holes(files: Sequence[LogFile], what: str) -> Iterator[Gap]:
    """Much longer than the time between other files, and than half of what a file covers."""
    pairs = list(itertools.pairwise(files))
    lengths = [between(one.last, other.first) or timedelta() for one, other in pairs]
    spans = [between(file.first, file.last) or timedelta() for file in files]
    for number, (length, (one, other)) in enumerate(zip(lengths, pairs, strict=True)):
        others = lengths[:number] + lengths[number + 1 :]
        usual = _median(others) if others else _NIGHT / 10
        if length > max(_HOLE, 10 * usual, _median(spans) / 2):
            why = (
                f"nothing is there between {one.last} ({one.path}) and {other.first} ({other.path})"
            )
            remedy = "find the file that is missing, or find out why nothing was logged"
            yield Gap(what, why, remedy, required=False)


def _median(lengths: Sequence[timedelta]) -> timedelta:
    return timedelta(seconds=statistics.median(length.total_seconds() for length in lengths))


def _steps_back(files: Sequence[LogFile], what: str) -> Iterator[Gap]:
    for one, other in itertools.pairwise(files):
        length = between(other.first, one.last)
        if length and length > _BACKWARDS:
            why = f"{other.path} begins {in_words(length)} before {one.path}, read first, ends"
            remedy = "see whether a clock was wrong, and whether a file is there twice"
            yield Gap(what, why, remedy, required=False)


def gaps_between_nodes(tally: LogTally, wanted: Sequence[str]) -> Iterator[Gap]:
    """Nodes without logs, without a start in them, or with logs that end long before others."""
    named = sorted({file.node for file in tally.files if file.node})
    missing = [node for node in wanted if node and node not in named]
    if missing and named:
        why = f"none are from {', '.join(missing)}"
        yield Gap(LOGS_OF_NODES, why, "give those of every node", required=False)
    started = {start.at.node for start in tally.starts}
    silent = [node for node in named if node not in started] if started else []
    if silent:
        why = f"no start of keystone shows in those of {', '.join(silent)}"
        remedy = "give logs of theirs that reach back to the last start"
        yield Gap(LOGS_OF_NODES, why, remedy, required=False)
    yield from _stale(tally, named)


def _stale(tally: LogTally, named: Sequence[str]) -> Iterator[Gap]:
    for node in named:
        last = max(file.last for file in tally.files if file.node == node)
        behind = between(last, tally.last)
        if behind and behind > _STALE:
            why = f"they end {in_words(behind)} before those of other nodes, at {last}"
            remedy = "see whether keystone still runs there, and where it logs"
            yield Gap(f"logs of {node}", why, remedy, required=False)
