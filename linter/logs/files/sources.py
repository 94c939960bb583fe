"""Which files the arguments of the command line mean, in the order in which they were written."""

import os
import resource
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import msgspec

from linter.logs.files.absences import emptied, left_out, said_of_folder, too_many
from linter.logs.files.arguments import Argument, argument_of, candidates_on_disk
from linter.logs.files.expanding import expanded, expanded_argument, is_log
from linter.logs.files.hosts import PathBelow, named_by_host
from linter.logs.files.opening import Identity, OpenLog, PassedOver, open_candidate, open_stream
from linter.logs.files.renewal import (
    ReadState,
    beside,
    beyond_copy,
    grown,
    holds_lost,
    once_renewed,
    with_name,
    without_half_made,
)
from linter.logs.files.rotation import rotation_of
from linter.logs.files.source import LogSource
from linter.model.finding import Gap

_MANY = 65_536
_OTHER_FILES = 100
"""What reading the logs may open itself."""

_LATER = 30
"""So many of those are left to logs that come while others are read."""


class OpenLogs:
    """The logs that arguments mean, oldest first, and what could not be opened of them.

    `sources` are complete when it is made; `again` tells what came since.
    """

    def __init__(self, arguments: Sequence[str], stack: ExitStack, most: int) -> None:
        self._most = most
        self._arguments = [argument_of(argument) for argument in dict.fromkeys(arguments)]
        self._stack = stack
        self._known: set[Identity] = set()
        self._gaps: dict[Gap, None] = {}
        self._open: list[OpenLog] = []
        self._places: list[PathBelow] = []
        self._emptied: list[ReadState] = []
        streams = list(self._streams())
        self._open = sorted(self._named([*streams, *self._found(is_first=True)]), key=_by_age)
        self.sources = tuple(log.source for log in self._open)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be opened so far."""
        return (*self._gaps, *left_out(self._open))

    def again(self, read: Mapping[LogSource, int]) -> tuple[LogSource, ...]:
        """What was written since the logs were opened and has not been read.

        `read` tells how far each source was read, in unpacked bytes from the beginning of the file.
        Sources of files that grew begin where reading stopped; others are new. To be asked once
        more when these were read, as a file may be emptied between this and reading it.
        """
        states = [grown(log, read.get(log.source, 0)) for log in self._open]
        # Looked for afterwards: who empties a file has copied it before.
        new = list(self._beyond_copies(self._named(self._found(is_first=False)), states))
        for lost in states:
            if not lost.is_whole and lost.log.source.is_plain:
                new += self._beyond_copies(self._rescued(lost, new), states)
        grew = [state.renewed for state in states if state.renewed]
        kept = [state.renewed or state.log for state in states]
        self._emptied += [state for state in states if not state.is_whole]
        self._open = [*kept, *new]
        return tuple(log.source for log in sorted([*grew, *new], key=_by_age))

    def _beyond_copies(
        self, logs: Iterable[OpenLog], states: Sequence[ReadState]
    ) -> Iterator[OpenLog]:
        known = [*states, *self._emptied, *filter(None, map(once_renewed, states))]
        for log in logs:
            source = beyond_copy(log, known)
            if source is None:
                self._forget(log)
            else:
                yield msgspec.structs.replace(log, source=source)

    def _rescued(self, lost: ReadState, new: Sequence[OpenLog]) -> Iterator[OpenLog]:
        """Copies of a log that was emptied that no argument means; a Gap where there is none."""
        copies = [log for log in new if holds_lost(log, lost)]
        for log in () if copies else beside(lost.log, self._known):
            self._stack.callback(os.close, log.source.descriptor)
            if holds_lost(log, lost) and not copies:
                # The plain one comes first; another is being packed from it.
                copies.append(log)
                yield log
            else:
                self._forget(log)
        if not copies and lost.end < lost.log.source.size:
            self._gaps[emptied(lost)] = None

    def _found(self, *, is_first: bool) -> list[OpenLog]:
        """The logs on disk that were not opened yet, without those that are only being made."""
        every = [
            log for argument in self._arguments for log in self._below(argument, is_first=is_first)
        ]
        complete = list(without_half_made(every))
        kept = {log.identity for log in complete}
        for log in every:
            if log.identity not in kept:
                self._forget(log)
        return complete

    def _forget(self, log: OpenLog) -> None:
        """Lets a copy be judged anew the next time, when there may be more in it."""
        if log.identity:
            self._known.discard(log.identity)

    def _streams(self) -> Iterator[OpenLog]:
        for argument in self._arguments:
            if argument.kind == "stream":
                yield from self._logs(open_stream(argument))
            elif argument.kind == "journal":
                yield from self._only_logs(expanded_argument(argument))

    def _below(self, argument: Argument, *, is_first: bool) -> Iterator[OpenLog]:
        """The logs that an argument on disk means now, and that were not opened yet."""
        logs = 0
        others: list[str] = []
        most = self._most if is_first else self._most + _LATER
        for candidate in candidates_on_disk(argument):
            if len(self._known) >= most:
                self._gaps[too_many(argument, self._most)] = None
                break
            logs += isinstance(candidate, Gap) or candidate.is_log is True
            for item in (
                [candidate]
                if isinstance(candidate, Gap)
                else open_candidate(candidate, self._known)
            ):
                match item:
                    case PassedOver():
                        others.append(item.candidate.shown)
                    case Gap():
                        self._gaps[item] = None
                    case OpenLog():
                        logs += 1
                        yield from self._logs(item)
        if is_first:
            self._gaps |= dict.fromkeys(said_of_folder(argument, logs, others))

    def _logs(self, log: OpenLog) -> Iterator[OpenLog]:
        """A log, or those in an archive, which stays open lest its inode mean another file."""
        self._stack.callback(os.close, log.source.descriptor)
        if is_log(log):
            yield log
        else:
            yield from self._only_logs(expanded(log))

    def _only_logs(self, items: Iterable[OpenLog | Gap]) -> Iterator[OpenLog]:
        for item in items:
            if isinstance(item, Gap):
                self._gaps[item] = None
            else:
                self._stack.callback(os.close, item.source.descriptor)
                yield item

    def _named(self, logs: Sequence[OpenLog]) -> list[OpenLog]:
        """Logs with their hosts and families, which all logs together tell."""
        before = len(self._places)
        self._places += [(log.base, log.source.path) for log in logs]
        named = named_by_host(self._places)[before:]
        return [with_name(log, *name) for log, name in zip(logs, named, strict=True)]


@contextmanager
def opened(arguments: Sequence[str]) -> Iterator[OpenLogs]:
    """The logs that the arguments mean, open until the end of the block.

    An argument is a file, a folder, a glob, an archive, `-` for stdin, or `journal:` with or
    without a unit. No process is started but journalctl, for such an argument and for binary
    journals. Raises LogError for an argument that means nothing.
    """
    most = _allowed_files() - _OTHER_FILES
    with ExitStack() as stack:
        yield OpenLogs(arguments, stack, most)


def _allowed_files() -> int:
    """How many files may be open, after asking for as many as this user is granted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY if hard == resource.RLIM_INFINITY else min(hard, _MANY)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return _MANY if soft == resource.RLIM_INFINITY else soft


def _by_age(log: OpenLog) -> tuple[str, str, tuple[int, str], str]:
    source = log.source
    return source.node, source.family, rotation_of(source.path).age, source.path
