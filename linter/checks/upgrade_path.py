"""Whether the way from source to target can be taken in one step."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.database_position import position_of, takes
from linter.checks.registry import Hit, check
from linter.model.location import Location


@check("jump-unsupported")
def jump_unsupported(context: Context) -> Iterator[Hit]:
    """A jump over releases that upstream does not test as one hop."""
    if not context.upgrade.supported() and _takes_database(context):
        yield _hit(context)


@check("database-stop-skipped")
def database_stop_skipped(context: Context) -> Iterator[Hit]:
    """A jump whose db_sync cannot take the database that the source left.

    A database that was asked speaks for itself.
    """
    if position_of(context, {}) is None and not context.upgrade.takes_database():
        yield _hit(context)


def _takes_database(context: Context) -> bool:
    position = position_of(context, {})
    if position is None:
        return context.upgrade.takes_database()
    return takes(position, context.span.migrations(context.upgrade.target.series))


def _hit(context: Context) -> Hit:
    upgrade = context.upgrade
    fields = {
        "source": str(upgrade.source),
        "target": str(upgrade.target),
        "hops": " → ".join(str(release) for release in upgrade.hops()),
        "floor": upgrade.target.database_floor,
    }
    return Hit("release", Location(), fields)


@check("python-floor-raised")
def python_floor_raised(context: Context) -> Iterator[Hit]:
    """A target that asks for a newer Python than the source did."""
    before, after = context.upgrade.source, context.upgrade.target
    if after.requires_python and after.requires_python != before.requires_python:
        fields = {
            "before": before.requires_python or "no particular version",
            "after": after.requires_python,
        }
        yield Hit("python", Location(), fields)


@check("release-crossed")
def release_crossed(context: Context, subject: str) -> Iterator[Hit]:
    """What every upgrade meets that enters the series which the rule names."""
    fields = {"source": str(context.upgrade.source), "target": str(context.upgrade.target)}
    yield Hit(subject, Location(), fields)
