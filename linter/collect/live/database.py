"""What keystone's database holds, asked with SELECT alone."""

import base64
import hashlib
import re
from collections import Counter
from collections.abc import Callable, Iterator
from typing import TYPE_CHECKING, Any, TypeVar

from msgspec.structs import replace

from linter.collect.live.catalog_queries import CATALOG
from linter.collect.live.connection import UnaskedError, address_of, cause_of, connected, gap_of
from linter.model.finding import Gap
from linter.model.live import Database, Endpoints, Hashes, Role, Schema, Table, Trigger

if TYPE_CHECKING:
    from sqlalchemy import Connection

Fact = TypeVar("Fact")
Row = tuple[Any, ...]

NULL_KEY_HASH = hashlib.sha1(  # noqa: S324  as keystone names keys, not for safety
    base64.urlsafe_b64encode(bytes(32))
).hexdigest()
"""What credentials carry that were encrypted with the key that everybody knows
(keystone.common.fernet_utils.NULL_KEY)."""

_OF_KEYSTONE = frozenset({"credential", "project", "role", "user"})
_GROWING = frozenset({"revocation_event", "token"})
_NAMED_ROLES = ("admin", "manager", "member", "reader", "service")
_PLACEHOLDER = re.compile(r"[$%]\((\w{1,60})\)")
_V2 = re.compile(r"/v2\.0/?$")
_ADMIN_PORT = re.compile(r":35357(?:/|$)")

_HASHES = """
SELECT scheme, earlier, COUNT(*) FROM (
  SELECT
    CASE
      WHEN {hash} LIKE '$2%' THEN 'bcrypt'
      WHEN {hash} LIKE '$bcrypt-sha256$%' THEN 'bcrypt_sha256'
      WHEN {hash} LIKE '$scrypt$%' THEN 'scrypt'
      WHEN {hash} LIKE '$pbkdf2-sha512$%' THEN 'pbkdf2_sha512'
      WHEN {hash} LIKE '$6$%' THEN 'sha512_crypt'
      WHEN {hash} IS NULL OR {hash} = '' THEN 'none'
      ELSE 'other'
    END AS scheme,
    CASE WHEN EXISTS (
      SELECT 1 FROM password newer
      WHERE newer.local_user_id = kept.local_user_id AND newer.created_at_int > kept.created_at_int
    ) THEN 1 ELSE 0 END AS earlier
  FROM password kept
) told GROUP BY scheme, earlier
"""
# Keystone keeps a role without a domain under this id (keystone.assignment.role_backends).
_ROLES = """
SELECT
  role.name,
  (SELECT COUNT(*) FROM assignment WHERE assignment.role_id = role.id){system},
  (SELECT COUNT(*) FROM assignment
   WHERE assignment.role_id = role.id AND type IN ('UserDomain', 'GroupDomain')),
  {immutable}
FROM role WHERE LOWER(role.name) IN ({names}) AND role.domain_id = '<<null>>'
"""
_HELD_ON_SYSTEM = """
  + (SELECT COUNT(*) FROM system_assignment WHERE system_assignment.role_id = role.id)"""
_IMMUTABLE = """(SELECT COUNT(*) FROM role_option
   WHERE role_option.role_id = role.id AND option_id = 'IMMU' AND option_value = 'true')"""
# No catalog shows the others.
_ENDPOINTS = """
SELECT url, type FROM endpoint JOIN service ON service.id = service_id
WHERE endpoint.enabled AND service.enabled
"""
# As keystone.resource.backends.sql counts, where a domain is the first level.
_TOO_DEEP = """
SELECT COUNT(*) FROM project top
JOIN project middle ON middle.parent_id = top.id
JOIN project low ON low.parent_id = middle.id
"""

_HIDDEN_TRIGGERS = Gap(
    "database: triggers",
    "the server hides them from an account without the right TRIGGER",
    "look for them with SHOW TRIGGERS as an administrator, or GRANT TRIGGER to the account",
    required=False,
)


def ask_database(text: str, seconds: int) -> tuple[Database | None, tuple[Gap, ...]]:
    """What the database at a URL holds, and what it would not say.

    Raises ExtraMissingError where nothing is installed that can ask it.
    """
    try:
        with connected(text, seconds) as connection:
            return _Questions(connection, text).answered()
    except UnaskedError as error:
        return None, (gap_of(str(error)),)


