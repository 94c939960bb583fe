"""Which processes of a service there are, as the kernel tells."""

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

from linter.execute.commands import Process
from linter.execute.living import is_alive, process_named

_PROC = Path("/proc")
_PARENT = 1
"""Where the parent stands behind the name of the program (proc_pid_stat(5), field 4)."""


def running(text: str, *, in_containers: bool = False) -> tuple[Process, ...]:
    """The processes whose command line has a text in it, but kslint and what it was started by.

    Those of other containers are left out where they can be told, unless asked for. No text finds
    none.
    """
    return tuple(_found(text, in_containers=in_containers)) if text else ()


def now() -> Process:
    """The moment, as one after which processes are new: its number is that of kslint itself."""
    # Some containers are shown an uptime of their own in /proc/uptime.
    seconds = time.clock_gettime(time.CLOCK_BOOTTIME)
    own = process_named(os.getpid())
    return Process(own.pid, int(seconds * os.sysconf("SC_CLK_TCK")), own.boot)


def is_older(process: Process, moment: Process) -> bool:
    """Whether a process began before a moment; none has outlived a boot."""
    return process.boot == moment.boot and process.started < moment.started


def _found(text: str, *, in_containers: bool) -> Iterator[Process]:
    own = set(_ancestors(os.getpid()))
    space = _space(os.getpid())
    for folder in _PROC.iterdir():
        if not folder.name.isdecimal() or int(folder.name) in own:
            continue
        pid = int(folder.name)
        with suppress(OSError):
            words = (folder / "cmdline").read_bytes().replace(b"\0", b" ")
            if os.fsencode(text) not in words:
                continue
            if not in_containers and _space(pid) != space:
                continue
            process = process_named(pid)
            if is_alive(process):
                yield process


def _ancestors(pid: int) -> Iterator[int]:
    while pid > 0:
        yield pid
        try:
            status = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
        except OSError:
            return
        pid = int(status.rpartition(")")[2].split()[_PARENT])


def _space(pid: int) -> str:
    """The namespace that a process is numbered in; where that is hidden, that of kslint."""
    try:
        return os.readlink(_PROC / str(pid) / "ns" / "pid")  # noqa: PTH115  no path but a name
    except OSError:
        return os.readlink(_PROC / "self" / "ns" / "pid")  # noqa: PTH115  no path but a name
