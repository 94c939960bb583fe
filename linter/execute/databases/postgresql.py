"""PostgreSQL, asked, dumped and loaded by its own clients."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from linter.execute.databases.database import Backup, DatabaseError
from linter.execute.databases.dumps import Tally, loaded
from linter.execute.databases.postgresql_tally import PostgresTally
from linter.execute.databases.tools import Tools, program

# Names of databases and tables are quoted here: clients take no parameters.
# ruff: noqa: S608

if TYPE_CHECKING:
    from sqlalchemy import URL

SERVICE = "kslint"
_PACKAGE = "postgresql-client"
_WAIT = 60
_FIELD = "\x1f"
# What libpq takes of the parameters that a URL may have.
_OF_LIBPQ = frozenset(
    {"application_name", "channel_binding", "gssencmode", "host", "hostaddr", "keepalives"}
    | {"keepalives_count", "keepalives_idle", "keepalives_interval", "krbsrvname", "options"}
    | {"port", "require_auth", "ssl_max_protocol_version", "ssl_min_protocol_version", "sslcert"}
    | {"sslcrl", "sslkey", "sslmode", "sslnegotiation", "sslpassword", "sslrootcert", "sslsni"}
    | {"target_session_attrs", "tcp_user_timeout"}
)
_OWN = """
n.nspname !~ '^pg_' AND n.nspname <> 'information_schema'
AND NOT EXISTS (SELECT 1 FROM pg_depend d WHERE d.objid = {oid} AND d.deptype = 'e')
"""
_OF_TABLES = f"""
SELECT n.nspname, c.relname FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
WHERE c.relkind = 'r' AND {_OWN.format(oid="c.oid")} ORDER BY 1, 2
"""
# In this order: what hangs on a table goes with it.
_DROPS = f"""
SELECT statement FROM (
  SELECT 1 AS turn, format('DROP SCHEMA IF EXISTS %I CASCADE', n.nspname) AS statement
  FROM pg_namespace n WHERE n.nspname <> 'public' AND {_OWN.format(oid="n.oid")}
  UNION ALL
  SELECT CASE WHEN c.relkind = 'S' THEN 3 ELSE 2 END,
    format('DROP %s IF EXISTS %I.%I CASCADE', CASE c.relkind
      WHEN 'v' THEN 'VIEW' WHEN 'm' THEN 'MATERIALIZED VIEW' WHEN 'S' THEN 'SEQUENCE'
      WHEN 'f' THEN 'FOREIGN TABLE' ELSE 'TABLE' END, n.nspname, c.relname)
  FROM pg_class c JOIN pg_namespace n ON n.oid = c.relnamespace
  WHERE n.nspname = 'public' AND c.relkind IN ('v', 'm', 'S', 'f', 'r', 'p')
    AND {_OWN.format(oid="c.oid")}
  UNION ALL
  SELECT 4, format('DROP ROUTINE IF EXISTS %s CASCADE', p.oid::regprocedure)
  FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
  WHERE n.nspname = 'public' AND {_OWN.format(oid="p.oid")}
  UNION ALL
  SELECT 5, format('DROP TYPE IF EXISTS %I.%I CASCADE', n.nspname, t.typname)
  FROM pg_type t JOIN pg_namespace n ON n.oid = t.typnamespace
  WHERE n.nspname = 'public' AND t.typtype IN ('e', 'd') AND {_OWN.format(oid="t.oid")}
) drops ORDER BY turn, statement
"""
_BUSY = """
SELECT a.pid, COALESCE(EXTRACT(EPOCH FROM now() - a.xact_start)::int, 0), a.state,
  left(regexp_replace(a.query, '\\s+', ' ', 'g'), 200)
