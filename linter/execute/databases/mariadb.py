"""MariaDB and MySQL, asked, dumped and loaded by their own clients."""

import re
from collections.abc import Mapping
from typing import TYPE_CHECKING

from linter.execute.databases.database import Backup, DatabaseError
from linter.execute.databases.dumps import Tally, loaded
from linter.execute.databases.mariadb_tally import MariaTally
from linter.execute.databases.tools import Tools, program

# Names of databases and tables are quoted here: clients take no parameters.
# ruff: noqa: S608

if TYPE_CHECKING:
    from sqlalchemy import URL

_CLIENTS = ("mariadb", "mysql")
_DUMPERS = ("mariadb-dump", "mysqldump")
_PACKAGE = "mariadb-client"
_WAIT = 60
# One snapshot, no lock of a site that runs; --hex-blob because some bytes are no text; the same
# bytes each time, so no date.
_DUMP = (
    *("--single-transaction", "--quick", "--skip-lock-tables", "--hex-blob", "--skip-dump-date"),
    *("--no-tablespaces", "--max-allowed-packet=1G"),
)
_CHANGES = "^[[:space:]]*(ALTER|CREATE|DROP|RENAME|TRUNCATE|OPTIMIZE|REPAIR)[[:space:]]"
_BUSY = f"""
SELECT id, time, state, LEFT(info, 200) FROM information_schema.processlist
WHERE db = DATABASE() AND id <> CONNECTION_ID()
AND (UPPER(info) REGEXP '{_CHANGES}' OR state LIKE '%metadata lock%')
"""
_OF_TABLES = """
SELECT table_name FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE' ORDER BY table_name
"""
_OTHERS = """
SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()
UNION ALL SELECT trigger_name FROM information_schema.triggers WHERE trigger_schema = DATABASE()
UNION ALL SELECT routine_name FROM information_schema.routines WHERE routine_schema = DATABASE()
UNION ALL SELECT event_name FROM information_schema.events WHERE event_schema = DATABASE()
"""
_TRUST = "log_bin_trust_function_creators"


