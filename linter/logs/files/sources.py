"""Which files the words of a command line mean, in the order in which they were written."""

import os
import resource
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager

import msgspec

from linter.logs.files.absences import emptied, left_out, said_of_folder, too_many
from linter.logs.files.expanding import expanded, expanded_word, is_log
from linter.logs.files.hosts import Place, named_by_host
from linter.logs.files.renewal import (
    Standing,
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
from linter.logs.files.taking import Identity, PassedOver, Taken, take, take_stream
from linter.logs.files.words import Word, found_on_disk, word_of
from linter.model.finding import Gap

_MANY = 65_536
_OTHER_FILES = 100
"""What reading the logs may open itself."""

_LATER = 30
"""So many of those are left to logs that come while others are read."""


class Opened:
    """The logs that the words of a command line mean, oldest first, and what could not be opened.

    `sources` are complete when it is made; `again` tells what came since.
    """

    def __init__(self, words: Sequence[str], stack: ExitStack, most: int) -> None:
        self._most = most
        self._words = [word_of(word) for word in dict.fromkeys(words)]
        self._stack = stack
        self._known: set[Identity] = set()
        self._gaps: dict[Gap, None] = {}
        self._taken: list[Taken] = []
        self._places: list[Place] = []
        self._emptied: list[Standing] = []
        streams = list(self._streams())
        found = self._made(log for word in self._words for log in self._below(word))
        self._taken = sorted(self._named([*streams, *found]), key=_by_age)
        self.sources = tuple(taken.source for taken in self._taken)

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be opened so far."""
        return (*self._gaps, *left_out(self._taken))

    def again(self, read: Mapping[LogSource, int]) -> tuple[LogSource, ...]:
        """What was written since the logs were opened and has not been read.

        `read` tells how far each source was read, in unpacked bytes from the beginning of the file.
        Sources of files that grew begin where reading stopped; others are new. To be asked once
        more when these were read, as a file may be emptied between this and reading it.
        """
        standings = [grown(taken, read.get(taken.source, 0)) for taken in self._taken]
        # Looked for afterwards: who empties a file has copied it before.
        words = self._words
        found = self._made(log for word in words for log in self._below(word, is_first=False))
        new = list(self._beyond_copies(self._named(found), standings))
        for lost in standings:
            if not lost.is_whole and lost.taken.source.is_plain:
                new += self._beyond_copies(self._rescued(lost, new), standings)
        grew = [standing.renewed for standing in standings if standing.renewed]
        kept = [standing.renewed or standing.taken for standing in standings]
        self._emptied += [standing for standing in standings if not standing.is_whole]
        self._taken = [*kept, *new]
        return tuple(taken.source for taken in sorted([*grew, *new], key=_by_age))

    def _beyond_copies(
        self, logs: Iterable[Taken], standings: Sequence[Standing]
    ) -> Iterator[Taken]:
        known = [*standings, *self._emptied, *filter(None, map(once_renewed, standings))]
        for taken in logs:
            source = beyond_copy(taken, known)
            if source is None:
                self._forget(taken)
            else:
                yield msgspec.structs.replace(taken, source=source)

    def _rescued(self, lost: Standing, new: Sequence[Taken]) -> Iterator[Taken]:
        """Copies of a log that was emptied, where no word means them; a Gap where there is none."""
        copies = [taken for taken in new if holds_lost(taken, lost)]
        for taken in () if copies else beside(lost.taken, self._known):
            self._stack.callback(os.close, taken.source.descriptor)
            if holds_lost(taken, lost) and not copies:
                # The plain one comes first; another is being packed from it.
                copies.append(taken)
                yield taken
            else:
                self._forget(taken)
        if not copies and lost.end < lost.taken.source.size:
            self._gaps[emptied(lost)] = None

    def _made(self, logs: Iterable[Taken]) -> list[Taken]:
        """Logs without those that are only being made of others."""
        every = list(logs)
        complete = list(without_half_made(every))
        kept = {taken.identity for taken in complete}
        for taken in every:
            if taken.identity not in kept:
                self._forget(taken)
        return complete

    def _forget(self, taken: Taken) -> None:
        """Lets a copy be judged anew the next time, when there may be more in it."""
        if taken.identity:
            self._known.discard(taken.identity)

    def _streams(self) -> Iterator[Taken]:
        for word in self._words:
            if word.kind == "stream":
                yield from self._logs(take_stream(word))
            elif word.kind == "journal":
                yield from self._only_logs(expanded_word(word))

    def _below(self, word: Word, *, is_first: bool = True) -> Iterator[Taken]:
        """The logs that a word on disk means now, and that were not opened yet."""
        logs = 0
        others: list[str] = []
        most = self._most if is_first else self._most + _LATER
        for found in found_on_disk(word):
            if len(self._known) >= most:
                self._gaps[too_many(word, self._most)] = None
                break
            logs += isinstance(found, Gap) or found.is_log is True
            for item in [found] if isinstance(found, Gap) else take(found, self._known):
                match item:
                    case PassedOver():
                        others.append(item.found.shown)
                    case Gap():
                        self._gaps[item] = None
                    case Taken():
                        logs += 1
                        yield from self._logs(item)
        if is_first:
            self._gaps |= dict.fromkeys(said_of_folder(word, logs, others))

    def _logs(self, taken: Taken) -> Iterator[Taken]:
        """A log, or those in an archive, which stays open lest its inode mean another file."""
        self._stack.callback(os.close, taken.source.descriptor)
        if is_log(taken):
            yield taken
        else:
            yield from self._only_logs(expanded(taken))

    def _only_logs(self, items: Iterable[Taken | Gap]) -> Iterator[Taken]:
        for item in items:
            if isinstance(item, Gap):
                self._gaps[item] = None
            else:
                self._stack.callback(os.close, item.source.descriptor)
                yield item

    def _named(self, logs: Sequence[Taken]) -> list[Taken]:
        """Logs with their hosts and families, which all logs together tell."""
        before = len(self._places)
        self._places += [(taken.base, taken.source.path) for taken in logs]
        named = named_by_host(self._places)[before:]
        return [with_name(taken, *name) for taken, name in zip(logs, named, strict=True)]


@contextmanager
def opened(words: Sequence[str]) -> Iterator[Opened]:
    """The logs that the words mean, open until the end of the block.

    A word is a file, a folder, a glob, an archive, `-` for stdin, or `journal:` with or without a
    unit. No process is started but journalctl, for such a word and for binary journals. Raises
    LogError for a word that means nothing.
    """
    most = _allowed_files() - _OTHER_FILES
    with ExitStack() as stack:
        yield Opened(words, stack, most)


def _allowed_files() -> int:
    """How many files may be open, after asking for as many as this user is granted."""
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _MANY if hard == resource.RLIM_INFINITY else min(hard, _MANY)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        return wanted
    return _MANY if soft == resource.RLIM_INFINITY else soft


def _by_age(taken: Taken) -> tuple[str, str, tuple[int, str], str]:
    source = taken.source
    return source.node, source.family, rotation_of(source.path).age, source.path