FROM pg_stat_activity a
WHERE a.datname = current_database() AND a.pid <> pg_backend_pid() AND (
  (a.state = 'active'
    AND a.query ~* '^\\s*(alter|create|drop|truncate|reindex|cluster|vacuum\\s+full)\\s')
  OR (a.state = 'active' AND a.wait_event_type = 'Lock')
  OR EXISTS (SELECT 1 FROM pg_locks l WHERE l.pid = a.pid AND l.granted
    AND l.mode = 'AccessExclusiveLock' AND l.locktype = 'relation' AND l.relation >= 16384)
) ORDER BY a.pid
"""


class PostgreSQL:
    """A PostgreSQL server; `deployed` is the URL of the configuration."""

    trailer = b"-- PostgreSQL database dump complete"

    def __init__(self, tools: Tools, deployed: "URL") -> None:
        self.tools = tools
        self._deployed = deployed

    def tally(self) -> Tally:
        """What counts the rows in a dump."""
        return PostgresTally()

    def dumping(self, database: str) -> list[str]:
        """The program that dumps a database, with its arguments.

        What is restored belongs to keystone's user, who may not be allowed to give it away.
        """
        words = ["--no-password", "--no-owner", f"--lock-wait-timeout={_WAIT}s"]
        return [program(("pg_dump",), _PACKAGE), *words, f"--dbname={_conninfo(database)}"]

    def dumping_schema(self, database: str) -> list[str]:
        """The same for the definitions alone, without rights: a server gives new ones its own."""
        return [*self.dumping(database), "--schema-only", "--no-privileges"]

    def loading(self, database: str) -> list[str]:
        """The client that loads what its input says, and stops at the first error."""
        return self._client(_conninfo(database))

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless the database answers."""
        # libpq takes 1 for 2.
        words = self._client(_conninfo(self._name, f"connect_timeout={max(2, seconds)}"))
        self.tools.answers(words, "SELECT 1;", seconds)

    def version(self) -> str:
        """The server's."""
        return self._ask("SHOW server_version")[0][0]

    def tool_version(self) -> str:
        """That of pg_dump. Raises DatabaseError if the server is too new for it."""
        said = self.tools.answers([program(("pg_dump",), _PACKAGE), "--version"], "").strip()
        found = re.search(r"(\d+)[.\d]*", said)
        server = int(self._ask("SHOW server_version_num")[0][0]) // 10000
        if found and int(found[1]) < server:
            raise DatabaseError(
                f"{said} cannot dump a server of version {server}: install {_PACKAGE}-{server}"
            )
        return said

    def require_dumpable(self, database: str) -> None:
        """Every table of PostgreSQL knows transactions."""

    def heads(self, database: str) -> tuple[str, ...]:
        """What alembic_version holds, or migrate_version as "repository=version", sorted."""
        for table, value in (
            ("alembic_version", "version_num"),
            ("migrate_version", "repository_id || '=' || version"),
        ):
            if self._ask(f"SELECT 1 WHERE to_regclass('{table}') IS NOT NULL", database):
                found = self._ask(f"SELECT {value} FROM {table}", database)
                return tuple(sorted(row[0] for row in found))
        return ()

    def rows(self, database: str) -> Mapping[str, int]:
        """The number of rows in each table, all at one moment."""
        found = self._of_tables(database, "COUNT(*)")
        return {name: int(count) for name, count in found.items()}

    def digests(self, database: str) -> Mapping[str, str]:
        """One of the content of each table, whatever the order of its rows."""
        return self._of_tables(
            database,
            "COUNT(*) || ':' ||"
            " COALESCE(SUM(('x' || left(md5(told::text), 15))::bit(60)::bigint), 0)",
        )

    def size(self, database: str) -> int:
        """The bytes of the whole database."""
        return int(self._ask(f"SELECT pg_database_size({_text(database)})")[0][0])

    def busy(self, database: str) -> tuple[str, ...]:
        """What changes the schema at this moment, a sentence each."""
        return tuple(
            f"connection {number} has been at it for {seconds} seconds ({state}):"
            f" {self.tools.masked(statement)}"
            for number, seconds, state, statement in self._ask(_BUSY, database)
        )

    def exists(self, database: str) -> bool:
        """Whether there is a database of that name."""
        return bool(self._ask(f"SELECT 1 FROM pg_database WHERE datname = {_text(database)}"))

    def create(self, database: str, like: str) -> None:
        """Makes an empty database. Raises DatabaseError that says which right is missing."""
        found = self._ask(
            "SELECT pg_encoding_to_char(encoding), datcollate, datctype FROM pg_database "
            f"WHERE datname = {_text(like)}"
        )
        encoding, collate, ctype = map(_text, found[0])
        try:
            self._ask(
                f"CREATE DATABASE {_quoted(database)} TEMPLATE template0 ENCODING {encoding}"
                f" LC_COLLATE {collate} LC_CTYPE {ctype}"
            )
        except DatabaseError as error:
            user = _quoted(self._ask("SELECT current_user")[0][0])
            raise DatabaseError(
                f"the scratch database {database} cannot be made: {error}; as an administrator:"
                f" ALTER ROLE {user} CREATEDB"
            ) from None

    def drop(self, database: str) -> None:
        """Drops a database, which may be gone already, with whoever is connected to it."""
        self._ask(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity "
            f"WHERE datname = {_text(database)};\nDROP DATABASE IF EXISTS {_quoted(database)}"
        )

    def put_in_place(self, scratch: str, replaced: str, live: str, backup: Backup) -> None:
        """Drops what `live` holds and loads the backup in one transaction.

        A client that is killed, or a dump that ends early, leaves everything as it was: COMMIT is
        said only after the last line. Renaming databases instead would lose the settings and
        rights of the one in force.
        """
        del scratch, replaced  # they are what shows that the dump can be loaded
        drops = [row[0] for row in self._ask(_DROPS, live)]
        before = ["BEGIN", f"SET LOCAL lock_timeout = '{_WAIT}s'"]
        before += ["SET LOCAL client_min_messages = warning", *drops]
        script = "".join(f"{statement};\n" for statement in before)
        loaded(self.tools, self.loading(live), backup, script, "COMMIT;\n")

    def url(self, database: str) -> str:
        """The URL of the configuration with another database, and with its password."""
        return self._deployed.set(database=database).render_as_string(hide_password=False)

    def set_trigger_creators(self, *, on: bool) -> bool:
        """Raises DatabaseError."""
        del on
        raise DatabaseError("log_bin_trust_function_creators is a setting of MariaDB and MySQL")

    @property
    def _name(self) -> str:
        return self._deployed.database or ""

    def _of_tables(self, database: str, value: str) -> dict[str, str]:
        tables = self._ask(_OF_TABLES, database)
        parts = (
            f"SELECT {_text(table if schema == 'public' else f'{schema}.{table}')}, {value}"
            f" FROM {_quoted(schema)}.{_quoted(table)} told"
            for schema, table in tables
        )
        found = self._ask(" UNION ALL ".join(parts), database, long=True) if tables else []
        return dict(sorted((name, told) for name, told in found))

    def _client(self, conninfo: str) -> list[str]:
        words = ["--no-psqlrc", "--quiet", "--no-align", "--tuples-only"]
        # No text of PostgreSQL holds a zero byte, but any may hold a line end.
        words += ["--record-separator-zero", f"--field-separator={_FIELD}", "--no-password"]
        words += ["--set=ON_ERROR_STOP=1"]
        return [program(("psql",), _PACKAGE), *words, f"--dbname={conninfo}"]

    def _ask(self, statement: str, database: str = "", *, long: bool = False) -> list[list[str]]:
        words = self._client(_conninfo(database or self._name, "connect_timeout=20"))
        limit = (self.tools.limit,) if long else ()
        answer = self.tools.answers(words, f"{statement};", *limit)
        return [row.split(_FIELD) for row in answer.split("\0")[:-1]]


