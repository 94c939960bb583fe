"""Programs that the executor runs: what they are given, how they ended, whether they still run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import msgspec


class Command(msgspec.Struct, frozen=True):
    """A program with its arguments, none of which is a secret.

    `environment` is added to what is inherited and may hold secrets, as the content of `stdin` may.
    `user` is who runs it, "" for whoever runs kslint; `limit` are the seconds after which it is
    stopped. `output` is the file that what it writes goes to, masked; `result` one that its stdout
    goes to instead, byte for byte.
    """

    words: tuple[str, ...]
    limit: int
    output: Path
    environment: Mapping[str, str] = {}
    user: str = ""
    folder: str = "/"
    stdin: Path | None = None
    result: Path | None = None


class Process(msgspec.Struct, frozen=True):
    """A process that was started: it is the same one only if all of this is the same."""

    pid: int
    started: int
    boot: str


class Ended(msgspec.Struct, frozen=True):
    """How a command ended: its exit code, negative for a signal, None where time was up.

    `told` are the last lines that it wrote, masked and safe to print.
    """

    code: int | None
    seconds: float
    told: str = ""


class CommandError(Exception):
    """A program that could not be started; the sentence says which and why."""


class Runner(Protocol):
    """Runs one command at a time."""

    def run(self, command: Command, started: Callable[[Process], None] | None = None) -> Ended:
        """How it ended; `started` hears of the process before this returns. Raises CommandError."""
