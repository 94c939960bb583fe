"""The arguments as they lie on disk, and where each stands in the prepared directory."""

import os
from collections.abc import Sequence
from itertools import combinations
from pathlib import Path, PurePath

import msgspec

from linter.collect.naming import node_names, printable
from linter.model.snapshot import Node
from linter.preparation.entries import TreeError


class Top(msgspec.Struct, frozen=True):
    """A folder that was given, or that of a file that was; `alone` is then the file's name.

    `lexical` is its path with the links that were given, `real` without any. `name` is its folder
    in the prepared directory, "" where nothing else was given.
    """

    lexical: Path
    real: Path
    alone: str
    name: str

    @property
    def held(self) -> Path:
        """The folder or file that was given, for telling whether one holds another."""
        return self.real / self.alone

    def holds(self, physical: Path) -> bool:
        """Whether a path without links lies in what was given."""
        return physical == self.held or (not self.alone and physical.is_relative_to(self.real))

    def place(self, physical: Path) -> str:
        """The path in the prepared directory of what it holds."""
        return (PurePath(self.name) / physical.relative_to(self.real)).as_posix()


def tops_of(arguments: Sequence[str]) -> tuple[Top, ...]:
    """The arguments in their order, each once. Raises TreeError where one holds another."""
    given = list(dict.fromkeys(os.path.normpath(each) for each in arguments))
    found = [_top(each) for each in given]
    for one, other in combinations(found, 2):
        for outer, inner in ((one, other), (other, one)):
            if outer.holds(inner.held):
                raise TreeError(
                    f"{printable(inner.held)}: it is given twice, by itself and with "
                    f"{printable(outer.held)}; give one of them"
                )
    names = node_names([str(top.lexical / top.alone) for top in found])
    # Absolute paths have no "..", and so no name leads out of the prepared directory.
    return tuple(
        msgspec.structs.replace(top, name=name.lstrip("/"))
        for top, name in zip(found, names, strict=True)
    )


def _top(argument: str) -> Top:
    path = Path(argument).absolute()
    lexical = Path(os.path.normpath(path))
    alone = "" if lexical.is_dir() else lexical.name
    folder = lexical.parent if alone else lexical
    return Top(folder, Path(os.path.realpath(folder)), alone, "")


def top_of(node: Node, tops: Sequence[Top]) -> Top:
    """The argument that a node was found in. Raises TreeError for one that lies in an archive."""
    root = Path(os.path.normpath(node.root.path))
    if not node.root.path:
        raise TreeError(
            f"{node.name or 'what was given'}: its files lie in an archive or a manifest, and "
            "nothing says how to put them back; unpack it first, and give the directory"
        )
    own = {file.path for file in (*node.configuration, *node.domains)}
    own |= {other.path for other in node.others}
    beside = [top for top in tops if top.alone and root == top.lexical]
    # A file that could not be read is none of the node's.
    alone = [top for top in beside if printable(Path(top.alone)) in own] or beside
    holding = [top for top in tops if not top.alone and root.is_relative_to(top.lexical)]
    found = alone or sorted(holding, key=lambda top: len(top.lexical.parts))[-1:]
    if not found:
        raise TreeError(f"{printable(root)}: it is not in what was given; give it by itself")
    return found[0]
