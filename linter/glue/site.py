"""What the files of a CI system have to know of a repository."""

import re
import shlex

import msgspec

from linter import __version__

UNKNOWN_PATH = "etc/keystone"
"""What stands in the files where no configuration was found."""


class Site(msgspec.Struct, frozen=True):
    """A repository: what to check in it, and the series of the upgrade, "" where nobody says.

    `version` is the kslint that its gates use.
    """

    paths: tuple[str, ...] = ()
    source: str = ""
    target: str = ""
    version: str = __version__

    @property
    def checked(self) -> tuple[str, ...]:
        """The words after `kslint check`."""
        return self.paths or (UNKNOWN_PATH,)

    @property
    def command(self) -> str:
        """The command that checks it, as a shell takes it."""
        return shlex.join(["kslint", "check", *self.checked])

    @property
    def changed(self) -> str:
        """A regular expression for the files whose change can change the verdict."""
        if "." in self.checked:
            return ".*"
        folders = [f"{re.escape(path)}(/|$)" for path in self.checked]
        return "|".join(f"^{each}" for each in (*folders, r"kslint\.toml$", r"\.kslint/"))
