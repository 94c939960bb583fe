"""Where configuration lies below an argument, and in which order keystone reads it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Literal

import msgspec

from linter.parse.classify import literal_name

MAIN = "keystone.conf"
DROP_INS = "keystone.conf.d"
_NESTED = ("etc/keystone", "keystone", "etc")

Named = tuple[Literal["file", "directory"], str]
"""A word of --config-file or of --config-dir."""


class CollectError(Exception):
    """An argument that cannot be used; the sentence names it and says what is expected."""


class Surroundings(msgspec.Struct, frozen=True):
    """The running system: modes mean something below `live`, packages add `distribution`."""

    live: tuple[Path, ...] = (Path("/etc"),)
    distribution: Path = Path("/usr/share/keystone/keystone-dist.conf")


def base_of(argument: Path) -> Path:
    """The directory below an argument that holds the configuration; itself when there is none."""
    for nested in ("", *_NESTED):
        base = argument / nested
        if any(True for _ in default_files(base)) or _is_directory(base / DROP_INS):
            return base
    return argument


def reading_order(base: Path, named: Sequence[Named], distribution: Path) -> list[Path]:
    """The configuration files in the order in which keystone reads them, later ones winning.

    A file that is named stands for keystone.conf, a directory for keystone.conf.d; what is not
    replaced is read first, then all that is named in its order (cfg.ConfigOpts._parse_config_files
    of oslo.config). A file that is read twice counts where it is read last.
    """
    kinds = {kind for kind, _ in named}
    order: list[Path] = []
    if "file" not in kinds:
        # Red Hat's packages read this file first, before the one in /etc.
        if base == Path("/etc/keystone") and _is_file(distribution):
            order.append(distribution)
        order += default_files(base)
    order += default_drop_ins(base, named)
    return _each_last((*order, *_named_files(named, base)))


def reading_order_after(argument: Path, named: Sequence[Named]) -> list[Path]:
    """The order for a single file, which is then the first of those that are named."""
    return _each_last((argument, *_named_files(named, argument.parent)))


def default_drop_ins(base: Path, named: Sequence[Named]) -> list[Path]:
    """The files of keystone.conf.d, none where a directory is named instead."""
    return [] if any(kind == "directory" for kind, _ in named) else _files_of(base / DROP_INS)


def default_files(base: Path) -> Iterator[Path]:
    """keystone-dist.conf and keystone.conf; where the latter is missing, a template of it."""
    distribution, main = base / "keystone-dist.conf", base / MAIN
    if _is_file(distribution):
        yield distribution
    if os.path.lexists(main):
        yield main
    else:
        yield from _templates(base)


def _each_last(paths: Iterable[Path]) -> list[Path]:
    return list(dict.fromkeys(reversed(list(paths))))[::-1]


def _named_files(named: Sequence[Named], base: Path) -> Iterator[Path]:
    for kind, name in named:
        path = _found(name, base)
        if kind == "file":
            yield path
        elif _is_directory(path):
            yield from _files_of(path)
        else:
            raise CollectError(f"{name}: --config-dir takes a directory, and this is a file")


def _files_of(directory: Path) -> list[Path]:
    # oslo.config uses glob.glob, which leaves hidden files out.
    names = (name for name in names_in(directory) if not name.startswith("."))
    return [directory / name for name in names if name.endswith(".conf")]


def _templates(base: Path) -> Iterator[Path]:
    yield from [base / name for name in names_in(base) if literal_name(name) == MAIN][:1]


def names_in(directory: Path) -> list[str]:
    """The names in a directory, sorted; none where there is none or this user may not look."""
    try:
        return sorted(os.listdir(directory))  # noqa: PTH208  names are all that is asked for
    except OSError:
        # Walking over the directory says so.
        return []


def _found(name: str, base: Path) -> Path:
    for path in (base / name, Path(name)):
        if os.path.lexists(path):
            return path
    raise CollectError(f"{name}: no such file or directory, neither here nor in {base}")


def _is_directory(path: Path) -> bool:
    return os.path.isdir(path)  # noqa: PTH112  Path raises where permission is missing


def _is_file(path: Path) -> bool:
    return os.path.isfile(path)  # noqa: PTH113  Path raises where permission is missing
