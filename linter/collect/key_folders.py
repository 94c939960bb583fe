"""Directories of keys and named files: whether they are there; no key is ever opened."""

import os
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

from linter.collect.named_paths import FILES, KEYS, Name, placed_or_live
from linter.collect.naming import printable
from linter.collect.place import Surroundings
from linter.collect.tree import Tree
from linter.model.facts import Setting
from linter.model.keys import KeyFile, KeyRepository, NamedFile

Place = Callable[[str], Path | None]


def place_of(tree: Tree, base: Path, root: Path, surroundings: Surroundings) -> Place:
    """A function that says where a named path lies, None for outside of what was given."""
    return lambda named: placed_or_live(named, tree, base, root, surroundings)


def named_of(assigned: Mapping[Name, Setting], options: Mapping[Name, str]) -> list[str]:
    """Each path that options name, or that is their default, once."""
    values = [assigned[name].value for name in options if name in assigned]
    return sorted({os.path.normpath(path) for path in (*values, *options.values()) if path})


def repositories(
    assigned: Mapping[Name, Setting], tree: Tree, place: Place, shown: Callable[[Path], str]
) -> Iterator[KeyRepository]:
    """The directories of keys that could be looked for; OSError is why one could not be."""
    for named in named_of(assigned, KEYS):
        path = place(named)
        if path is None:
            continue
        found = _repository(named, path, tree, shown)
        if found is not None:
            yield found


def _repository(
    named: str, path: Path, tree: Tree, shown: Callable[[Path], str]
) -> KeyRepository | None:
    try:
        status = tree.status(path)
        files = tuple(_files(path, tree)) if status and status.is_directory else ()
    except OSError:
        # Walking over the directory says so.
        return None
    real = printable(tree.real(path))
    if status is None and not tree.is_whole:
        return None
    if status is None:
        return KeyRepository(named, shown(path), real, exists=False)
    return KeyRepository(
        named,
        shown(path),
        real,
        files=files,
        mode=status.mode,
        owner=status.owner,
        group=status.group,
    )


def _files(path: Path, tree: Tree) -> Iterator[KeyFile]:
    for name in tree.listed(path):
        status = tree.status(path / name)
        if status is not None and not status.is_directory:
            shown = printable(Path(name))
            yield KeyFile(shown, status.size, status.mode, status.owner, status.group)


def named_files(
    assigned: Mapping[Name, Setting], tree: Tree, place: Place, shown: Callable[[Path], str]
) -> Iterator[NamedFile]:
    """The files that options name and that could be looked for."""
    for named in named_of(assigned, FILES):
        path = place(named)
        if path is None:
            continue
        try:
            status = tree.status(path)
        except OSError:
            continue
        if status is not None or tree.is_whole:
            yield NamedFile(named, shown(path), status is not None and not status.is_directory)
