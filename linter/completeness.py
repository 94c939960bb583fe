"""Whether the files that were read can be all of a deployment's configuration."""

from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.values import pinned_value
from linter.model.finding import Gap
from linter.model.location import Location

_CONNECTION = ("database", "connection")


def gaps_in_configuration(context: Context) -> Iterator[Gap]:
    """A required gap where nothing says which database keystone uses.

    Without one it takes an SQLite file of its own and issues no token, so either there are files
    elsewhere, or variables of the environment, that were not looked at.
    """
    entry = context.target.current.get(_CONNECTION)
    if entry is None or not context.deployment.files:
        return
    before = context.source.find(_CONNECTION)
    if pinned_value(context, entry) or (before and pinned_value(context, before)):
        return
    yield Gap(
        what="[database] connection",
        why="no file that was read sets it, so this cannot be the whole configuration",
        remedy="check the directory that keystone reads, with every file that sets something",
        required=True,
        at=Location(context.deployment.node, context.deployment.main_path),
    )
