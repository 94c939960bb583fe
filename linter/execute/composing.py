"""Makes the new configuration directory beside the one in force, complete and on disk."""

import os
import shutil
import stat
from collections.abc import Iterable, Mapping
from pathlib import Path

import msgspec

from linter.execute.durable import sync_tree
from linter.execute.in_force import InForce
from linter.execute.prepared_part import files_below

_MAIN = Path("keystone.conf")


class Parts(msgspec.Struct, frozen=True):
    """What a new directory is made of: each file by its path, and from where it is taken.

    `kept` come from the directory in force, `prepared` from the other.
    """

    kept: Mapping[Path, Path]
    prepared: Mapping[Path, Path]


def parts(force: InForce, prepared: Path, judged: Iterable[str]) -> Parts:
    """What becomes of each file. Raises StepError.

    Of what the report judged, the prepared file counts, and its absence too. Everything else stays
    as it is in force now: it was only copied when the files were prepared, and a key or a
    certificate has been renewed since. A key that is gone now was rotated away.
    """
    now, made = files_below(force.folder), files_below(prepared)
    known = {Path(path) for path in judged}
    kept = {path: now[path] for path in now if force.is_key(path) or path not in known}
    new = {path: made[path] for path in made if path not in kept and not force.is_key(path)}
    return Parts(kept, new)


def compose(force: InForce, found: Parts, draft: Path) -> None:
    """Writes the directory, for its owner alone until it is complete. Raises OSError."""
    draft.mkdir(mode=0o700)
    for path, source in (*found.kept.items(), *found.prepared.items()):
        _make(force.folder, draft, path.parent)
        _copy(source, draft / path)
        if path in found.prepared:
            _as_in_force(force.folder, draft, path)
    for place, _, _ in os.walk(force.folder):
        # Empty folders too: keystone reads domains from one that has to be there.
        _make(force.folder, draft, Path(place).relative_to(force.folder))
    for place, _, _ in os.walk(draft, topdown=False):
        _as_in_force(force.folder, draft, Path(place).relative_to(draft))
    sync_tree(draft)


def put_keys(source: Path, force: InForce, place: Path) -> None:
    """Copies the keys of one directory over those of another, none of which is taken away.

    What is there under a key's name is replaced whole or not at all. Raises OSError, StepError.
    """
    for path, key in files_below(source).items():
        there = place / path
        if not force.is_key(path) or (there.is_file() and _same(key, there)):
            continue
        _make(source, place, path.parent)
        draft = there.with_name(f".{there.name}.kslint-key")
        draft.unlink(missing_ok=True)
        _copy(key, draft)
        _owned(draft, key)
        draft.replace(there)
    sync_tree(place)


def _copy(source: Path, place: Path) -> None:
    if not source.is_symlink():
        # Nobody else may read what holds a password before it has its owner.
        os.close(os.open(place, os.O_WRONLY | os.O_CREAT | os.O_EXCL | os.O_CLOEXEC, 0o600))
    shutil.copy2(source, place, follow_symlinks=False)
    _owned(place, source)


def _make(source: Path, place: Path, folder: Path) -> None:
    """Makes a folder and those above it; what has no like in force gets its mode in the end."""
    if folder == Path() or (place / folder).is_dir():
        return
    _make(source, place, folder.parent)
    (place / folder).mkdir(mode=0o700)


def _as_in_force(force: Path, draft: Path, path: Path) -> None:
    """Gives owner, group, mode and labels of the same file in force, else of one that is like it.

    Those of the prepared files are of whoever prepared them, perhaps on another machine.
    """
    place = draft / path
    if place.is_symlink():
        return
    likeness = _likeness(force, path, is_folder=place.is_dir())
    _owned(place, likeness)
    shutil.copystat(likeness, place)


def _likeness(force: Path, path: Path, *, is_folder: bool) -> Path:
    """What is in force under a path, else keystone.conf, or the folder, that is nearest above."""
    for near in (path, *(parent / _MAIN for parent in path.parents), *path.parents):
        found = force / near
        if not found.is_symlink() and found.exists() and found.is_dir() == is_folder:
            return found
    return force


def _owned(place: Path, like: Path) -> None:
    """Gives owner and group, which take root where they are somebody else's. Raises OSError."""
    wanted, found = like.lstat(), place.lstat()
    if (wanted.st_uid, wanted.st_gid) != (found.st_uid, found.st_gid):
        os.chown(place, wanted.st_uid, wanted.st_gid, follow_symlinks=False)
        if not place.is_symlink():
            place.chmod(stat.S_IMODE(wanted.st_mode))


def _same(one: Path, other: Path) -> bool:
    return one.read_bytes() == other.read_bytes()
