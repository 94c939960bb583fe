"""Where what is checked lies in the repository that a gate judges."""

import os
from collections.abc import Mapping
from pathlib import Path

from linter.collect.naming import printable
from linter.collect.repository import top_of
from linter.model.snapshot import Root
from linter.report.places import Folders

_ELSEWHERE = "/"
"""What no path below it lies in a repository by."""


def folders_of(roots: Mapping[str, Root], working: Path) -> Folders:
    """The folders of nodes as seen from the top of the repository that `working` is in.

    Where it is in none, it counts as the top. What lies outside of it is seen from the top of its
    own repository.
    """
    here = _real(working)
    top = top_of(here) or here
    nodes = {node: _seen(root, top) for node, root in roots.items()}
    beside = frozenset(path for root in roots.values() for path in root.beside)
    return Folders(nodes, printable(here.relative_to(top)), beside)


def _seen(root: Root, top: Path) -> str:
    if not root.path:
        return _ELSEWHERE
    folder = _real(Path(root.path))
    own = top if folder.is_relative_to(top) else top_of(folder)
    return printable(folder.relative_to(own)) if own else _ELSEWHERE


def _real(folder: Path) -> Path:
    """The folder with all links followed, for a repository holds what they lead to."""
    return Path(os.path.realpath(folder))
