"""What the schema version of a live database says against the upgrade."""

from collections.abc import Iterator, Mapping
from typing import Literal

from linter.checks.context import Context
from linter.checks.database_position import Position, in_words, position_of, stops, takes
from linter.checks.registry import Hit, check
from linter.model.location import Location

Engine = Literal["alembic", "sqlalchemy-migrate"]
Between = dict[str, str]


@check("database-stop-needed")
def database_stop_needed(context: Context, carries_legacy: bool) -> Iterator[Hit]:
    """A database that the target's db_sync can only take after that of another release.

    `carries_legacy` chooses the targets that still have some scripts of sqlalchemy-migrate, or
    those that have none left.
    """
    position = position_of(context, {})
    steps = context.span.migrations(context.upgrade.target.series)
    if position is None or steps is None or bool(steps.legacy_first) is not carries_legacy:
        return
    if not takes(position, steps):
        yield _hit(context, position, {"stops": in_words(stops(context, position))})


@check("database-newer-than")
def database_newer_than(
    context: Context, end: Literal["source", "target"], between: Between
) -> Iterator[Hit]:
    """A database that a release later than one end of the upgrade has changed.

    An upgrade under way makes it newer than the source; that is said by itself.
    """
    position = position_of(context, between)
    if position is None or position.needs is None or position.unknown:
        return
    target, source = context.upgrade.target, context.upgrade.source
    beyond_target = position.needs.major > target.major
    beyond_source = position.needs.major > source.major and not position.halted
    if beyond_target if end == "target" else beyond_source and not beyond_target:
        yield _hit(context, position)


@check("database-older-than-source")
def database_older_than_source(
    context: Context, between: Between, also: dict[str, str]
) -> Iterator[Hit]:
    """A database that has not been through the source's db_sync.

    `also` names a series whose first versions ended at another, older version.
    """
    position = position_of(context, between)
    if position is None or position.halted or position.unknown:
        return
    source = context.upgrade.source
    if also.get(source.series) == position.shown:
        return
    if position.finished is None or position.finished.major < source.major:
        yield _hit(context, position)


@check("database-upgrade-halted")
def database_upgrade_halted(context: Context, between: Between) -> Iterator[Hit]:
    """A database whose last upgrade was begun and not finished."""
    position = position_of(context, between)
    if position and position.halted:
        yield _hit(context, position)


@check("database-revision-unknown")
def database_revision_unknown(context: Context, between: Between) -> Iterator[Hit]:
    """A database at a revision that no known release has."""
    position = position_of(context, between)
    if position and position.unknown:
        yield _hit(context, position, {"unknown": ", ".join(position.unknown)})


@check("database-version-unwritten")
def database_version_unwritten(context: Context) -> Iterator[Hit]:
    """A database with keystone's tables for which no migration tool wrote down a version."""
    schema = context.live.database.schema if context.live.database else None
    if schema and not (schema.alembic or schema.migrate):
        yield Hit("database", Location(), {"target": str(context.upgrade.target)})


@check("release-reached")
def release_reached(context: Context, subject: str, first: str, last: str) -> Iterator[Hit]:
    """What is true of every upgrade that ends in one of the series from first to last."""
    if context.upgrade.crossed() and context.span.ends_within(first=first, last=last):
        yield Hit(subject, Location(), {"target": str(context.upgrade.target)})


def _hit(context: Context, position: Position, fields: Mapping[str, str] | None = None) -> Hit:
    told = {
        "at": position.shown,
        "fits": position.fits or "no known release",
        "needs": str(position.needs or "a release that is not known"),
        "finished": str(position.finished or "a release before Pike"),
        "source": str(context.upgrade.source),
        "target": str(context.upgrade.target),
    }
    return Hit("database", Location(), told | dict(fields or {}))
