"""What a single file as argument leaves out of the deployment that it belongs to."""

from collections.abc import Iterator
from pathlib import Path

from linter.collect.naming import printable
from linter.collect.place import MAIN
from linter.collect.tree import Tree
from linter.model.facts import FileKind
from linter.parse.classify import kind_by_name

_POLICY_FOLDER = "policy.d"
"""The default of [oslo_policy] policy_dirs."""


def left_out(tree: Tree, argument: Path, *places: Path) -> list[str]:
    """The names beside keystone.conf that keystone uses with it, unread when only it is given.

    `places` are the directories of configuration that hold something. Empty for a file of any other
    name: nobody can say whether it is a deployment's own.
    """
    if argument.name != MAIN:
        return []
    base = argument.parent
    inside = (place.relative_to(base) for place in places if place.is_relative_to(base))
    return [printable(path) for path in (*inside, *_policies(tree, base))]


def _policies(tree: Tree, base: Path) -> Iterator[Path]:
    for name in tree.names_in(base):
        if kind_by_name(name) is FileKind.POLICY:
            yield Path(name)
    inside = tree.names_in(base / _POLICY_FOLDER)
    if any(kind_by_name(name) is FileKind.POLICY for name in inside):
        yield Path(_POLICY_FOLDER)
