"""Differences between nodes that should be alike."""

from collections.abc import Iterator, Mapping
from fnmatch import fnmatchcase

from linter.catalog.entries import Name
from linter.checks.context import Context
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.model.facts import Setting
from linter.model.finding import Witness
from linter.parse.deployment import Deployment


@check("option-drift")
def option_drift(context: Context, node_specific: tuple[str, ...]) -> Iterator[Hit]:
    """Options whose effective assignment differs between nodes, asked once for the whole fleet."""
    if context.deployment is not context.fleet[0]:
        return
    tables = [_effective(deployment) for deployment in context.fleet]
    for name in sorted(set().union(*tables)):
        if any(fnmatchcase(name[1], pattern) for pattern in node_specific):
            continue
        values = [table.get(name) for table in tables]
        if len({setting.value if setting else None for setting in values}) > 1:
            yield _drift(context.fleet, name, values)


def _effective(deployment: Deployment) -> Mapping[Name, Setting]:
    configuration = deployment.configuration
    return {
        name: configuration.effective((name,), multi=False).winners[-1]
        for name in configuration.index
    }


def _drift(fleet: tuple[Deployment, ...], name: Name, values: list[Setting | None]) -> Hit:
    first = next(setting for setting in values if setting)
    witnesses = tuple(
        Witness("config", _told(deployment, setting), at=setting.at if setting else None)
        for deployment, setting in zip(fleet, values, strict=True)
    )
    shown = {setting.shown if setting else "not set" for setting in values}
    fields = {
        "group": name[0],
        "name": name[1],
        "count": str(len(shown)),
        "values": "; ".join(sorted(shown)),
    }
    return Hit(written(name), first.at, fields, witnesses=witnesses)


def _told(deployment: Deployment, setting: Setting | None) -> str:
    nodes = ", ".join(deployment.nodes[:3])
    more = len(deployment.nodes) - 3
    where = f"{nodes} and {more} more" if more > 0 else nodes
    return f"{where}: {setting.shown if setting else 'not set'}"
