"""Deployment directories and single files on disk, made into a snapshot."""

import os
from collections.abc import Sequence
from pathlib import Path

from linter.collect.gather import Gathering
from linter.collect.naming import node_names, printable
from linter.collect.place import (
    REQUIRED,
    CollectError,
    Surroundings,
    base_of,
    files_of_directories,
    reading_order,
)
from linter.collect.walk import walk
from linter.model.snapshot import Snapshot

__all__ = ["CollectError", "Surroundings", "collect"]


def collect(
    paths: Sequence[str],
    *,
    config_files: Sequence[str] = (),
    config_dirs: Sequence[str] = (),
    surroundings: Surroundings | None = None,
) -> Snapshot:
    """The files of each path, a deployment directory or a single configuration file.

    `config_files` and `config_dirs` are read instead of the default ones. Raises CollectError for a
    path that does not exist; what exists and cannot be read is a Gap.
    """
    given = surroundings or Surroundings()
    known: dict[str, bytes] = {}
    gathered = []
    arguments = [_existing(path) for path in dict.fromkeys(map(os.path.normpath, paths))]
    for argument, name in zip(arguments, node_names(list(map(printable, arguments))), strict=True):
        is_directory = argument.is_dir()
        root = argument if is_directory else argument.parent
        gathering = Gathering(root, name, given.live, known)
        if is_directory:
            _take_directory(gathering, config_files, config_dirs, given.distribution)
        else:
            for path in (argument, *files_of_directories(config_dirs, root)):
                gathering.take_configuration(path)
        gathered.append(gathering)
    gaps = tuple(gap for gathering in gathered for gap in gathering.gaps)
    return Snapshot(tuple(gathering.node() for gathering in gathered), gaps)


def _existing(path: str) -> Path:
    if not os.path.lexists(path):
        raise CollectError(
            f"{path}: no such file or directory; give keystone's configuration directory, such as "
            "/etc/keystone, or a configuration file"
        )
    return Path(path)


def _take_directory(
    gathering: Gathering, config_files: Sequence[str], config_dirs: Sequence[str], dist: Path
) -> None:
    base = base_of(gathering.root)
    order = dict.fromkeys(reading_order(base, config_files, config_dirs, dist))
    for path in order:
        gathering.take_configuration(path)
    if not order:
        gathering.add_gap(
            base,
            "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf",
            "give keystone's configuration directory, or name its files with --config-file",
            required=True,
        )
    for found in walk(base):
        if found.trouble:
            why = f"it could not be looked into: {found.trouble}"
            remedy = "see that kslint may read it, or look at it by hand"
            required = found.path == base or found.path.name in REQUIRED
            gathering.add_gap(found.path, why, remedy, required=required)
        elif found.path not in order:
            gathering.take_other(found.path)
