"""The configuration in force, kept in an archive beside the backup of the database."""

import hashlib
import os
import tarfile
from pathlib import Path

import msgspec

from linter.execute.running import StepError

_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_NOFOLLOW | os.O_CLOEXEC


class Archive(msgspec.Struct, frozen=True):
    """An archive: its file with size in bytes and SHA-256."""

    path: str
    size: int
    sha256: str


def archived(directory: Path, folder: Path, name: str) -> Archive:
    """The archive of a directory, keys and all, that its owner alone can read.

    It has its name only when it is whole and on disk, and never takes the place of an earlier one.
    Raises StepError; nothing is left of one that could not be completed.
    """
    draft = folder / f".{name}.partial"
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        draft.unlink(missing_ok=True)
        with os.fdopen(os.open(draft, _FLAGS, 0o600), "wb") as file:
            with tarfile.open(fileobj=file, mode="w:gz") as archive:
                archive.add(directory.resolve(), arcname=directory.name)
            file.flush()
            os.fsync(file.fileno())
        size, digest = draft.stat().st_size, _digest(draft)
        return Archive(str(_named(draft, folder, name)), size, digest)
    except (OSError, tarfile.TarError) as error:
        why = (error.strerror if isinstance(error, OSError) else "") or str(error)
        raise StepError(
            f"{directory} could not be archived into {folder}: {why}; nothing is left of the "
            "archive and nothing was changed: see to it and go on with `kslint resume`"
        ) from error
    finally:
        draft.unlink(missing_ok=True)


def require_same(archive: Archive) -> None:
    """Raises StepError unless the file is the one that was written."""
    path = Path(archive.path)
    try:
        same = path.stat().st_size == archive.size and _digest(path) == archive.sha256
    except OSError as error:
        raise StepError(f"the backup {path} cannot be read: {error.strerror}") from error
    if not same:
        raise StepError(
            f"{path} is not the file that was written: its size or SHA-256 differs; nothing was "
            "changed: find out who writes there, and back up again"
        )


def _digest(path: Path) -> str:
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def _named(draft: Path, folder: Path, name: str) -> Path:
    for number in range(1, 1000):
        path = folder / (f"{name}.tar.gz" if number == 1 else f"{name}-{number}.tar.gz")
        try:
            path.hardlink_to(draft)
        except FileExistsError:
            continue
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
        try:
            os.fsync(handle)
        finally:
            os.close(handle)
        return path
    raise StepError(f"{folder} holds a thousand archives named {name}: move them away")
