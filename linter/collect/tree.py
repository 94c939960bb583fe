"""What files can be collected from: a disk, an archive, a manifest; one protocol for all."""

from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Protocol

import msgspec

from linter.collect.reading import Content, Unreadable
from linter.collect.walk import Found, Identity


class Status(msgspec.Struct, frozen=True):
    """What is known of a file or directory without opening it.

    `mode`, `owner` and `group` are None and empty where they say nothing about a running system.
    """

    size: int
    is_directory: bool
    mode: int | None = None
    owner: str = ""
    group: str = ""


class Tree(Protocol):
    """Files and directories by path; links are followed, and never out of an archive.

    `is_whole` says that what is not in it is not there, and was not merely left out.
    """

    @property
    def is_whole(self) -> bool:
        """False for a manifest and for the readable part of a damaged archive."""

    def read(self, path: Path, known: dict[str, bytes]) -> Content | Unreadable:
        """The content of a file; `known` keeps each content once, by its digest."""

    def walk(self, directory: Path, entered: set[Identity] | None = None) -> Iterator[Found]:
        """Every file below a directory in the order of names; each directory is entered once."""

    def names_in(self, directory: Path) -> list[str]:
        """The names in a directory, sorted; none where this user may not look."""

    def listed(self, directory: Path) -> list[str]:
        """The names in a directory, sorted; raises OSError where this user may not look."""

    def exists(self, path: Path) -> bool:
        """Whether there is anything, be it a link that leads nowhere."""

    def is_directory(self, path: Path) -> bool:
        """Whether it is a directory or a link to one."""

    def is_file(self, path: Path) -> bool:
        """Whether it is a regular file or a link to one."""

    def status(self, path: Path) -> Status | None:
        """What a path leads to, None where there is nothing; raises OSError if it is hidden."""

    def real(self, path: Path) -> Path:
        """The path with all links followed."""

    def expect(self, directories: Sequence[Path]) -> None:
        """Hears from which directories files will be read."""
