"""What the executor asks of a database, whichever it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec


class DatabaseError(Exception):
    """What a database did not do, or said; the sentence holds no secret and says what to do."""


class Backup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dump: its file with size in bytes and SHA-256, and the rows of each table in it."""

    path: str
    size: int
    sha256: str
    rows: Mapping[str, int]
    heads: tuple[str, ...]
    server: str


class Database(Protocol):
    """Keystone's database, asked with its own tools and with nothing secret in their arguments."""

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless it answers in time."""

    def heads(self) -> tuple[str, ...]:
        """What alembic_version holds, or migrate_version as "repository=version", sorted."""

    def rows(self) -> Mapping[str, int]:
        """The number of rows in each table."""

    def busy(self) -> tuple[str, ...]:
        """What changes the schema at this moment, a sentence each."""

    def room(self, folder: Path) -> None:
        """Raises DatabaseError unless a dump will fit into a folder."""

    def back_up(self, folder: Path, name: str) -> Backup:
        """A consistent dump, compressed and complete, readable by its owner alone."""

    def prove(self, backup: Backup) -> None:
        """Restores into a scratch database, compares and drops that; raises DatabaseError."""

    def restore(self, backup: Backup) -> None:
        """Puts the dump in the place of what is there, and compares; raises DatabaseError."""
