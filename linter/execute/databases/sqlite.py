"""SQLite, whose own backup interface copies a database consistently in both directions."""

import hashlib
import os
import shutil
import sqlite3
from collections.abc import Iterator, Mapping
from contextlib import closing, contextmanager, suppress
from pathlib import Path
from typing import IO
from urllib.parse import quote

from linter.execute.databases.comparing import difference_of
from linter.execute.databases.database import Backup, DatabaseError
from linter.execute.databases.dumps import require_intact, require_room, unpacked, write_dump
from linter.execute.databases.scratch import require_name

_DAMAGED = (sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_CORRUPT)
_BESIDE = ("-wal", "-shm", "-journal")


class SQLiteDatabase:
    """A file; `folder` is the run's own, in which copies are made for a while."""

    def __init__(self, path: Path, folder: Path, scratch: str, limit: int) -> None:
        self._path = path
        self._folder = folder
        self._scratch = scratch
        self._limit = limit

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless it can be read in time."""
        with _opened(self._path, seconds) as connection:
            connection.execute("SELECT COUNT(*) FROM sqlite_master").fetchone()

    def heads(self) -> tuple[str, ...]:
        """What alembic_version holds, or migrate_version as "repository=version", sorted."""
        with _opened(self._path, self._limit) as connection:
            return _heads(connection)

    def schema(self) -> str:
        """A digest of all definitions, to be compared on a server of the same version only."""
        with _opened(self._path, self._limit) as connection:
            return _definitions(connection)

    def rows(self) -> Mapping[str, int]:
        """The number of rows in each table."""
        with _opened(self._path, self._limit) as connection:
            return _rows(connection)

    def busy(self) -> tuple[str, ...]:
        """That somebody writes at this moment, in a sentence."""
        try:
            with closing(_connection(self._path, "rw", 0)) as connection:
                connection.execute("BEGIN IMMEDIATE")
                connection.rollback()
        except sqlite3.OperationalError as error:
            if error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY:
                return (f"somebody writes to {self._path}",)
            raise DatabaseError(f"{self._path} cannot be written: {error}") from None
        return ()

    def room(self, folder: Path) -> None:
        """Raises DatabaseError unless a dump, and a copy of the file beside it, fit into it."""
        try:
            require_room(folder, 2 * self._path.stat().st_size)
        except OSError as error:
            raise DatabaseError(f"{self._path} cannot be read: {error.strerror}") from None

    def back_up(self, folder: Path, name: str) -> Backup:
        """A consistent copy, compressed, complete and readable by its owner alone."""
        self.room(folder)
        copy = folder / f".{name}.copy"
        try:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _new(copy)
            with (
                closing(_connection(self._path, "ro", self._limit)) as source,
                closing(sqlite3.connect(copy)) as target,
            ):
                source.backup(target)
            return self._packed(copy, folder, name)
        except (OSError, sqlite3.Error) as error:
            raise DatabaseError(
                f"{self._path} cannot be copied into {folder}: {error}; nothing is left of the copy"
            ) from None
        finally:
            with suppress(OSError):  # what was raised says more
                _remove(copy)

    def prove(self, backup: Backup) -> None:
        """Unpacks it beside and compares; raises DatabaseError."""
        with self._unpacked(backup, self._scratch):
            return

    def restore(self, backup: Backup) -> None:
        """Puts the copy in the place of what is there, and compares; raises DatabaseError.

        The backup interface writes in one transaction, whoever reads meanwhile: killed, SQLite
        takes it back. Renaming files would leave a log of writes that belongs to another file.
        """
        with self._unpacked(backup, self._scratch) as copy:
            try:
                self._overwrite(copy)
            except sqlite3.Error as error:
                raise DatabaseError(
                    f"{self._path} cannot be replaced: {error}; see that keystone has stopped and"
                    " that the file may be written, and restore again"
                ) from None
            _compare(self._path, backup)

    def copy(self, backup: Backup, name: str) -> str:
        """The URL of a file into which the backup was unpacked. Raises DatabaseError."""
        require_intact(backup)
        path = self._place(name)
        _remove(path)
        try:
            with unpacked(backup) as source, _new(path).open("wb") as target:
                shutil.copyfileobj(source, target)
                target.flush()
                os.fsync(target.fileno())
        except OSError as error:
            _remove(path)
            raise DatabaseError(f"{path} cannot be written: {error.strerror}") from None
        _compare(path, backup)
        return f"sqlite:///{path.absolute()}"

    def drop_copy(self, name: str) -> None:
        """Removes what `copy` made; it may be gone already."""
        _remove(self._place(name))

    def set_trigger_creators(self, *, on: bool) -> bool:
        """Raises DatabaseError."""
        del on
        raise DatabaseError("log_bin_trust_function_creators is a setting of MariaDB and MySQL")

    def _packed(self, copy: Path, folder: Path, name: str) -> Backup:
        def fill(file: IO[bytes]) -> None:
            with copy.open("rb") as source:
                shutil.copyfileobj(source, file)

        facts = _facts(copy)
        path, size, sha256 = write_dump(folder, name, fill)
        return Backup(
            path=str(path),
            size=size,
            sha256=sha256,
            rows=facts.rows,
            heads=facts.heads,
            server=facts.server,
            digests=facts.digests,
            schema=facts.schema,
        )

    @contextmanager
    def _unpacked(self, backup: Backup, name: str) -> Iterator[Path]:
        try:
            self.copy(backup, name)
            yield self._place(name)
        finally:
            self.drop_copy(name)

    def _place(self, name: str) -> Path:
        require_name(name)
        return self._folder / f"{name}.db"

    def _overwrite(self, copy: Path) -> None:
        try:
            self._write(copy)
        except sqlite3.DatabaseError as error:
            if error.sqlite_errorcode & 0xFF not in _DAMAGED:
                raise
            _put_aside(self._path)
            self._write(copy)

    def _write(self, copy: Path) -> None:
        with (
            closing(_connection(copy, "ro&immutable=1", 0)) as source,
            closing(sqlite3.connect(self._path, timeout=60)) as target,
        ):
            source.backup(target)


class _Facts:
    """What a copy that nobody writes to holds."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self.rows = _rows(connection)
        self.heads = _heads(connection)
        self.digests = {table: _digest(connection, table) for table in self.rows}
        self.schema = _definitions(connection)
        self.server = sqlite3.sqlite_version


