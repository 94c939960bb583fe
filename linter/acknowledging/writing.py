"""Writes acknowledgements into their file, whole or not at all, and never over those of others."""

import fcntl
import os
import secrets
import stat
from collections.abc import Collection, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

import msgspec

from linter.acknowledgements import AcknowledgementError, read_acknowledgements
from linter.acknowledging.entry_text import Edited, UneditableError, with_entry
from linter.model.acknowledgement import Acknowledgement

_USUAL_MODE = 0o666
_ATTEMPTS = 20


class _Found(msgspec.Struct, frozen=True):
    """A file as it was found; `status` is None where there is none."""

    content: bytes
    status: os.stat_result | None


def acknowledge(path: Path, entry: Acknowledgement, targets: Collection[str]) -> bool:
    """Whether the file had an entry for the same id and one of the targets, which it replaced.

    The folder and the file are made where they are missing; a link stays one, and what it leads to
    is written. Raises AcknowledgementError, and then the file is what it was.
    """
    try:
        return _acknowledge(Path(os.path.realpath(path)), path, entry, targets)
    except UneditableError as error:
        raise AcknowledgementError(f"{path} {error}") from error
    except OSError as error:
        why = error.strerror or type(error).__name__
        raise AcknowledgementError(f"{path}: cannot be written: {why}") from error


def _acknowledge(place: Path, name: Path, entry: Acknowledgement, targets: Collection[str]) -> bool:
    place.parent.mkdir(parents=True, exist_ok=True)
    with _alone(place.parent):
        for _ in range(_ATTEMPTS):
            found = _found(place)
            edited = with_entry(_decoded(found.content), entry, targets)
            with _draft(place, edited, found.status) as draft:
                _read_back(draft, name, entry)
                # An editor asks for no lock.
                if _found(place).content == found.content:
                    draft.replace(place)
                    return edited.replaced
    raise AcknowledgementError(f"{name}: changes all the time: try again")


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """Waits until no other kslint writes in the folder, and keeps others out meanwhile."""
    descriptor = os.open(folder, os.O_RDONLY | os.O_DIRECTORY)
    try:
        # NFS locks no folders; there what was read is only compared before it is replaced.
        with suppress(OSError):
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
    finally:
        os.close(descriptor)


def _found(place: Path) -> _Found:
    try:
        status = place.stat()
    except FileNotFoundError:
        return _Found(b"", None)
    if not stat.S_ISREG(status.st_mode):
        raise UneditableError("is no file")
    return _Found(place.read_bytes(), status)


def _decoded(content: bytes) -> str:
    try:
        return content.decode()
    except UnicodeDecodeError as error:
        raise UneditableError(f"is no UTF-8: {error.reason} at byte {error.start}") from error


@contextmanager
def _draft(place: Path, edited: Edited, status: os.stat_result | None) -> Iterator[Path]:
    """A file beside the place with the text, and the mode and owner of the one to replace."""
    draft = place.with_name(f"{place.name}.{secrets.token_hex(4)}.new")
    flags = os.O_WRONLY | os.O_CREAT | os.O_EXCL
    try:
        with open(os.open(draft, flags, _USUAL_MODE), "wb") as file:  # noqa: PTH123  a descriptor
            if status:
                with suppress(PermissionError):
                    os.fchown(file.fileno(), status.st_uid, status.st_gid)
                os.fchmod(file.fileno(), stat.S_IMODE(status.st_mode))
            file.write(edited.text.encode())
            file.flush()
            os.fsync(file.fileno())
        yield draft
    finally:
        draft.unlink(missing_ok=True)


def _read_back(draft: Path, name: Path, entry: Acknowledgement) -> None:
    """Raises AcknowledgementError if the entry would not count as it was meant."""
    try:
        answers = read_acknowledgements(draft)
    except AcknowledgementError as error:
        raise AcknowledgementError(str(error).replace(str(draft), str(name))) from error
    if any(msgspec.structs.replace(each, at=entry.at) == entry for each in answers.entries):
        return
    why = "; ".join(
        f"line {fault.at.line}: {fault.why}" for fault in answers.faults if fault.id == entry.id
    )
    raise AcknowledgementError(f"{name}: {entry.id} would not count: {why or 'it reads otherwise'}")
