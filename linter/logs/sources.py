"""Which files the words of a command line mean, in the order in which they were written."""

import os
import resource
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack, contextmanager, suppress
from pathlib import Path

import msgspec

from linter.collect.naming import printable
from linter.logs.expanding import expanded, expanded_word, is_log
from linter.logs.hosts import Place, named_by_host
from linter.logs.renewal import Standing, beyond_copy, grown, without_half_made
from linter.logs.rotation import Rotation, missing, rotation_of
from linter.logs.source import BrokenSourceError, LogError, LogSource, blocks
from linter.logs.taking import Identity, PassedOver, Taken, take, take_stream
from linter.logs.words import Word, found_on_disk, word_of
from linter.model.finding import Gap
from linter.model.location import Location

__all__ = ["BrokenSourceError", "LogError", "LogSource", "Opened", "blocks", "opened"]

_MANY = 65_536
_NAMED = 5
_OTHER_FILES = 100
"""What reading the logs may open itself."""


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
        self._gaps |= dict.fromkeys(_left_out(self._taken))

    @property
    def gaps(self) -> tuple[Gap, ...]:
        """What could not be opened so far."""
        return tuple(self._gaps)

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
        grew = [standing.renewed for standing in standings if standing.renewed]
        kept = [standing.renewed or standing.taken for standing in standings]
        self._emptied += [standing for standing in standings if not standing.is_whole]
        self._taken = [*kept, *new]
        return tuple(taken.source for taken in sorted([*grew, *new], key=_by_age))

    def _beyond_copies(
        self, logs: Iterable[Taken], standings: Sequence[Standing]
    ) -> Iterator[Taken]:
        for taken in logs:
            source = beyond_copy(taken, [*standings, *self._emptied])
            if source is None:
                self._forget(taken)
            else:
                yield msgspec.structs.replace(taken, source=source)

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
        for found in found_on_disk(word):
            if len(self._known) >= self._most:
                self._gaps[_too_many(word, self._most)] = None
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
            self._gaps |= dict.fromkeys(_of_folder(word, logs, others))

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
        return [_with_name(taken, *name) for taken, name in zip(logs, named, strict=True)]


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


def _too_many(word: Word, most: int) -> Gap:
    why = f"only {most} files can be open at a time, and further ones were not read"
    remedy = "allow more by `ulimit -n`, or give fewer at a time"
    return Gap(printable(Path(word.text)), why, remedy, required=True)


def _with_name(taken: Taken, node: str, path: str) -> Taken:
    family = rotation_of(path).family
    source = msgspec.structs.replace(taken.source, node=node, path=path, family=family)
    return msgspec.structs.replace(taken, source=source)


def _by_age(taken: Taken) -> tuple[str, str, tuple[int, str], str]:
    source = taken.source
    return source.node, source.family, rotation_of(source.path).age, source.path


def _left_out(logs: Sequence[Taken]) -> Iterator[Gap]:
    """The numbers that rotated files leave out."""
    for node in dict.fromkeys(taken.source.node for taken in logs):
        own = [taken for taken in logs if taken.source.node == node]
        rotations = [rotation_of(taken.source.path) for taken in own]
        if any(missing(rotations)):
            rotations += _there_now(own, rotations)
        for named, newer, older in missing(rotations):
            yield Gap(
                str(Location(node, named)),
                f"it is missing between {newer} and {older}",
                "give it as well, or find out why it was deleted",
                required=False,
            )


def _there_now(logs: Sequence[Taken], rotations: Sequence[Rotation]) -> Iterator[Rotation]:
    """Files that were renamed to a number that was left out, while others were opened."""
    oldest: dict[str, int] = {}
    for rotation in rotations:
        oldest[rotation.family] = max(oldest.get(rotation.family, 0), rotation.number or 0)
    folders = {(taken.source.path, taken.disk.parent) for taken in logs if taken.disk}
    for folder, parent in {(path.rpartition("/")[0], parent) for path, parent in folders}:
        with suppress(OSError):
            for name in os.listdir(parent):  # noqa: PTH208  names are all that is asked for
                found = rotation_of(f"{folder}/{name}" if folder else name)
                if 0 < (found.number or 0) < oldest.get(found.family, 0):
                    yield found


def _of_folder(word: Word, logs: int, others: Sequence[str]) -> Iterator[Gap]:
    """What is said of a folder that has no log, and of files that may be none."""
    what = printable(Path(word.text))
    if word.kind in {"folder", "glob"} and not logs:
        remedy = "give the folder that keystone or its web server writes its log to"
        yield Gap(what, "there is no log in it", remedy, required=True)
    if others:
        names = ", ".join(others[:_NAMED]) + (", ..." if len(others) > _NAMED else "")
        why = f"{len(others)} files are no logs by name or text and were passed over: {names}"
        yield Gap(what, why, "give those that are logs by their own paths", required=False)
