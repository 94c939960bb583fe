"""Differences between nodes that should be alike."""

from collections.abc import Iterator
from fnmatch import fnmatchcase

import msgspec

from linter.catalog.entries import Name, OptionEntry
from linter.checks.context import Context
from linter.checks.names import key_of, written
from linter.checks.registry import Hit, check
from linter.checks.values import pinned_values
from linter.model.facts import Setting
from linter.model.finding import Witness
from linter.parse.deployment import Deployment, Overlay
from linter.parse.values import Accepted, read_value


@check("option-drift")
def option_drift(context: Context, node_specific: tuple[str, ...]) -> Iterator[Hit]:
    """Options whose value differs between nodes, and overlays that not all of them have.

    Asked once for the whole fleet. Values are compared as the target reads them, old and new names
    of an option alike.
    """
    if context.deployment is not context.fleet[0]:
        return
    tables = [_effective(context, deployment) for deployment in context.fleet]
    for name in sorted(set().union(*tables)):
        if any(fnmatchcase(name[1], pattern) for pattern in node_specific):
            continue
        values = [table.get(name, _UNSET) for table in tables]
        if len({value.judged for value in values}) > 1:
            yield _drift(context.fleet, name, values)


class Value(msgspec.Struct, frozen=True):
    """What one node sets an option to: as it is compared, as it is shown, and where."""

    judged: str
    shown: str
    setting: Setting | None = None


_UNSET = Value("", "not set")


def _effective(context: Context, deployment: Deployment) -> dict[Name, Value]:
    """Each option that is set, and each overlay under the name of its file."""
    configuration = deployment.configuration
    found = {}
    for name in configuration.index:
        entry = context.target.find(name) or context.source.find(name)
        if entry is not None:
            found[key_of(entry)] = _value(pinned_values(configuration, entry), entry)
    for overlay in deployment.overlays:
        text = "\n".join(f"{item.group}/{item.name}={item.value}" for item in _assigned(overlay))
        first = next(_assigned(overlay), None)
        found["domains", overlay.path] = Value(text, "there", first)
    return found


def _assigned(overlay: Overlay) -> Iterator[Setting]:
    return iter(overlay.configuration.assigned())


def _value(settings: tuple[Setting, ...], entry: OptionEntry) -> Value:
    if not settings:
        return _UNSET
    read = [read_value(entry.type, setting.value) for setting in settings]
    judged = repr([item.value if isinstance(item, Accepted) else None for item in read])
    if not all(isinstance(item, Accepted) for item in read):
        judged = repr([setting.value for setting in settings])
    return Value(judged, ", ".join(setting.shown for setting in settings), settings[-1])


def _drift(fleet: tuple[Deployment, ...], name: Name, values: list[Value]) -> Hit:
    variants: dict[str, list[tuple[Deployment, Value]]] = {}
    for deployment, value in zip(fleet, values, strict=True):
        variants.setdefault(value.judged, []).append((deployment, value))
    first = next(value.setting for value in values if value.setting)
    return Hit(
        subject=written(name),
        at=first.at,
        fields={
            "group": name[0],
            "name": name[1],
            "count": str(len(variants)),
            "values": "; ".join(sorted(members[0][1].shown for members in variants.values())),
        },
        witnesses=tuple(_variant(members) for members in variants.values()),
        nodes=tuple(node for deployment in fleet for node in deployment.nodes),
    )


def _variant(members: list[tuple[Deployment, Value]]) -> Witness:
    """Who has one of the values, with the first place where it stands."""
    nodes = [node for deployment, _ in members for node in deployment.nodes]
    value = members[0][1]
    more = f" and {len(nodes) - _NAMED} more" if len(nodes) > _NAMED else ""
    where = ", ".join(nodes[:_NAMED]) + more
    return Witness(
        "config", f"{where}: {value.shown}", at=value.setting.at if value.setting else None
    )


_NAMED = 5
"""Nodes that are named before the rest is counted."""
