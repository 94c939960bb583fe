"""Deployment directories and single files on disk, made into a snapshot."""

import os
from collections.abc import Sequence
from pathlib import Path

from linter.collect.alone import left_out
from linter.collect.disk import Disk
from linter.collect.domains import DomainFolder
from linter.collect.gather import Gathering, is_overlay
from linter.collect.naming import node_names, printable
from linter.collect.place import (
    DROP_INS,
    CollectError,
    Named,
    Surroundings,
    base_of,
    default_drop_ins,
    reading_order,
    reading_order_after,
)
from linter.collect.walk import Found, Identity
from linter.model.snapshot import Snapshot

__all__ = ["CollectError", "Named", "Surroundings", "collect"]


def collect(
    paths: Sequence[str],
    *,
    named: Sequence[Named] = (),
    web: Sequence[str] = (),
    surroundings: Surroundings | None = None,
) -> Snapshot:
    """The files of each path, a deployment directory or a single configuration file.

    `named` are the words of --config-file and --config-dir in their order, `web` those of --web,
    which hold for every node. Raises CollectError for a path that does not exist; what exists and
    cannot be read is a Gap.
    """
    given = surroundings or Surroundings()
    disk = Disk(given.live)
    known: dict[str, bytes] = {}
    gathered = []
    arguments = [_existing(path) for path in dict.fromkeys(map(os.path.normpath, paths))]
    for argument, name in zip(arguments, node_names(list(map(printable, arguments))), strict=True):
        if argument.is_dir():
            where = (argument, base_of(disk, argument), name)
            gathering = Gathering(disk, where, given, known)
            _take_directory(gathering, named, given)
        else:
            where = (argument.parent, argument.parent, name)
            gathering = Gathering(disk, where, given, known)
            _take_alone(gathering, argument, named)
        _take_web(gathering, [_existing(path) for path in web], disk)
        gathered.append(gathering)
    gaps = tuple(gap for gathering in gathered for gap in gathering.gaps)
    return Snapshot(tuple(gathering.node() for gathering in gathered), gaps)


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
    gathering: Gathering, named: Sequence[Named], surroundings: Surroundings
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
    for found in tree.walk(base, entered):
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
        gathering.add_gap(found.path, why, remedy, required=found.path in needed)
    elif found.path not in order:
        gathering.take_other(found.path, folder, inside=inside)
