"""The database that keystone's configuration names."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import unquote

from linter.collect.live.connection import (
    Address,
    ExtraMissingError,
    UnaskedError,
    address_of,
)
from linter.execute.databases.database import Database, DatabaseError
from linter.execute.databases.mariadb import MariaDB, options_file
from linter.execute.databases.postgresql import PostgreSQL, password_file, service_file
from linter.execute.databases.scratch import Claims, scratch_name
from linter.execute.databases.server import ServerDatabase
from linter.execute.databases.sqlite import SQLiteDatabase
from linter.execute.databases.tools import Tools

if TYPE_CHECKING:
    from sqlalchemy import URL

_HOUR = 3600


def opened(url: str, *, plan: str, folder: Path, limit: int = _HOUR) -> Database:
    """The database at the URL of [database] connection, to which nothing has connected yet.

    `plan` is the id of a plan, from which the name of its scratch database follows. `folder` is the
    run's own: credentials stand there as long as a program runs, and marks of what the run made as
    long as that exists. `limit` are the seconds that one dump or one load may take. Raises
    DatabaseError.
    """
    try:
        if url.startswith("sqlite"):
            return _sqlite(url, plan, folder, limit)
        address = address_of(url)
    except (ExtraMissingError, UnaskedError) as error:
        raise DatabaseError(f"[database] connection: {error}") from None
    return _SERVERS[address.url.get_backend_name()](address, _deployed(url), plan, folder, limit)


def _deployed(url: str) -> "URL":
    from sqlalchemy import make_url  # noqa: PLC0415  only who asks a database pays

    return make_url(url)


def _mariadb(address: Address, deployed: "URL", plan: str, folder: Path, limit: int) -> Database:
    name = _named(deployed)
    tools = Tools(folder, {"client.cnf": options_file(address.url)}, {}, address.secrets, limit)
    dialect = MariaDB(tools, "client.cnf", deployed)
    return ServerDatabase(dialect, name, scratch_name(plan), Claims(folder))


def _postgresql(address: Address, deployed: "URL", plan: str, folder: Path, limit: int) -> Database:
    name = _named(deployed)
    files = {"service.conf": service_file(address.url), "pgpass": password_file(address.url)}
    environment = {
        "PGSERVICEFILE": str(folder / "service.conf"),
        "PGPASSFILE": str(folder / "pgpass"),
    }
    dialect = PostgreSQL(Tools(folder, files, environment, address.secrets, limit), deployed)
    return ServerDatabase(dialect, name, scratch_name(plan), Claims(folder))


def _sqlite(url: str, plan: str, folder: Path, limit: int) -> Database:
    """A file that is missing can be restored, so nothing is asked of it."""
    path = url.partition("://")[2].removeprefix("/").partition("?")[0]
    if path in {"", ":memory:"}:
        raise DatabaseError("[database] connection: a database in memory cannot be upgraded")
    return SQLiteDatabase(Path(unquote(path)), folder, scratch_name(plan), limit)


def _named(deployed: "URL") -> str:
    if not deployed.database:
        raise DatabaseError("[database] connection names no database: dialect://user@host/NAME")
    return deployed.database


_SERVERS: dict[str, Callable[[Address, "URL", str, Path, int], Database]] = {
    "mysql": _mariadb,
    "postgresql": _postgresql,
}
