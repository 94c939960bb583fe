"""What stands on disk of the deployments that were given."""

import os
from collections.abc import Container, Iterable, Iterator, Sequence
from pathlib import Path

from linter.collect.disk import Disk
from linter.collect.layouts import companions
from linter.collect.naming import printable
from linter.collect.walk import COUNT, DEPTH
from linter.model.snapshot import Node
from linter.preparation.disk_paths import disk_path, spot
from linter.preparation.disk_walk import Item, Nature, item_at, items_below
from linter.preparation.entries import TreeError
from linter.preparation.file_fates import STARTS, Taken
from linter.preparation.tops import Top, top_of


def items_of(
    nodes: Sequence[tuple[Node, Sequence[Taken]]], tops: Sequence[Top]
) -> dict[Path, Item]:
    """Everything that the nodes consist of, by paths without links, in their order.

    That is each folder of configuration, with kolla's beside it, and what was taken up elsewhere in
    what was given, with the links that lead there. Raises TreeError.
    """
    found: dict[Path, Item] = {}
    folders: set[Path] = set()
    for node, taken in nodes:
        top = top_of(node, tops)
        has_configuration = bool(node.configuration or node.domains)
        if has_configuration and not top.alone:
            for folder in _folders(node, top):
                folders.add(folder)
                _add(found, items_below(folder))
        for file in taken:
            if has_configuration or (file.understood and file.kind not in STARTS):
                _add(found, _alone(file, tops, found))
    _add(found, _links_to(folders, tops))
    return dict(sorted(found.items()))


def _links_to(folders: Container[Path], tops: Iterable[Top]) -> Iterator[Item]:
    """The links to folders of configuration, by which other nodes have the same one."""
    for top in tops:
        if top.alone or top.real in folders:
            continue
        for folder, names, _ in os.walk(top.real):
            for path in (Path(folder, name) for name in sorted(names)):
                if path.is_symlink() and Path(os.path.realpath(path)) in folders:
                    yield Item(path, Nature.LINK)
            if len(Path(folder).relative_to(top.real).parts) >= DEPTH:
                names.clear()


def _add(found: dict[Path, Item], items: Iterable[Item]) -> None:
    for item in items:
        found[item.path] = item
        if len(found) > COUNT:
            raise TreeError(
                f"{printable(item.path.parent)}: more than {COUNT} files lie in what was given; "
                "give keystone's configuration directory, such as /etc/keystone"
            )


def _folders(node: Node, top: Top) -> Iterator[Path]:
    root = Path(node.root.path)
    base = disk_path(node, node.base)
    if base is None:
        raise TreeError(
            f"{node.base or printable(root)}: it cannot be told from what is beside it; "
            "give it by itself"
        )
    for folder in (base, *companions(Disk(()), root, base)):
        real = Path(os.path.realpath(folder))
        if not top.holds(real):
            raise TreeError(
                f"{printable(folder)}: it is a link that leads out of what was given; give "
                f"{printable(real)} instead"
            )
        yield real


def _alone(file: Taken, tops: Sequence[Top], found: dict[Path, Item]) -> Iterator[Item]:
    real = Path(os.path.realpath(file.lexical))
    if real in found:
        return
    if any(top.holds(real) for top in tops):
        yield item_at(real)
    for path in (file.lexical, *file.lexical.parents):
        if any(path.is_relative_to(top.lexical) for top in tops):
            item = item_at(spot(path))
            inside = any(top.holds(item.path) for top in tops)
            if item.nature is Nature.LINK and inside:
                yield item