def service_file(url: "URL") -> bytes:
    """The service file that says to libpq what a URL does. Raises DatabaseError."""
    wanted = {
        "host": url.host,
        "port": str(url.port) if url.port else None,
        "user": url.username,
        **{key: _joined(value) for key, value in url.query.items() if key in _OF_LIBPQ},
    }
    lines = [f"{name}={_line(value)}" for name, value in wanted.items() if value]
    return "\n".join([f"[{SERVICE}]", *lines, ""]).encode()


def password_file(url: "URL") -> bytes:
    """The password file of libpq, for whichever server it connects to. Raises DatabaseError."""
    password = _line(str(url.password or "")).replace("\\", "\\\\").replace(":", "\\:")
    return f"*:*:*:*:{password}\n".encode()


def _joined(value: str | tuple[str, ...]) -> str:
    return value if isinstance(value, str) else ",".join(value)


def _line(value: str) -> str:
    if re.search(r"[\x00\r\n]", value):
        raise DatabaseError(
            "the URL in [database] connection holds a line end, which the files of libpq cannot:"
            " change the password, or name a database user of its own"
        )
    return value


def _conninfo(database: str, *more: str) -> str:
    escaped = database.replace("\\", "\\\\").replace("'", "\\'")
    return " ".join([f"service={SERVICE}", f"dbname='{escaped}'", *more])


def _quoted(name: str) -> str:
    return '"' + name.replace('"', '""') + '"'


def _text(value: str) -> str:
    return "'" + value.replace("'", "''") + "'"
