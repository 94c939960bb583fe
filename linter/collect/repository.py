"""The repository of git that files lie in."""

import os
from collections.abc import Iterator
from pathlib import Path


def top_of(folder: Path) -> Path | None:
    """The nearest folder from this one upward that is a repository's; None where none is."""
    # In a working tree or a submodule it is a file.
    return next((each for each in _upward(folder) if os.path.lexists(each / ".git")), None)


def _upward(folder: Path) -> Iterator[Path]:
    yield folder
    yield from folder.parents
