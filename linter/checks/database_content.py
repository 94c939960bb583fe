"""What the tables, passwords, credentials and endpoints of a live database say."""

from collections.abc import Iterator, Sequence

from msgspec.structs import replace

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.finding import Severity
from linter.model.live import Hashes, Table
from linter.model.location import Location
from linter.model.visible import visible

_SHOWN = 5


def _hit(subject: str, **fields: object) -> Hit:
    return Hit(subject, Location(), {name: str(value) for name, value in fields.items()})


@check("database-trigger")
def database_trigger(
    context: Context, names: tuple[str, ...] = (), others_than: tuple[str, ...] = ()
) -> Iterator[Hit]:
    """Triggers with one of the names, or with none of `others_than`."""
    database = context.live.database
    for trigger in (database and database.triggers) or ():
        if trigger.name in names or (others_than and trigger.name not in others_than):
            named = visible(trigger.name)
            yield _hit(f"trigger {named}", trigger=named, table=visible(trigger.table))


@check("database-null-key")
def database_null_key(context: Context) -> Iterator[Hit]:
    """Credentials that were encrypted without a key of the site."""
    count = context.live.database and context.live.database.null_key_credentials
    if count:
        yield _hit("table credential", count=count)


def _hashes(context: Context) -> tuple[Hashes, ...]:
    database = context.live.database
    return (database and database.hashes) or ()


@check("database-hashes")
def database_hashes(context: Context, schemes: tuple[str, ...]) -> Iterator[Hit]:
    """Passwords in use that are kept by one of the schemes."""
    count = sum(kept.current for kept in _hashes(context) if kept.scheme in schemes)
    if count:
        yield _hit("table password", count=count)


@check("database-history")
def database_history(context: Context, schemes: tuple[str, ...]) -> Iterator[Hit]:
    """Earlier passwords of the schemes, where keystone compares new passwords with them."""
    count = sum(kept.earlier for kept in _hashes(context) if kept.scheme in schemes)
    kept = effective_text(context, "security_compliance", "unique_last_password_count") or "0"
    if count and kept not in {"0", "1"}:
        yield _hit("earlier rows of table password", count=count, kept=visible(kept))


@check("database-bcrypt-limit")
def database_bcrypt_limit(context: Context, scheme: str, longest: int) -> Iterator[Hit]:
    """Hashes of a scheme whose limit keystone no longer keeps, since another is configured."""
    count = sum(kept.current for kept in _hashes(context) if kept.scheme == scheme)
    algorithm = effective_text(context, "identity", "password_hash_algorithm") or scheme
    allowed = effective_text(context, "identity", "max_password_length") or ""
    short = allowed.isdecimal() and int(allowed) <= longest
    if count and algorithm != scheme and not short:
        yield _hit("table password", count=count, algorithm=visible(algorithm), longest=longest)


@check("database-table-engine")
def database_table_engine(
    context: Context, wanted: str, referred: tuple[str, ...], entered: tuple[str, ...]
) -> Iterator[Hit]:
    """Tables that another engine keeps, where the server has engines at all.

    It is a blocker where the way enters a series whose migrations refer to one of them.
    """
    foreign = [table.name for table in _tables(context) if table.engine not in {"", wanted}]
    if not foreign:
        return
    stops = not set(foreign).isdisjoint(referred) and any(map(context.upgrade.crosses, entered))
    hit = _hit("tables", count=len(foreign), tables=_listed(foreign))
    yield replace(hit, severity=Severity.BLOCKER) if stops else hit


@check("database-table-collation")
def database_table_collation(
    context: Context,
    wanted: tuple[str, ...],
    referred: tuple[str, ...],
    entered: tuple[str, ...],
) -> Iterator[Hit]:
    """Tables in another collation than those that the migrations make and that refer to them."""
    other = [
        table
        for table in _tables(context)
        if table.name in referred and table.collation not in {"", *wanted}
    ]
    if other and any(map(context.upgrade.crosses, entered)):
        collations = sorted({visible(table.collation) for table in other})
        shown = _listed([table.name for table in other])
        yield _hit("tables", tables=shown, collations=", ".join(collations))


def _tables(context: Context) -> tuple[Table, ...]:
    database = context.live.database
    return (database and database.tables) or ()


def _listed(names: Sequence[str]) -> str:
    more = " and others" if len(names) > _SHOWN else ""
    return visible(", ".join(names[:_SHOWN])) + more


@check("database-table-large")
def database_table_large(context: Context, table: str, rows: int, first: str = "") -> Iterator[Hit]:
    """A table with so many rows or more, as far as the server knows; in targets from `first` on."""
    if not context.span.ends_within(first=first):
        return
    for found in _tables(context):
        if found.name == table and (found.rows or 0) >= rows:
            yield _hit(f"table {table}", table=table, rows=found.rows)


@check("database-endpoint-placeholder")
def database_endpoint_placeholder(context: Context, names: tuple[str, ...]) -> Iterator[Hit]:
    """Endpoints whose address needs one of these values filled in."""
    database = context.live.database
    endpoints = database and database.endpoints
    for name, count in (endpoints.placeholders if endpoints else {}).items():
        if name in names:
            yield _hit(f"endpoints with $({name})s", count=count, placeholder=name)


@check("database-endpoint-identity-v2")
def database_endpoint_identity_v2(context: Context, gone: tuple[str, ...]) -> Iterator[Hit]:
    """Identity endpoints of the second version, where the way enters a series that lacks it."""
    database = context.live.database
    count = database.endpoints.identity_v2 if database and database.endpoints else 0
    if count and any(map(context.upgrade.crosses, gone)):
        yield _hit("identity endpoints", count=count)


@check("database-endpoint-admin-port")
def database_endpoint_admin_port(context: Context) -> Iterator[Hit]:
    """Endpoints on the port that once was for administrators."""
    database = context.live.database
    count = database.endpoints.admin_port if database and database.endpoints else 0
    if count:
        yield _hit("endpoints on port 35357", count=count)


@check("database-project-depth")
def database_project_depth(context: Context, option: Name, value: str) -> Iterator[Hit]:
    """Projects below projects, where the configuration forbids them."""
    count = context.live.database and context.live.database.too_deep_projects
    if count and effective_text(context, *option) == value:
        yield _hit(written(option), count=count, group=option[0], name=option[1], value=value)
