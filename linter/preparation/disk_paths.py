"""Where the files of a node lie on disk, whose paths are known as findings show them."""

import os
from pathlib import Path

from linter.collect.naming import printable
from linter.model.snapshot import Node


def disk_path(node: Node, shown: str) -> Path | None:
    """What a path of a node means on disk; None for nothing, and where two are shown alike."""
    if shown in node.root.beside:
        return _below(Path.cwd(), shown)
    if shown.startswith("/"):
        return _below(Path("/"), shown)
    return _below(Path(node.root.path), shown)


def spot(path: Path) -> Path:
    """The path without links on the way; what it leads to may be one itself."""
    return Path(os.path.realpath(path.parent)) / path.name


def renamed(path: Path, shown: str) -> Path:
    """The path beside another one that is shown by a new name, which may only end otherwise."""
    if printable(Path(path.name)) == path.name:
        return path.with_name(shown)
    # Only the ending can be told from the escapes of a name that cannot be printed.
    return path.with_suffix(Path(shown).suffix)


def _below(folder: Path, shown: str) -> Path | None:
    path = folder
    for part in shown.split("/"):
        if part in {"", "."}:
            continue
        found = _named(path, part)
        if found is None:
            return None
        path = found
    return path if os.path.lexists(path) else None


def _named(folder: Path, shown: str) -> Path | None:
    if "\\" not in shown and " " not in shown:
        return folder / shown
    try:
        names = [name for name in os.listdir(folder) if printable(Path(name)) == shown]  # noqa: PTH208  names are all that is asked for
    except OSError:
        return None
    return folder / names[0] if len(names) == 1 else None
