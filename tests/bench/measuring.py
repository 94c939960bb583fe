"""Measures what commands take, and holds that against goals."""

import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from tests.real.releases import ROOT

Command = Sequence[str | Path]

KILOBYTE = 1024
BETWEEN = 0.01
BUILD = ROOT / "build"
_HEAD = f"| {'Goal':52} |  Measured |  At most |     |\n|{'-' * 54}|----------:|---------:|-----|"


class Goal(msgspec.Struct, frozen=True):
    """A measured figure and the highest that it may be."""

    name: str
    measured: float
    limit: float
    unit: str = ""

    @property
    def is_met(self) -> bool:
        """True if the figure is no higher than its limit."""
        return self.measured <= self.limit


# A process begins with the peak of the one that started it, so a small one is put between.
LAUNCHER = """
import os, resource, sys
done = os.spawnv(os.P_WAIT, sys.argv[1], sys.argv[1:])
print(resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss, file=sys.stderr)
sys.exit(done)
"""


def seconds(command: Command, folder: Path | None = None) -> float:
    """The wall time of a run whose output is thrown away; a crash fails the benchmark."""
    begun = time.perf_counter()
    done(command, folder)
    return time.perf_counter() - begun


def megabytes(command: Command) -> float:
    """The peak memory of a run of one process."""
    launched: list[str | Path] = [sys.executable, "-I", "-S", "-c", LAUNCHER, *command]
    return int(done(launched).stderr.split()[-1]) / KILOBYTE


def megabytes_of_all(command: Command) -> float:
    """The most memory that all processes of a run have together, looked at again and again.

    What several of them share counts once.
    """
    peak = 0
    with subprocess.Popen(command, stdout=subprocess.DEVNULL) as process:
        while process.poll() is None:
            peak = max(peak, sum(map(_kilobytes, _family(process.pid))))
            time.sleep(BETWEEN)
    return peak / KILOBYTE


def done(command: Command, folder: Path | None = None) -> subprocess.CompletedProcess[str]:
    """A run that went well; raises RuntimeError for one that did not."""
    ended = subprocess.run(
        command,
        stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, text=True, check=False, cwd=folder,
    )  # fmt: skip
    if ended.returncode not in {0, 1, 3} or "Traceback" in ended.stderr:
        raise RuntimeError(f"{command[0]} ended with {ended.returncode}: {ended.stderr}")
    return ended


def table(goals: Sequence[Goal]) -> str:
    """The goals as a table, each with its figure."""
    return "\n".join([_HEAD, *(_row(goal) for goal in goals), ""])


def _row(goal: Goal) -> str:
    said = "met" if goal.is_met else "MISSED"
    measured, limit = f"{goal.measured:.2f}{goal.unit}", f"{goal.limit:g}{goal.unit}"
    return f"| {goal.name:52} | {measured:>9} | {limit:>8} | {said} |"


def _family(pid: int) -> Iterator[int]:
    yield pid
    try:
        children = Path(f"/proc/{pid}/task/{pid}/children").read_text(encoding="ascii")
    except OSError:
        return
    for child in children.split():
        yield from _family(int(child))


def _kilobytes(pid: int) -> int:
    """The memory of a process, of what it shares only its share; none once it has ended."""
    try:
        text = Path(f"/proc/{pid}/smaps_rollup").read_text(encoding="ascii")
    except OSError:
        return 0
    return next((int(line.split()[1]) for line in text.splitlines() if line.startswith("Pss:")), 0)