class _Questions:
    """The questions to one database; `gaps` grows by each that is not answered."""

    def __init__(self, connection: "Connection", text: str) -> None:
        dialect = connection.dialect
        self.dialect = "mariadb" if getattr(dialect, "is_mariadb", False) else dialect.name
        self.version = ".".join(map(str, getattr(dialect, "server_version_info", None) or ()))
        self.gaps: list[Gap] = []
        self._connection = connection
        self._text = text
        self._present: frozenset[str] = frozenset()

    def answered(self) -> tuple[Database | None, tuple[Gap, ...]]:
        tables = self._ask("its tables", self._tables)
        if tables is None:
            return None, tuple(self.gaps)
        self._present = frozenset(table.name for table in tables)
        if not self._present.issuperset(_OF_KEYSTONE):
            return None, (gap_of("it holds no tables of keystone: it is another's or new"),)
        database = Database(
            dialect=self.dialect,
            version=self.version,
            schema=self._ask("its schema version", self._schema),
            tables=tables,
            triggers=self._ask("its triggers", self._triggers),
            hashes=self._ask("its password hashes", self._hashes),
            roles=self._ask("its roles", self._roles),
            endpoints=self._ask("its endpoints", self._endpoints),
            null_key_credentials=self._ask("its credentials", self._null_key_credentials),
            ec2_credentials=self._ask("its EC2 credentials", self._ec2_credentials),
            too_deep_projects=self._ask("its project tree", lambda: self._count(_TOO_DEEP)),
        )
        return database, tuple(self.gaps)

    def _ask(self, what: str, question: Callable[[], Fact]) -> Fact | None:
        from sqlalchemy.exc import SQLAlchemyError  # noqa: PLC0415

        try:
            return question()
        except (SQLAlchemyError, OSError, ValueError) as error:
            why = f"{what} could not be read: {cause_of(error, address_of(self._text))}"
            self.gaps.append(gap_of(why, f"database: {what.removeprefix('its ')}"))
            return None

    def _rows(self, statement: str, **values: object) -> Iterator[Row]:
        from sqlalchemy import text  # noqa: PLC0415

        return (tuple(row) for row in self._connection.execute(text(statement), values))

    def _count(self, statement: str, **values: object) -> int:
        return int(next(self._rows(statement, **values))[0])

    def _tables(self) -> tuple[Table, ...]:
        rows = self._rows(CATALOG[self._connection.dialect.name].tables)
        found = (
            Table(str(name), None if estimate is None else int(estimate), engine or "", order or "")
            for name, estimate, engine, order in rows
        )
        return tuple(sorted(map(self._counted, found), key=lambda table: table.name))

    def _counted(self, table: Table) -> Table:
        """The table with its rows counted where the server has no estimate and it can be large."""
        if table.rows is not None or table.name not in _GROWING:
            return table
        return replace(table, rows=self._count(f"SELECT COUNT(*) FROM {table.name}"))  # noqa: S608

    def _schema(self) -> Schema:
        alembic: tuple[str, ...] = ()
        migrate: dict[str, int] = {}
        if "alembic_version" in self._present:
            rows = self._rows("SELECT version_num FROM alembic_version")
            alembic = tuple(sorted(str(row[0]) for row in rows))
        if "migrate_version" in self._present:
            rows = self._rows("SELECT repository_id, version FROM migrate_version")
            migrate = {str(name): int(version) for name, version in sorted(rows)}
        return Schema(alembic, migrate)

    def _triggers(self) -> tuple[Trigger, ...] | None:
        if not self._sees_triggers():
            self.gaps.append(_HIDDEN_TRIGGERS)
            return None
        rows = sorted(self._rows(CATALOG[self._connection.dialect.name].triggers))
        return tuple(Trigger(str(name), str(table)) for name, table in rows)

    def _sees_triggers(self) -> bool:
        """Whether the server shows triggers to this account; MySQL hides them without the right."""
        grants = CATALOG[self._connection.dialect.name].grants
        rights = [str(row[0]) for row in self._rows(grants)] if grants else ["TRIGGER"]
        return any("ALL PRIVILEGES" in right or "TRIGGER" in right for right in rights)

    def _hashes(self) -> tuple[Hashes, ...]:
        from sqlalchemy import inspect  # noqa: PLC0415

        columns = {column["name"] for column in inspect(self._connection).get_columns("password")}
        # Until Rocky's script 046 what was set before Pike stays in the older column.
        older = "COALESCE(kept.password_hash, kept.password)"
        statement = _HASHES.format(hash=older if "password" in columns else "kept.password_hash")
        counts = {(row[0], bool(row[1])): int(row[2]) for row in self._rows(statement)}
        schemes = sorted({scheme for scheme, _ in counts})
        return tuple(
            Hashes(scheme, counts.get((scheme, False), 0), counts.get((scheme, True), 0))
            for scheme in schemes
        )

    def _roles(self) -> tuple[Role, ...]:
        tells = "role_option" in self._present
        statement = _ROLES.format(
            system=_HELD_ON_SYSTEM if "system_assignment" in self._present else "",
            immutable=_IMMUTABLE if tells else "0",
            names=", ".join(f"'{name}'" for name in _NAMED_ROLES),
        )
        rows = self._rows(statement)
        return tuple(
            Role(name.lower(), bool(immutable) if tells else None, int(held), int(on_domains))
            for name, held, on_domains, immutable in sorted(rows)
        )

    def _endpoints(self) -> Endpoints:
        placeholders: Counter[str] = Counter()
        identity_v2 = admin_port = 0
        for url, service in self._rows(_ENDPOINTS):
            placeholders.update(set(_PLACEHOLDER.findall(url)))
            identity_v2 += service == "identity" and bool(_V2.search(url))
            admin_port += bool(_ADMIN_PORT.search(url))
        return Endpoints(dict(sorted(placeholders.items())), identity_v2, admin_port)

    def _null_key_credentials(self) -> int:
        statement = "SELECT COUNT(*) FROM credential WHERE key_hash = :known"
        return self._count(statement, known=NULL_KEY_HASH)

    def _ec2_credentials(self) -> int:
        return self._count("SELECT COUNT(*) FROM credential WHERE type = 'ec2'")
