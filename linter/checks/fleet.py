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
        if not context.source.find(name) and not context.target.find(name):
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
    variants: dict[str | None, list[tuple[Deployment, Setting | None]]] = {}
    for deployment, setting in zip(fleet, values, strict=True):
        variants.setdefault(setting.value if setting else None, []).append((deployment, setting))
    first = next(setting for setting in values if setting)
    shown = sorted(_shown(members[0][1]) for members in variants.values())
    return Hit(
        subject=written(name),
        at=first.at,
        fields={
            "group": name[0],
            "name": name[1],
            "count": str(len(variants)),
            "values": "; ".join(shown),
        },
        witnesses=tuple(_variant(members) for members in variants.values()),
        nodes=tuple(node for deployment in fleet for node in deployment.nodes),
    )


def _variant(members: list[tuple[Deployment, Setting | None]]) -> Witness:
    """Who has one of the values, with the first place where it stands."""
    nodes = [node for deployment, _ in members for node in deployment.nodes]
    setting = members[0][1]
    more = f" and {len(nodes) - _NAMED} more" if len(nodes) > _NAMED else ""
    where = ", ".join(nodes[:_NAMED]) + more
    return Witness("config", f"{where}: {_shown(setting)}", at=setting.at if setting else None)


def _shown(setting: Setting | None) -> str:
    return setting.shown if setting else "not set"


_NAMED = 5
"""Nodes that are named before the rest is counted."""
