"""The files on the disks of this machine."""

import grp
import os
import pwd
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from linter.collect.reading import Content, Unreadable, read
from linter.collect.tree import Status
from linter.collect.walk import Found, Identity, walk


class Disk:
    """A tree; permission bits and owners are told below the directories `live` only."""

    is_whole = True

    def __init__(self, live: tuple[Path, ...]) -> None:
        self._live = live

    def read(self, path: Path, known: dict[str, bytes]) -> Content | Unreadable:
        """The content of a file; `known` keeps each content once, by its digest."""
        found = read(path, known)
        if isinstance(found, Unreadable) or self._is_live(path):
            return found
        return msgspec.structs.replace(found, mode=None)

    def walk(self, directory: Path, entered: set[Identity] | None = None) -> Iterator[Found]:
        """Every file below a directory in the order of names; each directory is entered once."""
        return walk(directory, entered)

    def names_in(self, directory: Path) -> list[str]:
        """The names in a directory, sorted; none where this user may not look."""
        try:
            return self.listed(directory)
        except OSError:
            # Walking over the directory says so.
            return []

    def listed(self, directory: Path) -> list[str]:
        """The names in a directory, sorted; raises OSError where this user may not look."""
        return sorted(os.listdir(directory))  # noqa: PTH208  names are all that is asked for

    def exists(self, path: Path) -> bool:
        """Whether there is anything, be it a link that leads nowhere."""
        return os.path.lexists(path)

    def is_directory(self, path: Path) -> bool:
        """Whether it is a directory or a link to one."""
        return os.path.isdir(path)  # noqa: PTH112  Path raises where permission is missing

    def is_file(self, path: Path) -> bool:
        """Whether it is a regular file or a link to one."""
        return os.path.isfile(path)  # noqa: PTH113  Path raises where permission is missing

    def status(self, path: Path) -> Status | None:
        """What a path leads to, None where there is nothing; raises OSError if it is hidden."""
        try:
            found = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            return None
        plain = Status(found.st_size, stat.S_ISDIR(found.st_mode))
        if not self._is_live(path):
            return plain
        return msgspec.structs.replace(
            plain,
            mode=stat.S_IMODE(found.st_mode),
            owner=_user(found.st_uid),
            group=_group(found.st_gid),
        )

    def real(self, path: Path) -> Path:
        """The path with all links followed."""
        return Path(os.path.realpath(path))

    def expect(self, directories: Sequence[Path]) -> None:
        """Needs no preparation."""

    def _is_live(self, path: Path) -> bool:
        resolved = os.path.realpath(path)
        return any(resolved.startswith(f"{root}/") for root in self._live)


def _user(number: int) -> str:
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError:
        return str(number)


def _group(number: int) -> str:
    try:
        return grp.getgrgid(number).gr_name
    except KeyError:
        return str(number)