def _definitions(connection: sqlite3.Connection) -> str:
    rows = connection.execute("SELECT sql FROM sqlite_master ORDER BY type, name")
    return hashlib.sha256(repr(rows.fetchall()).encode()).hexdigest()


def _facts(path: Path) -> _Facts:
    """Raises DatabaseError for a file that is damaged."""
    try:
        with closing(_connection(path, "ro", 60)) as connection:
            said = connection.execute("PRAGMA integrity_check(1)").fetchone()[0]
            if said != "ok":
                raise DatabaseError(f"{path} is damaged: {said}")
            return _Facts(connection)
    except sqlite3.Error as error:
        raise DatabaseError(f"{path} cannot be read: {error}") from None


def _compare(path: Path, backup: Backup) -> None:
    facts = _facts(path)
    wrong = difference_of(backup.rows, facts.rows) or difference_of(backup.digests, facts.digests)
    if not wrong and (facts.schema, facts.heads) != (backup.schema, backup.heads):
        wrong = "the definitions of its tables differ"
    if wrong:
        raise DatabaseError(
            f"what was restored into {path} is not what {backup.path} was made from: {wrong}"
        )


def _heads(connection: sqlite3.Connection) -> tuple[str, ...]:
    tables = _tables(connection)
    if "alembic_version" in tables:
        statement = "SELECT version_num FROM alembic_version"
    elif "migrate_version" in tables:
        statement = "SELECT repository_id || '=' || version FROM migrate_version"
    else:
        return ()
    return tuple(sorted(str(row[0]) for row in connection.execute(statement)))


def _rows(connection: sqlite3.Connection) -> Mapping[str, int]:
    counts = {}
    for table in _tables(connection):
        statement = f"SELECT COUNT(*) FROM {_quoted(table)}"  # noqa: S608  a name of its own
        counts[table] = int(connection.execute(statement).fetchone()[0])
    return counts


def _tables(connection: sqlite3.Connection) -> tuple[str, ...]:
    statement = "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%'"
    return tuple(sorted(str(row[0]) for row in connection.execute(statement)))


def _digest(connection: sqlite3.Connection, table: str) -> str:
    """One of all rows, in whatever order they come."""
    total = 0
    statement = f"SELECT * FROM {_quoted(table)}"  # noqa: S608  a name of its own
    for row in connection.execute(statement):
        total += int.from_bytes(hashlib.sha256(repr(row).encode()).digest()[:16], "big")
    return f"{total:x}"


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


@contextmanager
def _opened(path: Path, seconds: int) -> Iterator[sqlite3.Connection]:
    try:
        with closing(_connection(path, "ro", seconds)) as connection:
            yield connection
    except sqlite3.Error as error:
        raise DatabaseError(f"{path} cannot be read: {error}") from None


def _connection(path: Path, mode: str, seconds: int) -> sqlite3.Connection:
    address = f"file:{quote(str(path.absolute()))}?mode={mode}"
    return sqlite3.connect(address, uri=True, timeout=seconds)


def _new(path: Path) -> Path:
    """An empty file that its owner alone can read."""
    _remove(path)
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    path.touch(mode=0o600)
    return path


def _remove(path: Path) -> None:
    for name in (path, *(path.with_name(path.name + ending) for ending in _BESIDE)):
        name.unlink(missing_ok=True)


def _put_aside(path: Path) -> None:
    """A file that is no database any more makes room, and stays; so does what belongs to it."""
    for ending in _BESIDE:
        beside = path.with_name(path.name + ending)
        if beside.exists():
            beside.rename(path.with_name(f"{path.name}.damaged{ending}"))
    before = path.stat()
    path.rename(path.with_name(f"{path.name}.damaged"))
    path.touch(mode=before.st_mode & 0o777)
    if os.geteuid() == 0:
        os.chown(path, before.st_uid, before.st_gid)
