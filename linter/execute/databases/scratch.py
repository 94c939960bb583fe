"""Scratch databases: their names, and the marks by which a run knows its own."""

import hashlib
import os
import re
from pathlib import Path

from linter.execute.databases.database import DatabaseError
from linter.execute.databases.dumps import sync_folder

_NAME = re.compile(r"[a-z0-9_]{1,60}")


def scratch_name(plan: str) -> str:
    """The name of a plan's scratch database, which no other plan has."""
    readable = re.sub(r"[^a-z0-9]", "_", plan.lower())[:30]
    return f"kslint_{readable}_{hashlib.sha256(plan.encode()).hexdigest()[:8]}"


def require_name(name: str) -> None:
    """Raises DatabaseError for a name that a scratch database cannot have."""
    if not _NAME.fullmatch(name):
        raise DatabaseError(f"{name!r} is no name for a scratch database: use a to z, 0 to 9 and _")


class Claims:
    """The databases that a run makes, each written down in a folder before it is made.

    What exists and was not written down is somebody else's and never touched.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def claim(self, name: str, *, taken: bool) -> None:
        """Returns when it is on disk that a database is the run's. Raises DatabaseError if not."""
        require_name(name)
        mark = self._mark(name)
        if taken and not mark.exists():
            raise DatabaseError(
                f"{name} exists and was not made by this run: kslint leaves it alone; if it is left"
                " from a plan that was given up, drop it by hand and try again"
            )
        try:
            self._folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            with mark.open("w") as file:
                os.fsync(file.fileno())
            sync_folder(self._folder)
        except OSError as error:
            raise DatabaseError(f"{mark} cannot be written: {error.strerror}") from None

    def holds(self, name: str) -> bool:
        """Whether a database is the run's, if there is one."""
        return self._mark(name).exists()

    def release(self, name: str) -> None:
        """Forgets a database that was dropped."""
        self._mark(name).unlink(missing_ok=True)

    def _mark(self, name: str) -> Path:
        return self._folder / f"{name}.claim"
