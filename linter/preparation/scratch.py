"""A directory that is written beside its place, and put there when it is complete."""

import ctypes
import fcntl
import os
import secrets
import shutil
import stat
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path

from linter.collect.marker import MARKER
from linter.preparation.copying import without_inheritance
from linter.preparation.disk_walk import Nature, items_below

_HERE = -100
_EXCHANGE = 2
"""AT_FDCWD and RENAME_EXCHANGE of renameat2(2), which Python does not have."""


@contextmanager
def scratch_for(place: Path) -> Iterator[Path]:
    """An empty directory beside the place that only its owner may look into.

    It is named after the place, and is gone in the end; so are those that runs which were killed
    have left, and nobody uses. Raises OSError.
    """
    for leftover in place.parent.glob(f".{_literal(place.name)}.kslint-*"):
        _sweep(leftover)
    folder = place.with_name(f".{place.name}.kslint-{secrets.token_hex(4)}")
    folder.mkdir(mode=0o700)
    with _held(folder):
        try:
            folder.chmod(0o700)
            without_inheritance(folder)
            yield folder
        finally:
            _remove(folder)


def put_in_place(scratch: Path, place: Path) -> None:
    """Puts a directory in the place of another, which is found where that was. Raises OSError.

    At any moment one of the two is there, where the file system can exchange names; most can.
    """
    try:
        # An empty directory is replaced, one with files is not.
        scratch.rename(place)
    except OSError:
        if not place.is_dir():
            raise
    else:
        return
    with _held(place):
        if _exchanged(scratch, place):
            return
        aside = place.with_name(f".{place.name}.kslint-{secrets.token_hex(4)}")
        place.rename(aside)
        try:
            scratch.rename(place)
        except OSError:
            aside.rename(place)
            raise
        aside.rename(scratch)


def _exchanged(one: Path, other: Path) -> bool:
    try:
        call = ctypes.CDLL(None, use_errno=True).renameat2
    except (OSError, AttributeError):
        return False
    return bool(call(_HERE, os.fsencode(one), _HERE, os.fsencode(other), _EXCHANGE) == 0)


@contextmanager
def _held(folder: Path) -> Iterator[bool]:
    """Keeps other runs from taking the folder for a leftover; whether none of them holds it."""
    try:
        handle = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW | os.O_CLOEXEC)
    except OSError:
        yield False
        return
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        yield False
    else:
        yield True
    finally:
        os.close(handle)


def _sweep(folder: Path) -> None:
    """Removes what a run that was killed has left, and nothing that is not kslint's."""
    with suppress(OSError), _held(folder) as free:
        status = folder.lstat()
        own = stat.S_ISDIR(status.st_mode) and status.st_uid == os.geteuid()
        names = os.listdir(folder) if own and free else ["?"]  # noqa: PTH208  names are all that is asked for
        if not names or MARKER in names:
            _remove(folder)


def _remove(folder: Path) -> None:
    """Removes a directory of kslint's; what says so goes last."""
    if not os.path.lexists(folder):
        return
    for item in items_below(folder):
        if item.nature in {Nature.FOLDER, Nature.SKIPPED}:
            with suppress(OSError):
                item.path.chmod(0o700)
    for path in sorted(folder.iterdir(), key=lambda path: path.name == MARKER):
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        else:
            path.unlink()
    folder.rmdir()


def _literal(name: str) -> str:
    return "".join(f"[{letter}]" if letter in "*?[" else letter for letter in name)
