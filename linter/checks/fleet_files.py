"""Files that should say the same on every node."""

from collections.abc import Iterator

import msgspec

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.facts import FileKind
from linter.model.finding import Witness
from linter.model.location import Location
from linter.parse.deployment import Deployment

_MISSING = "not there"
_NAMED = 5
"""Nodes that are named before the rest is counted."""


class Copy(msgspec.Struct, frozen=True):
    """One node's copy of a file: what it says as it is compared, and in words."""

    said: str = ""
    words: str = _MISSING


@check("file-drift")
def file_drift(context: Context, kinds: tuple[FileKind, ...]) -> Iterator[Hit]:
    """Files of some kinds that differ between nodes, or that not all of them have.

    Asked once for the whole fleet. Policy files are compared by their rules, so that comments may
    differ; other files by their bytes.
    """
    if context.deployment is not context.fleet[0]:
        return
    tables = [_copies(deployment, kinds) for deployment in context.fleet]
    for path in sorted(set().union(*tables)):
        copies = [table.get(path, Copy()) for table in tables]
        variants = len({copy.said for copy in copies})
        if variants > 1:
            yield _drift(context.fleet, path, copies, variants)


def _copies(deployment: Deployment, kinds: tuple[FileKind, ...]) -> dict[str, Copy]:
    """Each file by its path in the configuration directory."""
    files = (other.source for other in deployment.others if other.kind in kinds)
    found = {source.path: Copy(source.sha256, "another text") for source in files if source}
    for policy in deployment.policies:
        if policy.path in found and not policy.flaws and not policy.template:
            said = repr(sorted((entry.name, entry.check) for entry in policy.entries))
            found[policy.path] = Copy(said, f"{len(policy.entries)} rules")
    base = f"{deployment.base}/" if deployment.base else ""
    return {path.removeprefix(base): copy for path, copy in found.items()}


def _drift(fleet: tuple[Deployment, ...], path: str, copies: list[Copy], variants: int) -> Hit:
    holder = next(
        deployment for deployment, copy in zip(fleet, copies, strict=True) if copy.words != _MISSING
    )
    nodes: dict[str, list[str]] = {}
    words = {copy.said: copy.words for copy in copies}
    for deployment, copy in zip(fleet, copies, strict=True):
        nodes.setdefault(copy.said, []).extend(deployment.nodes)
    return Hit(
        subject=path,
        at=Location(holder.node, holder.path_in_base(path)),
        fields={"path": path, "count": str(variants)},
        witnesses=tuple(_variant(names, words[said]) for said, names in nodes.items()),
        nodes=tuple(node for deployment in fleet for node in deployment.nodes),
    )


def _variant(names: list[str], words: str) -> Witness:
    more = f" and {len(names) - _NAMED} more" if len(names) > _NAMED else ""
    return Witness("config", f"{', '.join(names[:_NAMED])}{more}: {words}")
