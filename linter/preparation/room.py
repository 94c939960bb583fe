"""Whether there is room for a prepared directory, and for its patch."""

import os
import stat
from collections.abc import Iterator, Mapping, Sequence
from hashlib import file_digest
from pathlib import Path

from linter.collect.marker import MARKER, MarkerError, digest_of_link, key_of, read_marker
from linter.collect.naming import printable
from linter.preparation.disk_walk import Item, Nature, items_below
from linter.preparation.entries import FolderError
from linter.preparation.patch import HEADER

_NAMED = 3
"""So many files that were changed by hand are named."""


def require_room(folder: Path, arguments: Sequence[str]) -> None:
    """Raises FolderError unless the directory is new, empty or kslint's own and unchanged.

    It may neither hold nor lie in anything that is prepared.
    """
    if str(folder) == "-":
        raise FolderError("-: a directory is written and never printed; name one")
    place = Path(os.path.realpath(folder))
    shown = printable(folder)
    _require_apart(place, shown, arguments)
    if not os.path.lexists(place):
        _require_parent(place, shown)
        return
    if not place.is_dir():
        raise FolderError(f"{shown}: it is no directory; give a new or an empty one")
    _require_parent(place, shown)
    if place.is_mount():
        raise FolderError(f"{shown}: something is mounted there; give a new directory in it")
    if Path.cwd().is_relative_to(place):
        raise FolderError(
            f"{shown}: kslint runs in it, and would take it away; run it from elsewhere"
        )
    try:
        _require_own(place, shown)
    except OSError as error:
        raise FolderError(
            f"{printable(Path(error.filename or place))}: it could not be read: {error.strerror}; "
            "give a new directory"
        ) from error


def require_patch_room(patch: Path, folder: Path, arguments: Sequence[str]) -> None:
    """Raises FolderError unless the file is new, empty or a patch of kslint's.

    It may lie neither in what is prepared nor in the prepared directory, which is checked for files
    that kslint has not put there.
    """
    if str(patch) == "-":
        raise FolderError("-: a patch may hold secrets and is never printed; name a file")
    place, shown = Path(os.path.realpath(patch)), printable(patch)
    _require_apart(place, shown, arguments)
    if place.is_relative_to(os.path.realpath(folder)):
        raise FolderError(f"{shown}: it lies in the prepared directory; put it beside that")
    if not _is_replaceable(patch, shown):
        raise FolderError(f"{shown}: it is there, and is no patch of kslint's; name another file")
    _require_parent(place, shown)


def _is_replaceable(patch: Path, shown: str) -> bool:
    """Whether there is nothing, or nothing but an earlier patch."""
    try:
        # What /dev/stdout and its like lead to has no path of its own, and may be a pipe.
        if not stat.S_ISREG(patch.stat().st_mode):
            return False
        with patch.open("rb") as file:
            return file.read(len(HEADER)) in {b"", HEADER}
    except FileNotFoundError:
        return True
    except OSError as error:
        raise FolderError(f"{shown}: {error.strerror}; name another file") from error


def _require_apart(place: Path, shown: str, arguments: Sequence[str]) -> None:
    for argument in arguments:
        given = Path(os.path.realpath(argument))
        if place == given or place.is_relative_to(given):
            raise FolderError(
                f"{shown}: it lies in {printable(Path(argument))}, which is only read; put it "
                "elsewhere"
            )
        if given.is_relative_to(place):
            raise FolderError(
                f"{shown}: it holds {printable(Path(argument))}, which is only read; put it "
                "elsewhere"
            )


def _require_parent(place: Path, shown: str) -> None:
    parent = place.parent
    if not parent.is_dir():
        raise FolderError(f"{shown}: there is no directory {printable(parent)}; make it first")
    if not os.access(parent, os.W_OK | os.X_OK, effective_ids=True):
        raise FolderError(
            f"{shown}: nothing may be written to {printable(parent)}; put it elsewhere"
        )


def _require_own(place: Path, shown: str) -> None:
    if not any(True for _ in place.iterdir()):
        return
    try:
        marker = read_marker(place)
    except MarkerError as error:
        raise FolderError(
            f"{printable(Path(shown) / MARKER)}: {error}; remove the directory or give another"
        ) from error
    if marker is None:
        raise FolderError(
            f"{shown}: it is not empty, and kslint did not write it; give a new directory"
        )
    touched = sorted(_touched(place, marker.files))
    if touched:
        named = ", ".join(touched[:_NAMED]) + " and others" * (len(touched) > _NAMED)
        raise FolderError(
            f"{shown}: since kslint wrote it, somebody has changed, added or removed {named}; "
            "keep what you need of it, then remove the directory or give another"
        )


def _touched(place: Path, files: Mapping[str, str]) -> Iterator[str]:
    """The files that are not what kslint wrote, as they are shown."""
    missing = set(files)
    for item in items_below(place):
        path = item.path.relative_to(place)
        key = key_of(str(path))
        if item.nature is Nature.FOLDER or key == MARKER:
            continue
        missing.discard(key)
        if key not in files or _digest(item) != files[key]:
            yield printable(path)
    yield from missing


def _digest(item: Item) -> str:
    if item.nature is Nature.LINK:
        return digest_of_link(os.readlink(item.path))  # noqa: PTH115  the text, not a path made of it
    if item.nature is not Nature.FILE:
        return ""
    with item.path.open("rb") as file:
        return file_digest(file, "sha256").hexdigest()
