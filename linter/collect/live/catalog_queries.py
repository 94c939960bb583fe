"""How each kind of server is asked which tables and triggers it has."""

import msgspec


class Catalog(msgspec.Struct, frozen=True):
    """The statements of one kind of server.

    `tables` gives name, estimated rows, engine and collation, `triggers` name and table, `grants`
    the rights of the account where they decide which triggers it is shown.
    """

    tables: str
    triggers: str
    grants: str = ""


CATALOG = {
    "mysql": Catalog(
        tables="""
SELECT table_name, table_rows, engine, table_collation FROM information_schema.tables
WHERE table_schema = DATABASE() AND table_type = 'BASE TABLE'
""",
        triggers="""
SELECT trigger_name, event_object_table FROM information_schema.triggers
WHERE trigger_schema = DATABASE()
""",
        grants="SHOW GRANTS",
    ),
    "postgresql": Catalog(
        # A negative estimate says that the table was never analysed.
        tables="""
SELECT relname, CASE WHEN reltuples < 0 THEN NULL ELSE reltuples END, NULL, NULL
FROM pg_class JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE nspname = current_schema() AND relkind IN ('r', 'p')
""",
        triggers="""
SELECT tgname, relname FROM pg_trigger
JOIN pg_class ON pg_class.oid = tgrelid JOIN pg_namespace ON pg_namespace.oid = relnamespace
WHERE NOT tgisinternal AND nspname = current_schema()
""",
    ),
    "sqlite": Catalog(
        tables="SELECT name, NULL, NULL, NULL FROM sqlite_master WHERE type = 'table'",
        triggers="SELECT name, tbl_name FROM sqlite_master WHERE type = 'trigger'",
    ),
}
"""The statements for each dialect."""
