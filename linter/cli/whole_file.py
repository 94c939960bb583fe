"""Writes a file whole or not at all, so that nobody takes half of one for all of it."""

import errno
import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

_USUAL_MODE = 0o666
_NAMED_BY_SYSTEM = ("/dev/", "/proc/")
# The folder is not ours to write in, or the file is one that a container was given by itself.
_IN_PLACE_ONLY = frozenset({errno.EACCES, errno.EPERM, errno.EROFS, errno.EBUSY})


def write_whole(path: Path, content: bytes) -> None:
    """Writes what is or becomes a file by replacing it; a link stays one.

    A pipe or a device is written to, as is a file that can only be written in its place. Raises
    OSError, and then a file is what it was.
    """
    status = _status(path)
    if str(path.absolute()).startswith(_NAMED_BY_SYSTEM) or not _is_file(status):
        path.write_bytes(content)
        return
    place = Path(os.path.realpath(path))
    try:
        with _draft(place, status) as draft:
            draft.write_bytes(content)
            draft.replace(place)
    except OSError as error:
        if status is None or error.errno not in _IN_PLACE_ONLY:
            raise
        place.write_bytes(content)


def _status(path: Path) -> os.stat_result | None:
    try:
        return path.stat()
    except FileNotFoundError:
        return None


def _is_file(status: os.stat_result | None) -> bool:
    return status is None or stat.S_ISREG(status.st_mode)


@contextmanager
def _draft(place: Path, status: os.stat_result | None) -> Iterator[Path]:
    """An empty file beside the place, with the mode and owner of the one to replace."""
    draft = place.with_name(f".{secrets.token_hex(8)}.new")
    os.close(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _USUAL_MODE))
    try:
        if status:
            with suppress(PermissionError):
                os.chown(draft, status.st_uid, status.st_gid)
            draft.chmod(stat.S_IMODE(status.st_mode))
        yield draft
    finally:
        draft.unlink(missing_ok=True)
