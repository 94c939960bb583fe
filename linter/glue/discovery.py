"""Finds the configuration of keystone in a repository, as words for a command line."""

import os
import re
from collections.abc import Sequence
from pathlib import Path

from linter.collect.disk import Disk
from linter.collect.layouts import Place, places_in
from linter.collect.place import holds_configuration

_INERT = re.compile(r"[\w@%+=:,./][\w@%+=:,./ -]*")
"""Names that mean nothing in a shell, in YAML, or in an expression of a CI system."""


class PathError(Exception):
    """A path that cannot stand in the files of a CI system; the text names it."""


def paths_of(folder: Path) -> tuple[str, ...]:
    """What to give `kslint check` in a repository, relative to it; nothing where nothing is found.

    One directory above several deployments stands for them, so that one that is added is found.
    Raises PathError.
    """
    bases = _bases(folder)
    if len(bases) > 1:
        above = Path(os.path.commonpath(bases))
        if _bases(above) == bases:
            bases = [above]
    return tuple(inert(os.path.relpath(base, folder)) for base in bases)


def inert(path: str) -> str:
    """The path, where it can stand in a shell's line and in YAML. Raises PathError."""
    if _INERT.fullmatch(path):
        return path
    raise PathError(
        f"{path!r} has characters that would mean something in a CI system's files: rename it"
    )


def _bases(folder: Path) -> list[Path]:
    return sorted({_base(place, folder) for place in _found(folder)})


def _found(folder: Path) -> Sequence[Place]:
    places = places_in(Disk(()), folder)
    return [place for place in places if holds_configuration(place.tree, place.base)]


def _base(place: Place, folder: Path) -> Path:
    """Where a deployment lies; what a manifest or an archive holds is found by its directory."""
    return place.base if isinstance(place.tree, Disk) else folder
