"""What the executor asks of a database, whichever it is."""

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import msgspec


class DatabaseError(Exception):
    """What a database did not do, or said; the sentence holds no secret and says what to do."""


class Backup(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A dump: its file with size in bytes and SHA-256, and the rows of each table in it.

    `rows` are counted in the dump itself. `digests` are of the content of those tables that nobody
    wrote to while it was made, as the server computes them, and `schema` is one of all definitions;
    both can be compared on a server of the same version only, which is `server`. `tool` is the
    version of what dumped.
    """

    path: str
    size: int
    sha256: str
    rows: Mapping[str, int]
    heads: tuple[str, ...]
    server: str
    digests: Mapping[str, str] = {}
    schema: str = ""
    tool: str = ""


class Database(Protocol):
    """Keystone's database, asked with its own tools and with nothing secret in their arguments."""

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless it answers in time."""

    def heads(self) -> tuple[str, ...]:
        """What alembic_version holds, or migrate_version as "repository=version", sorted."""

    def schema(self) -> str:
        """A digest of all definitions, to be compared on a server of the same version only."""

    def rows(self) -> Mapping[str, int]:
        """The number of rows in each table."""

    def busy(self) -> tuple[str, ...]:
        """What changes the schema at this moment, a sentence each."""

    def room(self, folder: Path) -> None:
        """Raises DatabaseError unless a dump will fit into a folder."""

    def back_up(self, folder: Path, name: str) -> Backup:
        """A consistent dump, compressed and complete, readable by its owner alone.

        It never takes the place of an earlier one: `path` says what it is called.
        """

    def prove(self, backup: Backup) -> None:
        """Restores into a scratch database, compares and drops that; raises DatabaseError."""

    def restore(self, backup: Backup) -> None:
        """Puts the dump in the place of what is there, and compares; raises DatabaseError.

        What is there stays until the dump was loaded beside it and found whole. Stopped at any
        moment, it can be called again.
        """

    def copy(self, backup: Backup, name: str) -> str:
        """The URL, with its password, of a scratch database into which the dump was loaded.

        Raises DatabaseError, also for a name that somebody else has taken.
        """

    def drop_copy(self, name: str) -> None:
        """Drops what `copy` made; it may be gone already."""

    def set_trigger_creators(self, *, on: bool) -> bool:
        """Sets log_bin_trust_function_creators and gives what it was. Raises DatabaseError."""
