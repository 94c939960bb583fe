"""What scripts, crontabs and units run of keystone."""

import msgspec

from linter.model.location import Location


class Invocation(msgspec.Struct, frozen=True):
    """One call of a program of keystone.

    `words` follow it on the line up to the end of the command, and may hold a secret: for judging
    only. `command` is the one of keystone-manage, "" where it cannot be told.
    """

    program: str
    command: str
    words: tuple[str, ...]
    at: Location


class Rotation(msgspec.Struct, frozen=True):
    """A line of a crontab that rotates the keys of tokens; `every` is in seconds."""

    every: int
    at: Location


class ScriptFile(msgspec.Struct, frozen=True):
    """One file, with each call in order."""

    node: str
    path: str
    sha256: str
    invocations: tuple[Invocation, ...] = ()
    rotations: tuple[Rotation, ...] = ()
