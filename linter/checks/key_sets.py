"""Keys that nodes should share and do not, told by names alone."""

import os
from collections.abc import Iterator

from linter.checks.context import Context
from linter.checks.keys import Need, is_key
from linter.checks.names import written
from linter.checks.registry import Hit, check
from linter.checks.values import effective_text
from linter.model.finding import Witness
from linter.model.keys import KeyRepository
from linter.model.location import Location
from linter.model.visible import visible
from linter.parse.deployment import Deployment

_NAMED = 5
"""Nodes that are named before the rest is counted."""


@check("keys-differ")
def keys_differ(context: Context, needs: tuple[Need, ...]) -> Iterator[Hit]:
    """Repositories whose keys are named otherwise on another node.

    Asked once for the whole fleet; nodes whose keys were not among the files say nothing. Where a
    directory lies is taken from the first node.
    """
    if context.deployment is not context.fleet[0]:
        return
    seen = set()
    for need in needs:
        named = os.path.normpath(effective_text(context, *need.option) or "")
        group, name, value = need.needed_by
        if named in seen or effective_text(context, group, name) != value:
            continue
        seen.add(named)
        variants = _variants(context.fleet, named)
        if len(variants) > 1:
            yield _hit(need, named, variants)


Variants = dict[tuple[str, ...], list[tuple[Deployment, KeyRepository]]]


def _variants(fleet: tuple[Deployment, ...], named: str) -> Variants:
    found: Variants = {}
    for deployment in fleet:
        for item in deployment.keys:
            names = tuple(file.name for file in item.files if is_key(file) and file.size)
            if item.named == named and names:
                found.setdefault(names, []).append((deployment, item))
    return found


def _hit(need: Need, named: str, variants: Variants) -> Hit:
    members = [member for found in variants.values() for member in found]
    first, repository = members[0]
    return Hit(
        written(need.option),
        Location(first.node, repository.path),
        {"path": visible(named), "count": str(len(variants))},
        witnesses=tuple(_witness(names, found) for names, found in variants.items()),
        nodes=tuple(node for deployment, _ in members for node in deployment.nodes),
    )


def _witness(names: tuple[str, ...], members: list[tuple[Deployment, KeyRepository]]) -> Witness:
    nodes = [node for deployment, _ in members for node in deployment.nodes]
    more = f" and {len(nodes) - _NAMED} more" if len(nodes) > _NAMED else ""
    who = ", ".join(nodes[:_NAMED]) + more
    deployment, repository = members[0]
    at = Location(deployment.node, repository.path)
    return Witness("config", f"{who}: {', '.join(names)}", at=at)
