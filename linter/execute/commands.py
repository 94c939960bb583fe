"""Programs that the executor runs: what they are given, how they ended, whether they still run."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Protocol

import msgspec


class Command(msgspec.Struct, frozen=True):
    """A program with its arguments, none of which is a secret.

    `environment` is added to the little that is inherited (PATH, language, proxies) and may hold
    secrets, as the content of `stdin` may. `user` is who runs it, "" for whoever runs kslint.
    `limit` are the seconds after which it is stopped, with all that it started; what is not
    `killable`, because the database would be left half changed, lives on. `output` is the file that
    what it writes goes to, masked; `result` one that its stdout goes to instead, byte for byte.
    """

    words: tuple[str, ...]
    limit: int
    output: Path
    environment: Mapping[str, str] = {}
    user: str = ""
    folder: str = "/"
    stdin: Path | None = None
    result: Path | None = None
    umask: int = 0o022
    killable: bool = True


class Process(msgspec.Struct, frozen=True):
    """A process that was started: it is the same one only if all of this is the same.

    `started` are the clock ticks since the boot that `boot` names, which no clock changes.
    """

    pid: int
    started: int
    boot: str


class Ended(msgspec.Struct, frozen=True):
    """How a command ended: its exit code, negative for a signal, None where time was up.

    `told` are the last lines that it wrote, masked and safe to print. `running` is the process
    where time was up and it lives on.
    """

    code: int | None
    seconds: float
    told: str = ""
    running: Process | None = None


class CommandError(Exception):
    """A program that could not be started; the sentence says which and why."""


class Runner(Protocol):
    """Runs one command at a time."""

    def run(self, command: Command, started: Callable[[Process], None] | None = None) -> Ended:
        """How it ended; `started` hears of the process before the program begins to run.

        What `started` raises keeps the program from running. An interrupt of the executor, or its
        end, leaves the program running. Raises CommandError.
        """


def facts_of(process: Process) -> Mapping[str, str]:
    """What a journal keeps of a process."""
    return {"pid": str(process.pid), "started": str(process.started), "boot": process.boot}


def process_of(facts: Mapping[str, str]) -> Process | None:
    """The process that facts of a journal speak of, None if they speak of none."""
    pid, started = facts.get("pid", ""), facts.get("started", "")
    if not (pid.isdecimal() and started.isdecimal()):
        return None
    return Process(int(pid), int(started), facts.get("boot", ""))