class MariaDB:
    """A MariaDB or MySQL server; `deployed` is the URL of the configuration."""

    trailer = b"-- Dump completed"

    def __init__(self, tools: Tools, options: str, deployed: "URL") -> None:
        self.tools = tools
        self._options = f"--defaults-file={tools.folder / options}"
        self._deployed = deployed

    def tally(self) -> Tally:
        """What counts the rows in a dump."""
        return MariaTally()

    def dumping(self, database: str) -> list[str]:
        """The program that dumps a database, with its arguments.

        Routines and events are asked for only where there are some: it takes rights that keystone's
        user may not have.
        """
        more = [
            f"--{kind}"
            for kind in ("routines", "events")
            if self._ask(
                f"SELECT 1 FROM information_schema.{kind} "
                f"WHERE {kind[:-1]}_schema = {_text(database)} LIMIT 1"
            )
        ]
        return [*self._dumper(), "--triggers", *more, "--", database]

    def dumping_schema(self, database: str) -> list[str]:
        """The same for the definitions alone."""
        return [*self._dumper(), "--triggers", "--no-data", "--", database]

    def loading(self, database: str) -> list[str]:
        """The client that loads what its input says, and stops at the first error."""
        return self._client(f"--database={database}")

    def ping(self, seconds: int) -> None:
        """Raises DatabaseError unless the database answers."""
        words = self._client(f"--connect-timeout={seconds}", f"--database={self._name}")
        self.tools.answers(words, "SELECT 1", seconds)

    def version(self) -> str:
        """The server's."""
        return self._ask("SELECT VERSION()")[0][0]

    def tool_version(self) -> str:
        """That of the program that dumps."""
        return self.tools.answers([program(_DUMPERS, _PACKAGE), "--version"], "").strip()

    def require_dumpable(self, database: str) -> None:
        """Raises DatabaseError for tables that know no transactions."""
        others = self._ask(
            "SELECT table_name, engine FROM information_schema.tables "
            f"WHERE table_schema = {_text(database)} AND table_type = 'BASE TABLE' "
            "AND engine <> 'InnoDB' ORDER BY table_name"
        )
        if others:
            named = ", ".join(f"{name} ({engine})" for name, engine in others[:5])
            raise DatabaseError(
                f"{named}: a table that is not InnoDB cannot be dumped consistently while somebody"
                f" may write: convert it (ALTER TABLE {others[0][0]} ENGINE=InnoDB) and try again"
            )

    def heads(self, database: str) -> tuple[str, ...]:
        """What alembic_version holds, or migrate_version as "repository=version", sorted."""
        tables = self._tables(database)
        if "alembic_version" in tables:
            statement = "SELECT version_num FROM alembic_version"
        elif "migrate_version" in tables:
            statement = "SELECT CONCAT(repository_id, '=', version) FROM migrate_version"
        else:
            return ()
        return tuple(sorted(row[0] for row in self._ask(statement, database)))

    def rows(self, database: str) -> Mapping[str, int]:
        """The number of rows in each table, all at one moment."""
        tables = self._tables(database)
        counts = (f"SELECT {_text(each)}, COUNT(*) FROM {_quoted(each)}" for each in tables)
        found = self._ask(" UNION ALL ".join(counts), database, long=True) if tables else []
        return {name: int(count) for name, count in sorted(found)}

    def digests(self, database: str) -> Mapping[str, str]:
        """One of the content of each table, whatever the order of its rows."""
        tables = self._tables(database)
        if not tables:
            return {}
        statement = f"CHECKSUM TABLE {', '.join(map(_quoted, tables))}"
        found = self._ask(statement, database, long=True)
        return {table: row[1] for table, row in zip(tables, found, strict=True)}

    def size(self, database: str) -> int:
        """The bytes of its rows."""
        found = self._ask(
            "SELECT COALESCE(SUM(data_length), 0) FROM information_schema.tables "
            f"WHERE table_schema = {_text(database)}"
        )
        return int(float(found[0][0]))

    def busy(self, database: str) -> tuple[str, ...]:
        """What changes the schema at this moment, a sentence each."""
        return tuple(
            f"connection {number} has been at it for {seconds} seconds ({state}):"
            f" {self.tools.masked(statement)}"
            for number, seconds, state, statement in self._ask(_BUSY, database)
        )

    def exists(self, database: str) -> bool:
        """Whether there is a database of that name that its user can see."""
        statement = "SELECT 1 FROM information_schema.schemata WHERE schema_name = "
        return bool(self._ask(statement + _text(database)))

    def create(self, database: str, like: str) -> None:
        """Makes an empty database. Raises DatabaseError that says which right is missing."""
        found = self._ask(
            "SELECT default_character_set_name, default_collation_name "
            f"FROM information_schema.schemata WHERE schema_name = {_text(like)}"
        )
        if not found:
            raise DatabaseError(
                f"the database {like} is gone: make it (CREATE DATABASE {_quoted(like)}), give its"
                " user the rights that it had, and try again"
            )
        charset, collation = found[0]
        try:
            self._ask(f"CREATE DATABASE {_quoted(database)} CHARACTER SET {charset} "
                      f"COLLATE {collation}")  # fmt: skip
        except DatabaseError as error:
            user = self._ask("SELECT CURRENT_USER()")[0][0].replace("@", "'@'")
            raise DatabaseError(
                f"the scratch database {database} cannot be made: {error}; as an administrator:"
                f" GRANT ALL PRIVILEGES ON `kslint\\_%`.* TO '{user}'"
            ) from None

    def drop(self, database: str) -> None:
        """Drops a database, which may be gone already."""
        self._ask(f"SET lock_wait_timeout = {_WAIT}; DROP DATABASE IF EXISTS {_quoted(database)}")

    def put_in_place(self, scratch: str, replaced: str, live: str, backup: Backup) -> None:
        """Gives `live` what `scratch` holds, by one statement that renames all tables.

        A trigger, a view, a routine or an event cannot be renamed into another database: for a
        backup with some, or a database that has some, the tables are dropped and loaded anew.
        """
        if self._ask(_OTHERS, scratch) or self._ask(_OTHERS, live):
            self._load_anew(live, backup)
            return
        self.drop(replaced)
        self.create(replaced, live)
        moves = [(live, replaced, table) for table in self._tables(live)]
        moves += [(scratch, live, table) for table in self._tables(scratch)]
        renames = ", ".join(
            f"{_quoted(source)}.{_quoted(table)} TO {_quoted(target)}.{_quoted(table)}"
            for source, target, table in moves
        )
        self._ask(f"SET lock_wait_timeout = {_WAIT}; RENAME TABLE {renames}")

    def url(self, database: str) -> str:
        """The URL of the configuration with another database, and with its password."""
        return self._deployed.set(database=database).render_as_string(hide_password=False)

    def set_trigger_creators(self, *, on: bool) -> bool:
        """Sets log_bin_trust_function_creators and gives what it was. Raises DatabaseError."""
        before = self._ask(f"SELECT @@GLOBAL.{_TRUST}")[0][0] == "1"
        if before == on:
            return before
        try:
            self._ask(f"SET GLOBAL {_TRUST} = {int(on)}")
        except DatabaseError as error:
            raise DatabaseError(
                f"{_TRUST} cannot be set: {error}; as an administrator:"
                f" SET GLOBAL {_TRUST} = {int(on)}"
            ) from None
        return before

    @property
    def _name(self) -> str:
        return self._deployed.database or ""

    def _load_anew(self, live: str, backup: Backup) -> None:
        """Killed in the middle, it leaves an incomplete database; called again it ends right."""
        drops = ["SET foreign_key_checks = 0", f"SET lock_wait_timeout = {_WAIT}"]
        views = "SELECT table_name FROM information_schema.views WHERE table_schema = DATABASE()"
        drops += [f"DROP VIEW {_quoted(name)}" for (name,) in self._ask(views, live)]
        drops += [f"DROP TABLE {_quoted(name)}" for name in self._tables(live)]
        loaded(self.tools, self.loading(live), backup, "".join(f"{each};\n" for each in drops))

    def _tables(self, database: str) -> list[str]:
        return [row[0] for row in self._ask(_OF_TABLES, database)]

    def _client(self, *words: str) -> list[str]:
        # --force would go on after an error, whatever an option file says.
        common = ["--batch", "--skip-column-names", "--skip-force", "--max-allowed-packet=1G"]
        return [program(_CLIENTS, _PACKAGE), self._options, *common, *words]

    def _dumper(self) -> list[str]:
        return [program(_DUMPERS, _PACKAGE), self._options, *_DUMP]

    def _ask(self, statement: str, database: str = "", *, long: bool = False) -> list[list[str]]:
        words = self._client("--connect-timeout=20")
        words = [*words, f"--database={database}"] if database else words
        limit = (self.tools.limit,) if long else ()
        answer = self.tools.answers(words, statement, *limit)
        return [line.split("\t") for line in answer.split("\n")[:-1]]


