"""Database programs, run with their credentials in files that nobody else can read."""

import os
import shutil
import subprocess
import tempfile
import threading
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import IO

from linter.execute.databases.database import DatabaseError
from linter.model.passwords import MASK, without_secrets
from linter.model.visible import visible

_TOLD = 2000
_QUERY = 120
_INHERITED = ("PATH", "HOME", "TMPDIR")
"""All that a program inherits: PGOPTIONS, MYSQL_HOST and the like would lead it elsewhere."""


def program(names: Sequence[str], package: str) -> str:
    """The path of the first program that there is. Raises DatabaseError naming the package."""
    found = next(filter(None, map(shutil.which, names)), None)
    if found is None:
        raise DatabaseError(
            f"{' or '.join(names)} is not on PATH; install {package} on this machine and try again"
        )
    return found


class Tools:
    """What runs the programs of one server.

    `files` are put into `folder`, for as long as a program runs, and hold what must not be in its
    arguments; `secrets` are masked in what it says. `limit` are the seconds that a dump or a load
    may take.
    """

    def __init__(
        self,
        folder: Path,
        files: Mapping[str, bytes],
        environment: Mapping[str, str],
        secrets: tuple[str, ...],
        limit: int,
    ) -> None:
        self.folder = folder
        self.limit = limit
        self._files = files
        self._secrets = secrets
        kept = {name: os.environ[name] for name in _INHERITED if name in os.environ}
        self._environment = {**kept, "LC_ALL": "C.UTF-8", **environment}

    def answers(self, words: Sequence[str], script: str, seconds: int = _QUERY) -> str:
        """What a client answers to a script. Raises DatabaseError."""
        with tempfile.TemporaryFile() as asked, tempfile.TemporaryFile() as answer:
            asked.write(script.encode())
            asked.seek(0)
            with self.started(words, asked, answer, seconds) as child:
                child.wait()
            answer.seek(0)
            return answer.read().decode(errors="replace")

    @contextmanager
    def started(
        self, words: Sequence[str], stdin: IO[bytes] | int, stdout: IO[bytes] | int, seconds: int
    ) -> Iterator["subprocess.Popen[bytes]"]:
        """A program as long as the block lasts. Raises DatabaseError if it does not end well."""
        with self._credentials(), tempfile.TemporaryFile() as said:
            child = self._popen(words, stdin, stdout, said)
            late = threading.Event()
            timer = threading.Timer(seconds, _stop, (child, late))
            timer.daemon = True
            timer.start()
            try:
                yield child
                code = child.wait()
            except BrokenPipeError:
                code = child.wait() or 1
            finally:
                timer.cancel()
                _end(child)
            if code:
                raise DatabaseError(self._failure(words[0], code, said, seconds, late.is_set()))

    def masked(self, text: str) -> str:
        """A text without secrets that can be printed."""
        for secret in self._secrets:
            text = text.replace(secret, MASK)
        return visible(without_secrets(" ".join(text.split())))

    def _popen(
        self,
        words: Sequence[str],
        stdin: IO[bytes] | int,
        stdout: IO[bytes] | int,
        stderr: IO[bytes],
    ) -> "subprocess.Popen[bytes]":
        try:
            return subprocess.Popen(
                words,
                stdin=stdin, stdout=stdout, stderr=stderr, env=self._environment, cwd="/",
            )  # fmt: skip
        except OSError as error:
            raise DatabaseError(f"{words[0]} cannot be run: {error.strerror}") from None

    def _failure(self, name: str, code: int, said: IO[bytes], seconds: int, late: bool) -> str:
        program = Path(name).name
        if late:
            return (
                f"{program} was stopped after {seconds} seconds: see whether the server answers and"
                " what locks its tables, and allow more time"
            )
        said.seek(max(0, said.seek(0, os.SEEK_END) - _TOLD))
        text = self.masked(said.read().decode(errors="replace"))
        return f"{program} ended with {code}: {text or 'it said nothing'}"

    @contextmanager
    def _credentials(self) -> Iterator[None]:
        self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        paths = [self.folder / name for name in self._files]
        try:
            for path, content in zip(paths, self._files.values(), strict=True):
                _write_private(path, content)
            yield
        finally:
            for path in paths:
                path.unlink(missing_ok=True)


def _write_private(path: Path, content: bytes) -> None:
    """A file of a run that was killed may still be there."""
    path.unlink(missing_ok=True)
    try:
        path.touch(mode=0o600, exist_ok=False)
        path.write_bytes(content)
    except OSError as error:
        raise DatabaseError(f"{path} cannot be written: {error.strerror}") from None


def _stop(child: "subprocess.Popen[bytes]", late: threading.Event) -> None:
    late.set()
    child.kill()


def _end(child: "subprocess.Popen[bytes]") -> None:
    """No program goes on without anybody who reads what it writes."""
    if child.poll() is None:
        # Before it sees the end of its input, at which it would run half a statement.
        child.kill()
        child.wait()
    for stream in (child.stdin, child.stdout):
        if stream is not None and not stream.closed:
            _close(stream)


def _close(stream: IO[bytes]) -> None:
    try:
        stream.close()
    except OSError:
        return  # what it still held could not be handed over: the program has gone
