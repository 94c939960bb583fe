"""Tells how old a database may be for a release's db_sync to take it."""

from collections.abc import Iterable

import msgspec

from linter.catalog.entries import Migrations


class Schema(msgspec.Struct, frozen=True):
    """Where the db_sync of one release ends."""

    series: str
    major: int
    migrations: Migrations


def database_floor(own: Migrations, older: Iterable[Schema]) -> str:
    """The oldest series whose database this release can take, "" if none known is too old.

    Numbered scripts from F on need a database at F-1 or later; alembic alone needs a database that
    alembic has stamped.
    """
    ordered = sorted(older, key=lambda schema: schema.major)
    fit = [_fits(own, schema.migrations) for schema in ordered]
    if all(fit):
        return ""
    return ordered[fit.index(True)].series if any(fit) else ""


def _fits(own: Migrations, older: Migrations) -> bool:
    if older.engine == "alembic":
        return True
    if not own.legacy_first:
        return False
    return int(older.expand) >= own.legacy_first - 1
