"""Puts one file or folder of the prepared directory in its place, with mode and owner."""

import hashlib
import os
import stat
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from linter.collect.marker import digest_of_link
from linter.preparation.entries import Entry, Origin

_CHUNK = 1024 * 1024
_ACCESS = "system.posix_acl_access"
_INHERITED = "system.posix_acl_default"


def put(entry: Entry, place: Path) -> tuple[str, bool]:
    """Writes a file or a link; its digest, and whether its owner and group could be kept.

    Raises OSError.
    """
    if entry.origin is Origin.LINK:
        text = os.readlink(entry.source)  # noqa: PTH115  the text, not a path made of it
        os.symlink(text, place)  # noqa: PTH211  the text, not a path made of it
        return digest_of_link(text), _owned(place, entry.source.lstat())
    digest = hashlib.sha256()
    handle = os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600)
    with os.fdopen(handle, "wb") as file:
        for chunk in _chunks(entry):
            digest.update(chunk)
            file.write(chunk)
    return digest.hexdigest(), as_deployed(place, entry.source, 0o777)


def put_document(place: Path, content: bytes, mode: int) -> str:
    """Writes a file of kslint's own; its digest. Raises OSError."""
    flags = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC
    handle = os.open(place, flags, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    place.chmod(mode)
    return hashlib.sha256(content).hexdigest()


def as_deployed(place: Path, source: Path, bits: int) -> bool:
    """Gives owner, group and those permission bits; whether owner and group could be kept.

    A group that could not be kept takes its rights with it: the one that stands in its place has
    only those of all others.
    """
    status = source.stat()
    kept = _owned(place, status)
    mode = stat.S_IMODE(status.st_mode) & bits
    has_list = _same_list(place, source)
    if place.stat().st_gid != status.st_gid or not has_list:
        mode &= ~stat.S_IRWXG | (mode & stat.S_IRWXO) << 3
    place.chmod(mode)
    return kept and has_list


def without_inheritance(folder: Path) -> None:
    """Frees a new folder of what its parent says of the rights of everything in it."""
    with suppress(OSError, AttributeError):
        os.removexattr(folder, _INHERITED)


def _chunks(entry: Entry) -> Iterator[bytes]:
    if entry.content is not None:
        yield entry.content
        return
    # What was a file may have become a pipe or a link since it was looked at.
    flags = os.O_RDONLY | os.O_NONBLOCK | os.O_NOFOLLOW | os.O_CLOEXEC
    with os.fdopen(os.open(entry.source, flags), "rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def _owned(place: Path, wanted: os.stat_result) -> bool:
    """Whether a file or a link has the owner and group that it should have."""
    found = place.lstat()
    if (found.st_uid, found.st_gid) == (wanted.st_uid, wanted.st_gid):
        return True
    try:
        os.chown(place, wanted.st_uid, wanted.st_gid, follow_symlinks=False)
    except OSError:
        with suppress(OSError):
            os.chown(place, -1, wanted.st_gid, follow_symlinks=False)
        return False
    return True


def _same_list(place: Path, source: Path) -> bool:
    """Whether a file has the access control list of another one, or has none as that."""
    try:
        wanted = os.getxattr(source, _ACCESS)
    except (OSError, AttributeError):
        return True
    try:
        os.setxattr(place, _ACCESS, wanted)
    except OSError:
        return False
    return True
