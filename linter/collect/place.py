"""Where configuration lies below an argument, and in which order keystone reads it."""

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from linter.parse.classify import literal_name

_MAIN = "keystone.conf"
_NESTED = ("etc/keystone", "keystone", "etc")
REQUIRED = frozenset({"keystone.conf.d", "domains"})
"""Directories whose files keystone reads beside keystone.conf."""


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
        if any(True for _ in default_files(base)) or (base / f"{_MAIN}.d").is_dir():
            return base
    return argument


def reading_order(
    base: Path, config_files: Sequence[str], config_dirs: Sequence[str], distribution: Path
) -> Iterator[Path]:
    """The configuration files in the order in which keystone reads them, later ones winning.

    Files that are named replace keystone.conf, directories that are named keystone.conf.d.
    """
    if config_files:
        yield from (_named(name, base) for name in config_files)
    else:
        # Red Hat's packages read this file first, before the one in /etc.
        if base == Path("/etc/keystone") and distribution.is_file():
            yield distribution
        yield from default_files(base)
    if config_dirs:
        yield from files_of_directories(config_dirs, base)
    else:
        yield from _files_of(base / f"{_MAIN}.d")


def files_of_directories(directories: Sequence[str], base: Path) -> Iterator[Path]:
    """The *.conf files of named directories, sorted within each as oslo.config does."""
    for name in directories:
        yield from _files_of(_named(name, base))


def _files_of(directory: Path) -> list[Path]:
    # oslo.config uses glob.glob, which leaves hidden files out.
    files = directory.glob("*.conf")
    return sorted(path for path in files if not path.name.startswith("."))


def default_files(base: Path) -> Iterator[Path]:
    """keystone-dist.conf and keystone.conf; where the latter is missing, a template of it."""
    distribution, main = base / "keystone-dist.conf", base / _MAIN
    if distribution.is_file():
        yield distribution
    if os.path.lexists(main):
        yield main
    else:
        yield from _templates(base)


def _templates(base: Path) -> Iterator[Path]:
    templates = (path for path in base.glob(f"{_MAIN}.*") if literal_name(path.name) == _MAIN)
    yield from sorted(templates)[:1]


def _named(name: str, base: Path) -> Path:
    for path in (base / name, Path(name)):
        if path.exists():
            return path
    raise CollectError(f"{name}: no such file or directory, neither here nor in {base}")
