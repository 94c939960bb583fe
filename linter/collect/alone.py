"""What a single file as argument leaves out of the deployment that it belongs to."""

from collections.abc import Iterator
from pathlib import Path

from linter.collect.naming import printable
from linter.collect.place import MAIN, names_in
from linter.model.facts import FileKind
from linter.parse.classify import kind_by_name

_POLICY_FOLDER = "policy.d"
"""The default of [oslo_policy] policy_dirs."""


def left_out(argument: Path, *places: Path) -> list[str]:
    """The names beside keystone.conf that keystone uses with it, unread when only it is given.

    `places` are the directories of configuration that hold something. Empty for a file of any other
    name: nobody can say whether it is a deployment's own.
    """
    if argument.name != MAIN:
        return []
    base = argument.parent
    inside = (place.relative_to(base) for place in places if place.is_relative_to(base))
    return [printable(path) for path in (*inside, *_policies(base))]


def _policies(base: Path) -> Iterator[Path]:
    for name in names_in(base):
        if kind_by_name(name) is FileKind.POLICY:
            yield Path(name)
    if any(kind_by_name(name) is FileKind.POLICY for name in names_in(base / _POLICY_FOLDER)):
        yield Path(_POLICY_FOLDER)
