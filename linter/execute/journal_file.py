"""The file of a journal: who writes there writes alone, and each entry is on disk at once."""

import fcntl
import os
import stat
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from datetime import datetime
from pathlib import Path

from linter.execute.durable import sync_folder
from linter.execute.journal import Entry, History, JournalError, What, history_of, line_of
from linter.execute.masking import Secrets

_FLAGS = os.O_RDWR | os.O_CREAT | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
_OWNERS = 0o600
_FOLDER = 0o700


class Journal:
    """A journal that is open for writing.

    `history` is what it said when it was opened, `evidence` the file that a torn last line was put
    into, None where nothing was torn.
    """

    def __init__(
        self, path: Path, descriptor: int, clock: Callable[[], datetime], secrets: Secrets
    ) -> None:
        self.path = path
        self._descriptor = descriptor
        self._clock = clock
        self._secrets = secrets
        self._broken = ""
        content = _content(descriptor)
        self.history: History = history_of(content, path)
        self.evidence: Path | None = None
        if self.history.torn:
            self.evidence = _put_aside(path, content[self.history.length :])
            os.ftruncate(descriptor, self.history.length)
            os.fsync(descriptor)
        self._length = self.history.length
        self._last = self.history.entries[-1] if self.history.entries else None

    def add(
        self, what: What, step: str = "", said: str = "", facts: Mapping[str, str] | None = None
    ) -> Entry:
        """The entry, which is on disk. Raises JournalError, and then nothing can be added."""
        if self._broken:
            raise JournalError(self._broken)
        self._guard(what, step, said, *(facts or {}).keys(), *(facts or {}).values())
        entry, line = line_of(
            Entry(
                number=self._last.number + 1 if self._last else 1,
                at=self._clock(),
                what=what,
                step=step,
                said=_encodable(said),
                facts={_encodable(key): _encodable(value) for key, value in (facts or {}).items()},
                before=self._last.digest if self._last else "",
            )
        )
        try:
            self._refuse_a_stranger()
            self._append(line)
        except OSError as error:
            why = error.strerror or str(error)
            self._broken = (
                f"{self.path} cannot be written: {why}; nothing more is begun: see to that, then "
                "go on with `kslint resume`, which looks at what was under way"
            )
            raise JournalError(self._broken) from error
        self._last = entry
        self._length += len(line)
        return entry

    def _guard(self, what: What, step: str, *texts: str) -> None:
        if any(map(self._secrets.are_in, texts)):
            raise JournalError(
                f"what was to be written of step {step!r} ({what}) holds a secret of the "
                "configuration, so it was not written: this is a fault of kslint, please report it"
            )

    def _refuse_a_stranger(self) -> None:
        """Raises OSError if the file at the path is another one, or somebody else wrote there."""
        there, own = os.lstat(self.path), os.fstat(self._descriptor)
        if (there.st_dev, there.st_ino) != (own.st_dev, own.st_ino):
            raise OSError(0, "another file was put in its place")
        if own.st_size != self._length:
            raise OSError(0, "something else has written there")

    def _append(self, line: bytes) -> None:
        try:
            rest = line
            while rest:
                rest = rest[os.write(self._descriptor, rest) :]
            os.fsync(self._descriptor)
        except BaseException:
            # What got there of the line says nothing that can be relied upon; an interrupt too may
            # come in between.
            with suppress(OSError):
                os.ftruncate(self._descriptor, self._length)
                os.fsync(self._descriptor)
            raise


@contextmanager
def opened(
    path: Path, clock: Callable[[], datetime], secrets: Secrets | None = None
) -> Iterator[Journal]:
    """A journal, made if there is none, that nobody else writes to meanwhile.

    Nothing with one of the secrets in it is written. Raises JournalError for a journal that was
    changed, that somebody else has open, or that cannot be written.
    """
    try:
        descriptor = _descriptor(path)
    except OSError as error:
        raise JournalError(f"{path} cannot be opened: {error.strerror}") from error
    try:
        try:
            _keep_others_out(path, descriptor)
            journal = Journal(path, descriptor, clock, secrets or Secrets())
        except OSError as error:
            raise JournalError(f"{path} cannot be opened: {error.strerror}") from error
        yield journal
    finally:
        os.close(descriptor)


def _descriptor(path: Path) -> int:
    path.parent.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
    descriptor = os.open(path, _FLAGS, _OWNERS)
    try:
        _settle(path, descriptor)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _settle(path: Path, descriptor: int) -> None:
    """Has the file on disk under its name, for its owner alone."""
    if not stat.S_ISREG(os.fstat(descriptor).st_mode):
        raise OSError(0, "it is no file")
    os.fchmod(descriptor, _OWNERS)
    os.fsync(descriptor)
    # Else a power cut may take the name away with all that was written under it.
    place = path.parent.resolve()
    for folder in (place, place.parent):
        sync_folder(folder)


def _keep_others_out(path: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise JournalError(
            f"{path} is being written by another kslint: wait until that has ended"
        ) from error


def _content(descriptor: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return file.read()


def _put_aside(path: Path, torn: bytes) -> Path:
    """The new file beside the journal that what was torn is kept in."""
    number = 1
    while os.path.lexists(evidence := path.with_name(f"{path.name}.torn-{number}")):
        number += 1
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC
    with open(os.open(evidence, flags, _OWNERS), "wb") as file:  # noqa: PTH123  a descriptor
        file.write(torn)
        file.flush()
        os.fsync(file.fileno())
    sync_folder(evidence.parent.resolve())
    return evidence


def _encodable(text: str) -> str:
    """The text with what no encoding has, such as bytes of a path, written out."""
    return text.encode("utf-8", "backslashreplace").decode()
