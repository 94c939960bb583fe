"""What is known of a deployment's keys without ever reading one."""

import msgspec


class KeyFile(msgspec.Struct, frozen=True, order=True):
    """A file in a repository of keys; mode, owner and group only where they mean something."""

    name: str
    size: int
    mode: int | None = None
    owner: str = ""
    group: str = ""

    @property
    def number(self) -> int | None:
        """The number that keystone takes the name for, None where it passes over the file."""
        try:
            # As keystone.common.fernet_utils does, so "01" is 1 as well.
            return int(self.name)
        except ValueError:
            return None


class KeyRepository(msgspec.Struct, frozen=True):
    """A directory of keys that was looked for where the configuration names it.

    `named` is its path as keystone sees it, `path` as findings show it. `real` tells whether two
    are one directory, never to be shown. `files` are empty where it does not exist.
    """

    named: str
    path: str
    real: str
    exists: bool = True
    files: tuple[KeyFile, ...] = ()
    mode: int | None = None
    owner: str = ""
    group: str = ""

    @property
    def numbered(self) -> tuple[KeyFile, ...]:
        """The files that keystone takes for keys, by their numbers, empty ones too."""
        found = [(file.number, file) for file in self.files if file.number is not None]
        return tuple(file for _, file in sorted(found))


class NamedFile(msgspec.Struct, frozen=True):
    """A file that an option names, which was looked for: `path` as findings show it."""

    named: str
    path: str
    exists: bool
