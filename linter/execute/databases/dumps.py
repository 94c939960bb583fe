"""Files that dumps are written to, compressed and complete, and loaded from."""

import hashlib
import os
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol, cast

from linter.execute.databases.database import Backup, DatabaseError
from linter.execute.databases.tools import Tools

if sys.version_info >= (3, 14):
    from compression import zstd
else:
    from backports import zstd

_CHUNK = 1 << 20
_OPTIONS: dict[int, int] = {
    zstd.CompressionParameter.compression_level: 6,
    zstd.CompressionParameter.checksum_flag: 1,
    zstd.CompressionParameter.nb_workers: 2,
}
_AFTER_TRAILER = (b"--", b"\n", b"\\unrestrict")
MARGIN = 64 << 20
"""The bytes that stay free on a disk beside a dump."""


class Tally(Protocol):
    """What counts the rows of each table in a dump, line by line."""

    @property
    def rows(self) -> Mapping[str, int]:
        """The rows so far, with every table."""

    def hear(self, line: bytes) -> None:
        """Takes the next line."""


def write_dump(folder: Path, name: str, fill: Callable[[IO[bytes]], None]) -> tuple[Path, int, str]:
    """The file that was filled, with size and SHA-256, never in the place of another one.

    It has its name only when it is complete and on disk. Raises DatabaseError; nothing is left of a
    file that could not be completed.
    """
    draft = folder / f".{name}.partial"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        draft.touch(mode=0o600, exist_ok=False)
        with draft.open("wb") as raw:
            with zstd.ZstdFile(raw, "wb", options=_OPTIONS) as packed:
                fill(cast("IO[bytes]", packed))
            raw.flush()
            os.fsync(raw.fileno())
        size, digest = draft.stat().st_size, digest_of(draft)
        return _named(draft, folder, name), size, digest
    except OSError as error:
        raise DatabaseError(
            f"the backup cannot be written into {folder}: {error.strerror}; nothing is left of it:"
            " make room or name another folder, and try again"
        ) from None
    finally:
        with suppress(OSError):  # what was raised says more
            draft.unlink(missing_ok=True)


def _named(draft: Path, folder: Path, name: str) -> Path:
    """The first name that is free: an earlier dump may be the only one of the old release."""
    stem, ending = Path(name).stem, Path(name).suffix
    for number in range(1, 1000):
        path = folder / (name if number == 1 else f"{stem}-{number}{ending}")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            continue
        sync_folder(folder)
        return path
    raise DatabaseError(f"{folder} holds a thousand backups named {name}: move them away")


def sync_folder(folder: Path) -> None:
    """Returns when the names in a folder are on disk. Raises OSError."""
    handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def digest_of(path: Path) -> str:
    """The SHA-256 of a file. Raises OSError."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def require_intact(backup: Backup) -> None:
    """Raises DatabaseError unless a dump is the one that was written."""
    path = Path(backup.path)
    try:
        same = path.stat().st_size == backup.size and digest_of(path) == backup.sha256
    except OSError as error:
        raise DatabaseError(f"the backup {path} cannot be read: {error.strerror}") from None
    if not same:
        raise DatabaseError(
            f"the backup {path} is not the file that was written: its size or SHA-256 differs; the"
            " database was not touched: find another copy of it"
        )


def require_room(folder: Path, needed: int) -> None:
    """Raises DatabaseError unless so many bytes fit into a folder, which may have to be made."""
    there = next(path for path in (folder, *folder.absolute().parents) if path.is_dir())
    stat = os.statvfs(there)
    free = stat.f_bavail * stat.f_frsize
    if free < needed + MARGIN:
        raise DatabaseError(
            f"{folder} has room for {free >> 20} MiB and the backup may need"
            f" {(needed + MARGIN) >> 20} MiB: make room or name another folder"
        )


def dumped(
    tools: Tools,
    words: Sequence[str],
    trailer: bytes,
    hear: Callable[[bytes], None],
    to: IO[bytes] | None = None,
) -> None:
    """Writes what a program dumps, each line of which is heard.

    Raises DatabaseError unless it ends with 0 and its last line is there: each has been seen alone.
    """
    complete = False
    stdout = subprocess.PIPE
    with tools.started(words, subprocess.DEVNULL, stdout, tools.limit) as child:
        for line in child.stdout or ():
            hear(line)
            if to:
                to.write(line)
            complete = line.startswith(trailer) or (complete and line.startswith(_AFTER_TRAILER))
    if not complete:
        raise DatabaseError(
            f"{Path(words[0]).name} stopped before the end of the dump, whose last line is missing:"
            " nothing is left of it: see the server's log and try again"
        )


def loaded(
    tools: Tools, words: Sequence[str], backup: Backup, before: str = "", after: str = ""
) -> None:
    """Hands a dump to a client between two scripts. Raises DatabaseError.

    The second one is handed over only when the whole of the dump was.
    """
    output = subprocess.DEVNULL
    with (
        unpacked(backup) as file,
        tools.started(words, subprocess.PIPE, output, tools.limit) as child,
    ):
        if child.stdin is None:
            raise AssertionError
        child.stdin.write(before.encode())
        for chunk in _chunks(file):
            child.stdin.write(chunk)
        child.stdin.write(after.encode())
        child.stdin.close()


@contextmanager
def unpacked(backup: Backup) -> Iterator[IO[bytes]]:
    """The dump as it was before compression. Raises DatabaseError for one that cannot be read."""
    try:
        with zstd.open(backup.path, "rb") as file:
            yield cast("IO[bytes]", file)
    except (zstd.ZstdError, EOFError) as error:
        raise DatabaseError(f"the backup {backup.path} is damaged: {error}") from None
    except BrokenPipeError:
        raise
    except OSError as error:
        raise DatabaseError(f"the backup {backup.path} cannot be read: {error.strerror}") from None


def _chunks(file: IO[bytes]) -> Iterator[bytes]:
    while chunk := file.read(_CHUNK):
        yield chunk
