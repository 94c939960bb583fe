"""Databases on a server: dumps are made, proved and restored alike, whichever server it is."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import IO, Protocol

from linter.execute.databases.comparing import SchemaDigest, difference_of
from linter.execute.databases.database import Backup, DatabaseError
from linter.execute.databases.dumps import (
    Tally,
    dumped,
    loaded,
    require_intact,
    require_room,
    write_dump,
)
from linter.execute.databases.scratch import Claims
from linter.execute.databases.tools import Tools


class Dialect(Protocol):
    """What differs between servers. A database is named in each question."""

    tools: Tools
    trailer: bytes

    def tally(self) -> Tally:
        """What counts the rows in a dump."""

    def dumping(self, database: str) -> list[str]:
        """The program that dumps a database, with its arguments."""

    def dumping_schema(self, database: str) -> list[str]:
        """The same for the definitions alone."""

    def loading(self, database: str) -> list[str]:
        """The client that loads what its input says, and stops at the first error."""

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless the database answers."""

    def version(self) -> str:
        """The server's."""

    def tool_version(self) -> str:
        """That of the program that dumps. Raises DatabaseError if the server is too new for it."""

    def require_dumpable(self, database: str) -> None:
        """Raises DatabaseError for what a consistent dump cannot hold."""

    def heads(self, database: str) -> tuple[str, ...]:
        """As of Database."""

    def rows(self, database: str) -> Mapping[str, int]:
        """As of Database."""

    def digests(self, database: str) -> Mapping[str, str]:
        """One of the content of each table, whatever the order of its rows."""

    def size(self, database: str) -> int:
        """The bytes of its rows."""

    def busy(self, database: str) -> tuple[str, ...]:
        """As of Database."""

    def exists(self, database: str) -> bool:
        """Whether there is a database of that name that its user can see."""

    def create(self, database: str, like: str) -> None:
        """Makes an empty database. Raises DatabaseError that says which right is missing."""

    def drop(self, database: str) -> None:
        """Drops a database, which may be gone already."""

    def put_in_place(self, scratch: str, replaced: str, live: str, backup: Backup) -> None:
        """Gives `live` what the backup and `scratch` hold, at once or in a way to be repeated."""

    def url(self, database: str) -> str:
        """The URL of the configuration with another database, and with its password."""

    def set_trigger_creators(self, *, on: bool) -> bool:
        """As of Database."""