def options_file(url: "URL") -> bytes:
    """The option file that says to the clients what a URL does. Raises DatabaseError.

    What a URL tells of the character set is left out: all of Unicode comes through in utf8mb4,
    whatever keystone uses.
    """
    query = {key: str(value) for key, value in url.query.items()}
    options = {
        "user": url.username,
        "password": str(url.password) if url.password is not None else None,
        "host": url.host,
        "port": str(url.port) if url.port else None,
        "socket": query.get("unix_socket"),
        "protocol": "socket" if "unix_socket" in query else None,
        "ssl-ca": query.get("ssl_ca"),
        "ssl-cert": query.get("ssl_cert"),
        "ssl-key": query.get("ssl_key"),
        "default-character-set": "utf8mb4",
        **_verification(query),
    }
    lines = [f'{name}="{_escaped(value)}"' for name, value in options.items() if value is not None]
    # Of mysqldump alone: one would need SUPER to load, the other a newer server.
    lines += ["[mysqldump]", "loose-set-gtid-purged=OFF", "loose-column-statistics=0"]
    included = query.get("read_default_file")
    head = [f"!include {included}", "[client]"] if included else ["[client]"]
    text = "\n".join([*head, *lines, ""])
    # As PyMySQL sends a password.
    try:
        return text.encode("latin-1")
    except UnicodeEncodeError:
        return text.encode()


def _verification(query: Mapping[str, str]) -> dict[str, str | None]:
    """MariaDB's clients know one of these, MySQL's the other, and each ignores the other's."""
    wanted = {"1", "true", "yes"}
    if query.get("ssl_verify_identity", "").lower() in wanted:
        return {"loose-ssl-verify-server-cert": "1", "loose-ssl-mode": "VERIFY_IDENTITY"}
    if query.get("ssl_verify_cert", "").lower() in wanted:
        return {"loose-ssl-verify-server-cert": "1", "loose-ssl-mode": "VERIFY_CA"}
    return {}


def _escaped(value: str) -> str:
    if re.search(r"[\x00-\x1f]", value):
        raise DatabaseError(
            "the URL in [database] connection holds a control character, which an option file"
            " cannot: change the password, or name a database user of its own"
        )
    return value.replace("\\", "\\\\").replace('"', '\\"')


def _quoted(name: str) -> str:
    return "`" + name.replace("`", "``") + "`"


def _text(value: str) -> str:
    return "'" + value.replace("\\", "\\\\").replace("'", "''") + "'"
