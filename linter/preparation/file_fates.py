"""What becomes of each file on disk, from what the nodes that it belongs to want of it."""

import os
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path, PurePath

import msgspec

from linter.model.facts import FileKind
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import NewFile
from linter.model.snapshot import Node
from linter.preparation.disk_paths import disk_path, renamed, spot
from linter.preparation.entries import Origin
from linter.preparation.tops import Top

_UNDERSTOOD = frozenset(
    {FileKind.POLICY, FileKind.PASTE, FileKind.LOGGING, FileKind.WEB, FileKind.SCRIPT}
)
"""The kinds of other files whose text is judged, where it could be read."""

STARTS = frozenset({FileKind.WEB, FileKind.SCRIPT})
"""The kinds of files that start keystone."""


class Taken(msgspec.Struct, frozen=True):
    """A file that a node has taken up; `lexical` is its path on disk with the links on the way.

    `content` is what was read of it, None for nothing.
    """

    node: str
    shown: str
    kind: FileKind
    lexical: Path
    content: bytes | None = None
    understood: bool = True


class FileFate(msgspec.Struct, frozen=True):
    """What becomes of a file, or of a link; `to` is where it goes, None for where it is.

    `content` is None where the bytes stay what they are.
    """

    origin: Origin
    kind: FileKind
    at: Location
    content: bytes | None = None
    to: Path | None = None

    @property
    def is_change(self) -> bool:
        """Whether anything is other than it was deployed."""
        return self.content is not None or self.origin is Origin.LEFT_OUT


class Wanted(msgspec.Struct, frozen=True):
    """One node's wish for the file or link at `path`, on disk and without links on the way."""

    path: Path
    fate: FileFate


def taken_up(node: Node) -> Iterator[Taken]:
    """The files of a node that lie on disk under one path alone."""
    for shown, kind, content, understood in _files(node):
        path = disk_path(node, shown)
        if path is not None:
            yield Taken(node.name, shown, kind, path, content, understood)


def _files(node: Node) -> Iterator[tuple[str, FileKind, bytes | None, bool]]:
    for file in node.configuration:
        yield file.path, FileKind.CONFIGURATION, file.content, True
    for file in node.domains:
        yield file.path, FileKind.DOMAIN, file.content, True
    for other in node.others:
        content = other.source.content if other.source else None
        understood = other.kind in _UNDERSTOOD and content is not None
        yield other.path, other.kind, content, understood


def wanted(file: Taken, new: NewFile | None, tops: Sequence[Top]) -> Wanted:
    """What is to become of a file that a node has taken up.

    What is edited is the file, wherever links lead to it from, unless it lies outside of what was
    given: then the link to it is. What is left out or goes elsewhere is the link.
    """
    at = Location(file.node, file.shown)
    lexical, real = spot(file.lexical), Path(os.path.realpath(file.lexical))
    inside = any(top.holds(lexical) for top in tops) and not any(top.holds(real) for top in tops)
    if new is None or (new.content == file.content and not new.to):
        return Wanted(real, FileFate(_origin(file), file.kind, at))
    if new.content is None:
        return Wanted(lexical, FileFate(Origin.LEFT_OUT, file.kind, at))
    if new.to in {"", new.path}:
        path = lexical if inside else real
        return Wanted(path, FileFate(Origin.EDITED, file.kind, at, new.content))
    to = _destination(lexical, new)
    return Wanted(lexical, FileFate(Origin.CONVERTED, file.kind, at, new.content, to))


def _origin(file: Taken) -> Origin:
    if file.kind is FileKind.KEY:
        return Origin.KEY
    return Origin.COPIED if file.understood else Origin.NOT_UNDERSTOOD


def _destination(path: Path, new: NewFile) -> Path:
    old, to = PurePath(new.path), PurePath(new.to)
    if old.parent == to.parent:
        return renamed(path, to.name)
    return Path(os.path.normpath(path.parent / os.path.relpath(to, old.parent)))


def settled(wishes: Iterable[Wanted]) -> tuple[dict[Path, FileFate], list[Gap]]:
    """What becomes of each file, and a Gap for each that nodes want to be different things."""
    by_path: dict[Path, list[FileFate]] = {}
    for wish in wishes:
        by_path.setdefault(wish.path, []).append(wish.fate)
    fates, gaps = {}, []
    for path, found in by_path.items():
        binding = _binding(found)
        fates[path] = binding[0] if binding else min(found, key=_rank)
        if len({_outcome(fate) for fate in binding}) > 1:
            fates[path] = as_it_was(fates[path])
            gaps.append(_disagreement(binding))
    return fates, gaps


def as_it_was(fate: FileFate) -> FileFate:
    """The same file, left as it is."""
    return msgspec.structs.replace(fate, origin=Origin.COPIED, content=None, to=None)


def _binding(found: Sequence[FileFate]) -> list[FileFate]:
    """What must come true: changes first, then that a file stays which somebody reads as it is.

    A node that changes a file may know it by other names, under which nothing reads it.
    """
    changes = [fate for fate in found if fate.is_change]
    nodes = {fate.at.node for fate in changes}
    kept = [fate for fate in found if fate.origin is Origin.COPIED]
    read = {FileKind.CONFIGURATION, FileKind.DOMAIN}
    return changes + [fate for fate in kept if fate.kind in read or fate.at.node not in nodes]


def _outcome(fate: FileFate) -> tuple[bytes | None, Path | None, bool]:
    return fate.content, fate.to, fate.origin is Origin.LEFT_OUT


def _rank(fate: FileFate) -> bool:
    return fate.origin is Origin.NOT_UNDERSTOOD


def _disagreement(found: Sequence[FileFate]) -> Gap:
    at = found[0].at
    names = ", ".join(dict.fromkeys(str(fate.at) for fate in found))
    return Gap(
        at.path,
        f"it is one file that would have to become different ones, and stays as it was: {names}",
        "give each node a file of its own, or answer alike for all that share it",
        required=True,
        at=at,
    )
