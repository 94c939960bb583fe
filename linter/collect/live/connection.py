"""A connection to keystone's database that can only read, and gives up in time."""

import importlib.util
import re
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import quote

import msgspec

from linter.model.finding import Gap
from linter.model.passwords import MASK
from linter.parse.masking import visible

if TYPE_CHECKING:
    from sqlalchemy import URL, Connection, Engine

_SECRET = re.compile(r"(?i)pass|secret|key|token")
# What PyMySQL takes of the parameters that the drivers of MySQL share; others stop it.
_OF_PYMYSQL = frozenset(
    {"charset", "unix_socket", "ssl_ca", "ssl_cert", "ssl_key", "ssl_verify_cert"}
    | {"ssl_verify_identity", "read_default_file", "read_default_group"}
)
# SQLAlchemy wraps what a driver says in its own errors. The others come from drivers that meet an
# address, a character set or a library that they cannot use.
_DRIVER_ERRORS = (OSError, RuntimeError, TypeError, ValueError, LookupError, AttributeError)


class ExtraMissingError(Exception):
    """What asks databases is not installed; the sentence says how to get it."""


class UnaskedError(Exception):
    """The database could not be asked; the sentence holds no secret."""


class Address(msgspec.Struct, frozen=True):
    """A database URL with the driver that kslint brings, and the secrets in it.

    `plain` says that the URL can be read in one way only, so that no part of a password can have
    become the name of a host.
    """

    url: "URL"
    secrets: tuple[str, ...]
    plain: bool


@contextmanager
def connected(text: str, seconds: int) -> Iterator["Connection"]:
    """A read-only connection that waits `seconds` for each answer.

    Raises ExtraMissingError, and UnaskedError for a URL or a server that cannot be used.
    """
    _require("sqlalchemy")
    from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415  only who asks a database pays

    address = address_of(text)
    try:
        engine = _engine(address.url, seconds)
        with engine.connect() as connection:
            _restrict(connection, seconds)
            yield connection
    except (SQLAlchemyError, *_DRIVER_ERRORS) as error:
        # The error and what it was raised from may quote the URL.
        raise UnaskedError(cause_of(error, address)) from None


def address_of(text: str) -> Address:
    """What to connect to. Raises UnaskedError, quoting nothing, and ExtraMissingError."""
    from sqlalchemy import make_url  # noqa: PLC0415
    from sqlalchemy.exc import ArgumentError  # noqa: PLC0415

    try:
        url = make_url(text)
    except (ArgumentError, ValueError):
        raise UnaskedError(
            "its URL is not of the form dialect+driver://user:password@host/database"
        ) from None
    dialect = url.drivername.partition("+")[0]
    if dialect not in _DIALECTS:
        raise UnaskedError("kslint asks MySQL, MariaDB, PostgreSQL and SQLite only")
    password = str(url.password or "")
    # As it stands in the URL, too: encoded, or up to another @ than SQLAlchemy takes for the last.
    written = text.rpartition("@")[0].partition("://")[2].partition(":")[2]
    hidden = {password, *(str(url.query[key]) for key in url.query if _SECRET.search(key))}
    secrets = {written} | {
        form for word in hidden for form in (word, _quoted(word), _quoted(word).replace("%20", "+"))
    }
    plain = text.count("@") <= 1 and "@" not in (url.database or "")
    ordered = tuple(sorted(filter(None, secrets), key=len, reverse=True))
    return Address(_DIALECTS[dialect](url), ordered, plain)


def _quoted(word: str) -> str:
    return quote(word, safe="", errors="surrogateescape")


def cause_of(error: Exception, address: Address) -> str:
    """Why the database gave no answer, in the words of its driver where they are safe."""
    from sqlalchemy.exc import DBAPIError  # noqa: PLC0415

    if not isinstance(error, DBAPIError) or error.orig is None or not address.plain:
        return f"it failed with {type(error).__name__}"
    # PyMySQL hands over a number and a sentence.
    said = " ".join(": ".join(map(str, error.orig.args)).split())
    for secret in address.secrets:
        said = said.replace(secret, MASK)
    return visible(said) or f"it failed with {type(error.orig).__name__}"


def gap_of(why: str, what: str = "database") -> Gap:
    """The gap that a database leaves which was asked for and did not answer."""
    remedy = (
        "see that it runs, that the URL is right and that its user may read, and ask again, with "
        "more time if it was too slow (--database-timeout)"
    )
    return Gap(what, why, remedy, required=True)


def _require(module: str) -> None:
    if importlib.util.find_spec(module) is None:
        raise ExtraMissingError(f"asking a database needs {module}: pip install 'kslint[db]'")


def _mysql(url: "URL") -> "URL":
    _require("pymysql")
    others = [key for key in url.query if key not in _OF_PYMYSQL]
    return url.set(drivername="mysql+pymysql").difference_update_query(others)


def _postgresql(url: "URL") -> "URL":
    _require("psycopg")
    return url.set(drivername="postgresql+psycopg")


def _sqlite(url: "URL") -> "URL":
    path = (url.database or "").removeprefix("file:").partition("?")[0]
    if path in {"", ":memory:"}:
        raise UnaskedError("an SQLite database in memory cannot be asked from outside")
    if not _is_file(path):
        raise UnaskedError("the SQLite file that its URL names does not exist here")
    return url.set(
        drivername="sqlite", database=f"file:{_quoted(path)}", query={"mode": "ro", "uri": "true"}
    )


def _is_file(path: str) -> bool:
    try:
        return Path(path).is_file()
    except (OSError, ValueError):  # a name that no file can have
        return False


_DIALECTS = {
    "mysql": _mysql,
    "mariadb": _mysql,
    "postgresql": _postgresql,
    "postgres": _postgresql,
    "sqlite": _sqlite,
}
"""What makes of the URL of a dialect one for the driver that kslint brings."""

_GRACE = 2
_WAITS: dict[str, dict[str, int]] = {
    # The server stops a statement first, or it would go on without anybody to hear the answer.
    "mysql": {"connect_timeout": 0, "read_timeout": _GRACE, "write_timeout": _GRACE},
    "postgresql": {"connect_timeout": 0},
    "sqlite": {"timeout": 0},
}
"""The time limits of each driver, with the seconds to add."""


def _engine(url: "URL", seconds: int) -> "Engine":
    from sqlalchemy import create_engine  # noqa: PLC0415
    from sqlalchemy.pool import NullPool  # noqa: PLC0415

    waits = {name: seconds + more for name, more in _WAITS[url.get_backend_name()].items()}
    # A transaction left open would keep the tables from being altered meanwhile.
    return create_engine(url, connect_args=waits, poolclass=NullPool, isolation_level="AUTOCOMMIT")


def _restrict(connection: "Connection", seconds: int) -> None:
    """Forbids writing for the whole of the connection, and bounds each statement."""
    match connection.dialect.name:
        case "postgresql":
            statements = [
                "SET default_transaction_read_only = on",
                f"SET statement_timeout = {seconds * 1000}",
                f"SET lock_timeout = {seconds * 1000}",
            ]
        case "mysql" | "mariadb":
            mariadb = getattr(connection.dialect, "is_mariadb", False)
            limit = f"max_statement_time = {seconds}"
            limit = limit if mariadb else f"max_execution_time = {seconds * 1000}"
            statements = ["SET SESSION TRANSACTION READ ONLY", f"SET SESSION {limit}"]
        case _:
            statements = ["PRAGMA query_only = ON"]
    for statement in statements:
        connection.exec_driver_sql(statement)
