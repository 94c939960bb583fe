"""What a command writes: kept unmasked while it runs, for its owner alone, and masked after it."""

import ctypes
import fcntl
import os
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from secrets import token_hex
from types import TracebackType
from typing import Self

from linter.execute.masking import Masking, Secrets, from_whole_line, masked
from linter.model.visible import visible

HEAD = TAIL = 2 << 20
"""The bytes that are kept of the beginning and of the end of what is longer."""
_LINES = 20
_LINE = 400
_LOOKED_AT = 1 << 16
_BLOCK = 1 << 20
_PUNCH_HOLE_KEEP_SIZE = 3
"""FALLOC_FL_PUNCH_HOLE and FALLOC_FL_KEEP_SIZE of fallocate(2), which Python does not have."""
_NEW = os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_OWNERS = 0o600
_RAW = ".raw"


class Output:
    """The file that a command writes to by itself, and the masked one that it is copied to.

    The command holds no pipe, so that it goes on undisturbed when nobody listens any more. Masked
    lines are added to what stands in `output` already. `raw` is the unmasked file of an earlier
    executor, else there is a new one. Raises OSError.
    """

    def __init__(self, output: Path, secrets: Secrets, raw: Path | None = None) -> None:
        self._masking = Masking(secrets)
        self._secrets = secrets
        self._copied = 0
        self._is_whole = True
        self._freed = HEAD
        self._target = os.open(output, os.O_WRONLY | os.O_APPEND | _NEW, _OWNERS)
        try:
            os.fchmod(self._target, _OWNERS)
            self.raw = raw or output.with_name(f".{output.name}.{token_hex(4)}{_RAW}")
            flags = os.O_RDWR | os.O_APPEND | os.O_NOFOLLOW | os.O_CLOEXEC
            flags |= 0 if raw else os.O_CREAT | os.O_EXCL
            self.descriptor = os.open(self.raw, flags, _OWNERS)
        except OSError:
            os.close(self._target)
            raise
        # The command has it too, as long as it lives.
        self.is_free = _held(self.descriptor)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        os.close(self.descriptor)
        os.close(self._target)

    @contextmanager
    def discarded_on_error(self) -> Iterator[None]:
        """Removes the unmasked file if the command does not come to run."""
        try:
            yield
        except Exception:
            self.raw.unlink(missing_ok=True)
            raise

    def repeat(self) -> None:
        """Begins to copy from the beginning, and says that some of it may stand there already."""
        self._masking = Masking(self._secrets)
        self._copied = 0
        if os.fstat(self.descriptor).st_size:
            self._write(b"[what a command wrote, again from its beginning]\n")
        self._is_whole = True

    def advance(self) -> None:
        """Copies what is new of the beginning; of the middle, what is too much is given up."""
        self._is_whole, was_whole = False, self._is_whole
        while self._copied < HEAD:
            content = os.pread(self.descriptor, min(_BLOCK, HEAD - self._copied), self._copied)
            if not content:
                break
            self._copied += len(content)
            self._write(self._masking.feed(content))
        self._is_whole = was_whole
        self._free(os.fstat(self.descriptor).st_size - TAIL)

    def finish(self) -> None:
        """Copies the rest and removes the unmasked file, which stays where that cannot be done."""
        if not self._is_whole:
            self.repeat()
        self.advance()
        end = os.fstat(self.descriptor).st_size
        if end - self._copied > TAIL:
            self._write(f"[kslint left out {end - self._copied - TAIL} bytes here]\n".encode())
            self._masking = Masking(self._secrets)
            tail = _read(self.descriptor, end - TAIL, end)
            self._write(self._masking.feed(from_whole_line(tail)))
        else:
            self._write(self._masking.feed(_read(self.descriptor, self._copied, end)))
        self._write(self._masking.end())
        os.fsync(self._target)
        self.raw.unlink(missing_ok=True)

    def told(self) -> str:
        """The last lines that were written, masked and safe to print."""
        end = os.fstat(self.descriptor).st_size
        begin = max(0, end - _LOOKED_AT)
        content = _read(self.descriptor, begin, end)
        safe = masked(from_whole_line(content) if begin else content, self._secrets)
        lines = safe.decode("utf-8", "replace").splitlines()[-_LINES:]
        return "\n".join(visible(line[:_LINE].rstrip()) for line in lines)

    def _write(self, content: bytes) -> None:
        while content:
            content = content[os.write(self._target, content) :]

    def _free(self, upto: int) -> None:
        """Gives the disk back what a command that writes without end has written too much."""
        end = upto // _BLOCK * _BLOCK
        if end <= self._freed:
            return
        # A file system that cannot do so loses nothing but room.
        with suppress(OSError, AttributeError):
            free = ctypes.CDLL(None, use_errno=True).fallocate
            free.argtypes = (ctypes.c_int, ctypes.c_int, ctypes.c_longlong, ctypes.c_longlong)
            length = end - self._freed
            free(self.descriptor, _PUNCH_HOLE_KEEP_SIZE, self._freed, length)
        self._freed = end


def gather(output: Path, secrets: Secrets) -> str:
    """Copies what commands wrote whose end nobody saw; the last lines, safe to print.

    What still runs is told of, and gathered another time. Raises OSError.
    """
    told = ""
    for raw in sorted(output.parent.glob(f".{_literal(output.name)}.*{_RAW}")):
        if _output_of(raw) == output:
            with Output(output, secrets, raw) as leftover:
                told = leftover.told()
                if leftover.is_free:
                    leftover.repeat()
                    leftover.finish()
    return told


def gather_all(folder: Path, secrets: Secrets) -> None:
    """The same for all outputs in a folder. Raises OSError."""
    for output in sorted({_output_of(raw) for raw in folder.glob(f".*.*{_RAW}")}):
        gather(output, secrets)


def _output_of(raw: Path) -> Path:
    return raw.with_name(raw.name.removesuffix(_RAW).rpartition(".")[0].removeprefix("."))


def _held(descriptor: int) -> bool:
    """Whether nobody else holds the file, which is this process's and its commands' now."""
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        return False
    except OSError:
        # Where nothing can be locked, nobody can have locked it.
        return True
    return True


def _literal(name: str) -> str:
    return "".join(f"[{character}]" if character in "*?[" else character for character in name)


def _read(descriptor: int, begin: int, end: int) -> bytes:
    pieces: list[bytes] = []
    while begin < end and (piece := os.pread(descriptor, min(_BLOCK, end - begin), begin)):
        pieces.append(piece)
        begin += len(piece)
    return b"".join(pieces)
