"""Where configuration lies below an argument, and in which order keystone reads it."""

from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from linter.collect.tree import Tree
from linter.parse.classify import literal_name

MAIN = "keystone.conf"
DROP_INS = "keystone.conf.d"
_NESTED = ("etc/keystone", "keystone", "etc")

Named = tuple[Literal["file", "directory"], str]
"""A word of --config-file or of --config-dir."""


class CollectError(Exception):
    """An argument that cannot be used; the sentence names it and says what is expected."""


class Surroundings(msgspec.Struct, frozen=True):
    """The running system: modes mean something below `live`, packages add `distribution`.

    `home` is where its keystone reads, `root` where absolute paths in those files start.
    """

    live: tuple[Path, ...] = (Path("/etc"),)
    distribution: Path = Path("/usr/share/keystone/keystone-dist.conf")
    home: Path = Path("/etc/keystone")
    root: Path = Path("/")


def base_of(tree: Tree, argument: Path) -> Path:
    """The directory below an argument that holds the configuration; itself when there is none."""
    for nested in ("", *_NESTED):
        base = argument / nested
        if holds_configuration(tree, base):
            return base
    return argument


def holds_configuration(tree: Tree, base: Path) -> bool:
    """Whether keystone would find something to read in a directory."""
    return any(True for _ in default_files(tree, base)) or tree.is_directory(base / DROP_INS)


def reading_order(
    tree: Tree, base: Path, named: Sequence[Named], surroundings: Surroundings
) -> list[Path]:
    """The configuration files in the order in which keystone reads them, later ones winning.

    A file that is named stands for keystone.conf, a directory for keystone.conf.d; what is not
    replaced is read first, then all that is named in its order (cfg.ConfigOpts._parse_config_files
    of oslo.config). A file that is read twice counts where it is read last.
    """
    kinds = {kind for kind, _ in named}
    order: list[Path] = []
    if "file" not in kinds:
        # Red Hat's packages read this file first, before the one in /etc.
        if base.absolute() == surroundings.home and tree.is_file(surroundings.distribution):
            order.append(surroundings.distribution)
        order += default_files(tree, base)
    order += default_drop_ins(tree, base, named)
    return _each_last((*order, *_named_files(tree, named, base)))


def reading_order_after(tree: Tree, argument: Path, named: Sequence[Named]) -> list[Path]:
    """The order for a single file, which is then the first of those that are named."""
    return _each_last((argument, *_named_files(tree, named, argument.parent)))


def default_drop_ins(tree: Tree, base: Path, named: Sequence[Named]) -> list[Path]:
    """The files of keystone.conf.d, none where a directory is named instead."""
    if any(kind == "directory" for kind, _ in named):
        return []
    return _files_of(tree, base / DROP_INS)


def default_files(tree: Tree, base: Path) -> Iterator[Path]:
    """keystone-dist.conf and keystone.conf; where the latter is missing, a template of it."""
    distribution, main = base / "keystone-dist.conf", base / MAIN
    if tree.is_file(distribution):
        yield distribution
    if tree.exists(main):
        yield main
    else:
        yield from _templates(tree, base)


def _each_last(paths: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(reversed(list(paths))))[::-1]


def _named_files(tree: Tree, named: Sequence[Named], base: Path) -> Iterator[Path]:
    for kind, name in named:
        path = _found(tree, name, base)
        if kind == "file":
            yield path
        elif tree.is_directory(path):
            yield from _files_of(tree, path)
        else:
            raise CollectError(f"{name}: --config-dir takes a directory, and this is a file")


def _files_of(tree: Tree, directory: Path) -> list[Path]:
    # oslo.config uses glob.glob, which leaves hidden files out.
    names = (name for name in tree.names_in(directory) if not name.startswith("."))
    return [directory / name for name in names if name.endswith(".conf")]


def _templates(tree: Tree, base: Path) -> Iterator[Path]:
    yield from [base / name for name in tree.names_in(base) if literal_name(name) == MAIN][:1]


def _found(tree: Tree, name: str, base: Path) -> Path:
    for path in (base / name, Path(name)):
        if tree.exists(path):
            return path
    raise CollectError(f"{name}: no such file or directory, neither here nor in {base}")
