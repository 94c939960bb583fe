"""Puts on disk what was written, so that it is there after a power cut."""

import os
from pathlib import Path


def sync_folder(folder: Path) -> None:
    """Puts the names in a folder on disk. Raises OSError."""
    _sync(folder, os.O_RDONLY | os.O_DIRECTORY)


def sync_tree(folder: Path) -> None:
    """Puts a folder and all below it on disk, no link followed. Raises OSError."""
    for place, _, names in os.walk(folder, onerror=_raise):
        for name in names:
            path = Path(place, name)
            if not path.is_symlink():
                _sync(path, os.O_RDONLY)
        sync_folder(Path(place))


def _sync(path: Path, flags: int) -> None:
    handle = os.open(path, flags | os.O_CLOEXEC | os.O_NOFOLLOW)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)


def _raise(error: OSError) -> None:
    raise error