class ServerDatabase:
    """A database on a server; `scratch` is the name under which dumps are tried."""

    def __init__(self, dialect: Dialect, name: str, scratch: str, claims: Claims) -> None:
        self._dialect = dialect
        self._name = name
        self._scratch = scratch
        self._claims = claims

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless it answers in time."""
        try:
            self._dialect.ping(seconds)
        except DatabaseError as error:
            raise DatabaseError(
                f"the database {self._name} does not answer: {error}; see that its server runs and"
                " that [database] connection is right"
            ) from None

    def heads(self) -> tuple[str, ...]:
        """What alembic_version holds, or migrate_version as "repository=version", sorted."""
        return self._dialect.heads(self._name)

    def schema(self) -> str:
        """A digest of all definitions, to be compared on a server of the same version only."""
        return self._schema(self._name)

    def rows(self) -> Mapping[str, int]:
        """The number of rows in each table."""
        return self._dialect.rows(self._name)

    def busy(self) -> tuple[str, ...]:
        """What changes the schema at this moment, a sentence each."""
        return self._dialect.busy(self._name)

    def room(self, folder: Path) -> None:
        """Raises DatabaseError unless a dump will fit into a folder, compressed or not."""
        require_room(folder, self._dialect.size(self._name))

    def set_trigger_creators(self, *, on: bool) -> bool:
        """Sets log_bin_trust_function_creators and gives what it was. Raises DatabaseError."""
        return self._dialect.set_trigger_creators(on=on)

    def back_up(self, folder: Path, name: str) -> Backup:
        """A consistent dump, compressed and complete, readable by its owner alone.

        Raises DatabaseError, also if the schema changes meanwhile.
        """
        dialect = self._dialect
        tool = dialect.tool_version()
        dialect.require_dumpable(self._name)
        self.room(folder)
        heads, schema, before = self.heads(), self._schema(self._name), dialect.digests(self._name)
        tally = dialect.tally()
        still: dict[str, str] = {}

        def fill(file: IO[bytes]) -> None:
            dumped(dialect.tools, dialect.dumping(self._name), dialect.trailer, tally.hear, file)
            if (self.heads(), self._schema(self._name)) != (heads, schema):
                raise DatabaseError(
                    "the schema changed while it was dumped: nothing is left of the dump: wait"
                    " until nobody changes the database and try again"
                )
            after = dialect.digests(self._name)
            still.update(item for item in before.items() if after.get(item[0]) == item[1])

        server = dialect.version()
        path, size, sha256 = write_dump(folder, name, fill)
        return Backup(
            path=str(path),
            size=size,
            sha256=sha256,
            rows=dict(sorted(tally.rows.items())),
            heads=heads,
            server=server,
            digests=still,
            schema=schema,
            tool=tool,
        )

    def prove(self, backup: Backup) -> None:
        """Restores into a scratch database, compares and drops that; raises DatabaseError."""
        with self._loaded(backup):
            return

    def restore(self, backup: Backup) -> None:
        """Puts the dump in the place of what is there, and compares; raises DatabaseError."""
        if busy := self.busy():
            raise DatabaseError(
                f"somebody changes the schema of {self._name}, and what is restored now would be"
                f" changed with it: {'; '.join(busy)}: wait until it has ended and restore again"
            )
        replaced = f"{self._scratch}_old"
        with self._loaded(backup):
            self._require_own(replaced)
            try:
                self._dialect.put_in_place(self._scratch, replaced, self._name, backup)
                self._compare(self._name, backup)
            except DatabaseError as error:
                raise DatabaseError(
                    f"{self._name} may hold the backup, what was there before, or neither whole:"
                    f" {error}; leave keystone stopped and restore {backup.path} again, which was"
                    " just loaded beside it and found whole"
                ) from None
        self._discard(replaced)

    def copy(self, backup: Backup, name: str) -> str:
        """The URL, with its password, of a scratch database into which the dump was loaded."""
        require_intact(backup)
        self._make(name)
        loaded(self._dialect.tools, self._dialect.loading(name), backup)
        self._compare(name, backup)
        return self._dialect.url(name)

    def drop_copy(self, name: str) -> None:
        """Drops what `copy` made. Raises DatabaseError for what this run did not make."""
        self._require_own(name)
        self._discard(name)

    @contextmanager
    def _loaded(self, backup: Backup) -> Iterator[None]:
        """The dump in the scratch database, compared, which is gone afterwards."""
        try:
            self.copy(backup, self._scratch)
            yield
        except BaseException:
            # The next attempt drops it otherwise: it is known to be this run's.
            with suppress(DatabaseError):
                self._discard(self._scratch)
            raise
        self._discard(self._scratch)

    def _require_own(self, name: str) -> None:
        if name == self._name:
            raise DatabaseError(f"{name} is the database in force, and no scratch database")
        self._claims.claim(name, taken=self._dialect.exists(name))

    def _make(self, name: str) -> None:
        self._require_own(name)
        if self._dialect.exists(name):
            self._dialect.drop(name)
        self._dialect.create(name, self._name)

    def _discard(self, name: str) -> None:
        if self._claims.holds(name):
            self._dialect.drop(name)
            self._claims.release(name)

    def _compare(self, name: str, backup: Backup) -> None:
        """Raises DatabaseError unless a database holds what a dump does."""
        dialect = self._dialect
        wrong = difference_of(backup.rows, dialect.rows(name))
        if not wrong and dialect.version() == backup.server:
            digests = dialect.digests(name) if backup.digests else {}
            wrong = difference_of(backup.digests, {key: digests.get(key) for key in backup.digests})
            if not wrong and backup.schema and self._schema(name) != backup.schema:
                wrong = "the definitions of its tables differ"
        if not wrong and dialect.heads(name) != backup.heads:
            wrong = "its schema is of another version"
        if wrong:
            raise DatabaseError(
                f"what was restored into {name} is not what {backup.path} was made from: {wrong}"
            )

    def _schema(self, name: str) -> str:
        digest = SchemaDigest()
        program = self._dialect.dumping_schema(name)
        dumped(self._dialect.tools, program, self._dialect.trailer, digest.hear)
        return digest.told()
