"""Deployment directories and single files on disk, made into a snapshot."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path

from linter.collect.alone import left_out
from linter.collect.disk import Disk
from linter.collect.domains import DomainFolder
from linter.collect.gather import Gathering, is_overlay
from linter.collect.layouts import Place, companions, is_packed, places_in
from linter.collect.marker import own_files
from linter.collect.naming import node_names, printable
from linter.collect.place import (
    DROP_INS,
    CollectError,
    Named,
    Surroundings,
    default_drop_ins,
    reading_order,
    reading_order_after,
)
from linter.collect.walk import FILES, Found, Identity
from linter.model.finding import Gap
from linter.model.snapshot import Snapshot

__all__ = ["CollectError", "Named", "Surroundings", "collect"]

_NO_NODE = (
    "it has no configuration file and was not taken for a node",
    "if it is one, fetch its configuration; what the nodes share was looked at where they use it",
)


def collect(
    paths: Sequence[str],
    *,
    named: Sequence[Named] = (),
    web: Sequence[str] = (),
    surroundings: Surroundings | None = None,
) -> Snapshot:
    """The files of each path: directories and archives of deployments, or configuration files.

    `named` are the words of --config-file and --config-dir in their order, `web` those of --web,
    which hold for every node. Raises CollectError for a path that does not exist; what exists and
    cannot be read is a Gap.
    """
    given = surroundings or Surroundings()
    disk = Disk(given.live)
    known: dict[str, bytes] = {}
    gathered = []
    arguments = [_existing(path) for path in dict.fromkeys(map(os.path.normpath, paths))]
    places = [place for argument in arguments for place in _places(disk, argument)]
    for (argument, place), name in zip(places, _names(places), strict=True):
        if place is None:
            gathering = Gathering(disk, (argument.parent, argument.parent, name), given, known)
            _take_alone(gathering, argument, named)
        else:
            gathering = Gathering(place.tree, (place.root, place.base, name), given, known)
            for path, why, remedy in place.troubles:
                gathering.add_gap(path, why, remedy, required=True)
            _take_directory(gathering, named, given, own_files(argument))
        _take_web(gathering, [_existing(path) for path in web], disk)
        gathered.append(gathering)
    gaps = [gap for gathering in gathered for gap in gathering.gaps]
    for argument, place in places:
        gaps += _no_nodes(argument, place.beside if place else ())
    return Snapshot(tuple(gathering.node() for gathering in gathered), tuple(gaps))


def _no_nodes(argument: Path, beside: Iterable[Path]) -> Iterator[Gap]:
    for path in beside:
        yield Gap(printable(path.relative_to(argument)), *_NO_NODE, required=False)


def _places(disk: Disk, argument: Path) -> list[tuple[Path, Place | None]]:
    """Each deployment of an argument, None for a configuration file."""
    if not (argument.is_dir() or is_packed(argument)):
        return [(argument, None)]
    return [(argument, place) for place in places_in(disk, argument)]


def _names(places: Sequence[tuple[Path, Place | None]]) -> tuple[str, ...]:
    """The names of nodes: from the arguments, and from the roots where an argument has several."""
    arguments = [argument for argument, _ in places]
    labels = [
        place.root if place and arguments.count(argument) > 1 else argument
        for argument, place in places
    ]
    if len(set(labels)) < len(labels):
        labels = [place.base if place else argument for argument, place in places]
    return node_names(list(map(printable, labels)))


def _existing(path: str) -> Path:
    try:
        os.lstat(path)
    except PermissionError as error:
        raise CollectError(
            f"{path}: permission denied; run kslint as root or as the keystone user"
        ) from error
    except (OSError, ValueError) as error:
        raise CollectError(
            f"{path}: no such file or directory; give keystone's configuration directory, such as "
            "/etc/keystone, or a configuration file"
        ) from error
    return Path(path)


def _take_alone(gathering: Gathering, argument: Path, named: Sequence[Named]) -> None:
    tree = gathering.tree
    order = reading_order_after(tree, argument, named)
    for path in order:
        if path == argument and is_overlay(path):
            gathering.take_overlay(path)
        else:
            gathering.take_configuration(path)
    places = []
    if not set(default_drop_ins(tree, gathering.base, named)) <= set(order):
        places.append(gathering.base / DROP_INS)
    folder = gathering.domain_folder()
    if folder.path is not None and any(is_overlay(found.path) for found in tree.walk(folder.path)):
        places.append(folder.path)
    names = left_out(tree, argument, *places)
    if names:
        why = f"keystone uses what lies beside it too, not looked at: {', '.join(names)}"
        gathering.add_gap(argument, why, "give the directory instead", required=True)


def _take_directory(
    gathering: Gathering,
    named: Sequence[Named],
    surroundings: Surroundings,
    own: frozenset[Path],
) -> None:
    tree, base = gathering.tree, gathering.base
    order = reading_order(tree, base, named, surroundings)
    for path in order:
        gathering.take_configuration(path)
    if not order:
        gathering.add_gap(
            base,
            "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf",
            "give keystone's configuration directory, or name its files with --config-file",
            required=True,
        )
    folder = gathering.domain_folder()
    gathering.take_named()
    entered: set[Identity] = set()
    if folder.path is not None and tree.exists(folder.path):
        # Entered first: with a link both to and beside it, this is the name that counts.
        for found in tree.walk(folder.path, entered):
            _take_found(gathering, found, order, folder, inside=True)
    for directory in (base, *companions(tree, gathering.root, base)):
        for found in tree.walk(directory, entered):
            if found.path not in own:
                _take_found(gathering, found, order, folder, inside=False)


def _take_web(gathering: Gathering, given: Sequence[Path], disk: Disk) -> None:
    for path in given:
        found = [item.path for item in disk.walk(path)] if path.is_dir() else [path]
        for file in found:
            gathering.take_web(file, disk)


def _take_found(
    gathering: Gathering, found: Found, order: Sequence[Path], folder: DomainFolder, *, inside: bool
) -> None:
    if found.trouble:
        why = f"it could not be looked into: {found.trouble}"
        remedy = "see that kslint may read it, or look at it by hand"
        needed = {gathering.base, gathering.base / DROP_INS, folder.path}
        required = found.path in needed or found.path.name in FILES
        gathering.add_gap(found.path, why, remedy, required=required)
    elif found.path not in order:
        gathering.take_other(found.path, folder, inside=inside)
