"""Where the deployments of an argument lie, in the ways in which they are kept."""

import re
from collections.abc import Iterator, Sequence
from fnmatch import fnmatchcase
from pathlib import Path

import msgspec

from linter.collect.archive import SUFFIXES, UNREAD_SUFFIXES, is_archive, read_archive
from linter.collect.manifest import is_manifest, read_manifests
from linter.collect.memory import Memory
from linter.collect.place import base_of, holds_configuration
from linter.collect.reading import Content
from linter.collect.tree import Tree
from linter.collect.walk import SKIPPED

_PATTERNS = (
    "etc/kolla/keystone",
    "kolla/keystone",
    "var/lib/lxc/*/rootfs/etc/keystone",
    "*/var/lib/lxc/*/rootfs/etc/keystone",
    "*",
    "*/etc/keystone",
    "*/keystone",
    "*/etc/kolla/keystone",
    "*/*",
    "*/*/etc/keystone",
    "*/*/etc/kolla/keystone",
    "*/*/*/etc/keystone",
    "*/*/templates",
    "*/*/files",
)
"""Reports of hosts, fetched nodes, containers, virtual environments, charms, roles."""

_TAILS = (("etc", "kolla", "keystone"), ("etc", "keystone"), ("kolla", "keystone"), ("keystone",))
_COMPANIONS = ("keystone-fernet", "keystone-ssh")
_MOST = 20_000
"""Directories that are looked into before the search is given up."""

_OVERRIDES = re.compile(rb"(?m)^(keystone_\w+):")
_VARIABLES = ("user_*.yml", "user_*.yaml", "openstack_user_config.yml")


_REPACK = "pack it again, or unpack what can be unpacked and give the directory"

Trouble = tuple[Path, str, str]
"""What could not be looked at, why, and what to do about it."""


class Place(msgspec.Struct, frozen=True):
    """One deployment: the tree it lies in, its root, its configuration directory.

    `troubles` are what could not be looked at on the way to the deployments of its argument,
    `beside` the directories among several nodes that hold no configuration.
    """

    tree: Tree
    root: Path
    base: Path
    troubles: tuple[Trouble, ...] = ()
    beside: tuple[Path, ...] = ()


def is_packed(path: Path) -> bool:
    """Whether a file holds a deployment instead of being a configuration file."""
    return _is_unread(path) or is_archive(path) or is_manifest(path)


def _is_unread(path: Path) -> bool:
    return path.is_file() and path.name.lower().endswith(UNREAD_SUFFIXES)


def places_in(disk: Tree, argument: Path) -> list[Place]:
    """The deployments in a directory, an archive or a manifest; the argument where none is found.

    A directory that is one, or has one where it is expected, is all there is.
    """
    tree, troubles = _opened(disk, argument)
    base = base_of(tree, argument)
    manifests = [] if holds_configuration(tree, base) else _manifests(disk, argument)
    if manifests:
        tree, troubles = _rendered(argument, manifests)
        base = base_of(tree, argument)
    if holds_configuration(tree, base):
        found = [Place(tree, argument, base)]
    else:
        found = [Place(tree, _root(argument, base), base) for base in _bases(tree, argument)]
        found = found or [Place(tree, argument, argument)]
        troubles += (*_unopened(tree, argument), *_variables(tree, argument))
    tree.expect([place.base for place in found])
    beside = tuple(_beside(tree, argument, [place.root for place in found]))
    return [msgspec.structs.replace(found[0], troubles=troubles, beside=beside), *found[1:]]


def companions(tree: Tree, root: Path, base: Path) -> list[Path]:
    """Directories beside a configuration directory of kolla that rotate and spread its keys."""
    beside = base.parent
    if base == root or not beside.is_relative_to(root) or not tree.exists(base / "config.json"):
        return []
    return [beside / name for name in _COMPANIONS if tree.is_directory(beside / name)]


