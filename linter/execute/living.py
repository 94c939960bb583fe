"""Whether a process that was written down still runs, whoever started it."""

import time
from collections.abc import Callable
from pathlib import Path

from linter.execute.commands import Process

_PROC = Path("/proc")
_TICKS = 19
"""Where the start time stands behind the name of the program (proc_pid_stat(5), field 22)."""
_ENDED = frozenset("ZXx")
_PAUSE = 0.2


def process_named(pid: int) -> Process:
    """The process that has a number now. Raises OSError if there is none."""
    return Process(pid, int(_status(pid)[_TICKS]), _boot())


def is_alive(process: Process) -> bool:
    """Whether it still runs; one that has ended and was not waited for does not."""
    try:
        status = _status(process.pid)
    except OSError:
        return False
    is_same = int(status[_TICKS]) == process.started and _boot() == process.boot
    return is_same and status[0] not in _ENDED


def wait_for(
    process: Process,
    seconds: float,
    monotonic: Callable[[], float] = time.monotonic,
    sleep: Callable[[float], None] = time.sleep,
) -> bool:
    """Whether a process that need not be a child ended within some seconds.

    How it ended nobody can say but who started it.
    """
    end = monotonic() + seconds
    while is_alive(process):
        if monotonic() >= end:
            return False
        sleep(_PAUSE)
    return True


def _status(pid: int) -> list[str]:
    """What stands behind the name of the program, which may hold blanks and brackets itself."""
    text = (_PROC / str(pid) / "stat").read_text(encoding="utf-8", errors="replace")
    return text.rpartition(")")[2].split()


def _boot() -> str:
    return (_PROC / "sys/kernel/random/boot_id").read_text(encoding="ascii").strip()