def _opened(disk: Tree, argument: Path) -> tuple[Tree, tuple[Trouble, ...]]:
    if disk.is_directory(argument):
        return disk, ()
    if _is_unread(argument):
        why = "kslint does not read archives of this kind"
        return Memory(argument, {}, lambda _: {}), ((argument, why, "unpack it, or use tar"),)
    if is_archive(argument):
        archive = read_archive(argument)
        return archive.tree, tuple((argument, why, _REPACK) for why in archive.troubles)
    return _rendered(argument, [argument])


def _rendered(argument: Path, paths: list[Path]) -> tuple[Tree, tuple[Trouble, ...]]:
    manifest = read_manifests(argument, paths)
    return manifest.tree, manifest.troubles


def _manifests(disk: Tree, argument: Path) -> list[Path]:
    """The manifests in a directory, or in the one that Helm writes them to."""
    folders = (argument, argument / "templates", argument / "keystone" / "templates")
    paths = (folder / name for folder in folders for name in disk.names_in(folder))
    return [path for path in paths if is_manifest(path)]


def _bases(tree: Tree, argument: Path) -> Iterator[Path]:
    """The directories with a configuration, each once and none below another."""
    seen: set[Path] = set()
    looked = 0
    for pattern in _PATTERNS:
        for base in _matching(tree, argument, tuple(pattern.split("/"))):
            looked += 1
            if looked > _MOST:
                return
            real = tree.real(base)
            if not seen.isdisjoint({real, *real.parents}) or not holds_configuration(tree, base):
                continue
            seen.add(real)
            yield base


def _matching(tree: Tree, directory: Path, pattern: tuple[str, ...]) -> Iterator[Path]:
    if not pattern:
        yield directory
        return
    names = tree.names_in(directory) if "*" in pattern[0] else [pattern[0]]
    for name in names:
        path = directory / name
        if fnmatchcase(name, pattern[0]) and name not in SKIPPED and tree.is_directory(path):
            yield from _matching(tree, path, pattern[1:])


def _root(argument: Path, base: Path) -> Path:
    """The top of the node that a configuration directory belongs to, at or below the argument."""
    for tail in _TAILS:
        if base.parts[-len(tail) :] != tuple(tail):
            continue
        root = base.parents[len(tail) - 1]
        if root.is_relative_to(argument):
            return root
    return base


def _beside(tree: Tree, argument: Path, roots: Sequence[Path]) -> Iterator[Path]:
    """What may be a node of which nothing was fetched: it lies where each of several nodes does."""
    if len(roots) < 2 or any(root.parent != argument for root in roots):  # noqa: PLR2004
        return
    taken = {tree.real(root) for root in roots}
    for name in tree.names_in(argument):
        path = argument / name
        is_node = name not in SKIPPED and not name.startswith(".") and tree.is_directory(path)
        if is_node and tree.real(path) not in taken:
            yield path


def _unopened(tree: Tree, argument: Path) -> Iterator[Trouble]:
    """Archives among the files, as a collection of reports from several hosts has them."""
    folders = [argument / name for name in tree.names_in(argument)]
    for folder in (argument, *(path for path in folders if tree.is_directory(path))):
        for name in tree.names_in(folder):
            if name.lower().endswith((*SUFFIXES, *UNREAD_SUFFIXES)):
                why = "it is an archive inside of what was given, and was not opened"
                yield folder / name, why, "unpack it from there and give its own path"


def _variables(tree: Tree, argument: Path) -> Iterator[Trouble]:
    """Variables that OpenStack-Ansible renders keystone's files from."""
    for name in tree.names_in(argument):
        if not any(fnmatchcase(name, pattern) for pattern in _VARIABLES):
            continue
        read = tree.read(argument / name, {})
        content = read.content if isinstance(read, Content) else b""
        names = sorted({found.decode() for found in _OVERRIDES.findall(content)})
        said = f": {', '.join(names)}" if names else ""
        why = f"its variables were not judged, only what OpenStack-Ansible renders{said}"
        remedy = "check what is rendered, /etc/keystone in the containers of keystone"
        yield argument / name, why, remedy
