"""Plans of real commands in a folder of their own, and the verbs on them as real processes."""

import json
import os
import signal
import subprocess
import sys
from collections.abc import Iterator, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import jsonschema
import msgspec
from msgspec.structs import replace

from linter.execute.commands import process_of
from linter.execute.journal import Entry, read_journal
from linter.execute.living import is_alive
from linter.execute.standing import schema
from linter.model.plan import AnyStep, CommandStep, Origin, Override, Plan
from linter.model.site import Machine, Packages, Service, Site
from linter.plan.writing import written

# The verbs are not wired yet. KILL is "before 3" or "after 3": the entry of the journal at which
# the process is killed as by a power cut. CLOCK are seconds that the clock is wrong by, ROOM the
# bytes that a file may have.
DRIVER = """
import os, resource, signal, sys
from datetime import timedelta
from linter.cli import executing, main
from linter.execute.journal_file import Journal

main.VERBS |= dict.fromkeys(("apply", "resume", "status", "rollback"), "a verb")
moment, _, number = os.environ.get("KILL", "").partition(" ")
add, count, now = Journal.add, 0, executing._now

def counted(self, *words, **named):
    global count
    count += 1
    if moment == "before" and count == int(number):
        os.kill(os.getpid(), signal.SIGKILL)
    entry = add(self, *words, **named)
    if moment == "after" and count == int(number):
        os.kill(os.getpid(), signal.SIGKILL)
    return entry

if "ROOM" in os.environ:
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (int(os.environ["ROOM"]), -1))
Journal.add = counted
executing._now = lambda: now() + timedelta(seconds=int(os.environ.get("CLOCK", "0")))
sys.exit(main.main())
"""
SCRIPT = """
echo {id} begins >> ledger
if [ -e fail.{id} ]; then exit 7; fi
if [ -e kill.{id} ]; then rm kill.{id}; kill -{signal} $PPID; sleep 0.3; fi
touch made.{id}
echo {id} ends >> ledger
"""
TAKEN_BACK = """
if [ -e stuck.{id} ]; then exit 8; fi
if [ -e cut.{id} ]; then rm cut.{id}; kill -9 $PPID; sleep 0.3; fi
rm -f made.{id}
echo {id} back >> ledger
"""
VERIFIED = "if [ -e wrong.{id} ]; then exit 9; fi; test -e made.{id}"
NAMES = ("one", "two", "three")


class Drill(msgspec.Struct, frozen=True):
    """A folder with a plan in it."""

    folder: Path
    plan: Plan

    @property
    def path(self) -> Path:
        """The file of the plan."""
        return self.folder / "plan.yaml"

    @property
    def journal(self) -> Path:
        """The journal of the plan."""
        return self.folder / "state" / self.plan.id / "journal"

    def entries(self) -> tuple[Entry, ...]:
        """What the journal says."""
        return read_journal(self.journal).entries

    def made(self) -> list[str]:
        """The steps whose result is there."""
        return [name for name in NAMES if (self.folder / f"made.{name}").exists()]

    def ledger(self) -> list[str]:
        """What the commands themselves say that they did."""
        path = self.folder / "ledger"
        return path.read_text(encoding="utf-8").splitlines() if path.exists() else []

    def mark(self, name: str) -> Path:
        """A file that has a command fail or kill, until it is removed."""
        path = self.folder / name
        path.touch()
        return path

    def write(self, plan: Plan) -> None:
        """Puts another plan in the file."""
        self.path.write_text(written(plan), encoding="utf-8")

    def begin(self, *words: str, **environment: str) -> "subprocess.Popen[str]":
        """A verb that runs."""
        return subprocess.Popen(
            [sys.executable, "-c", DRIVER, words[0], str(self.path), *words[1:]],
            env={**os.environ, **environment}, stdin=subprocess.DEVNULL, text=True,
            stdout=subprocess.PIPE, stderr=subprocess.PIPE, cwd=self.folder,
        )  # fmt: skip

    def run(self, *words: str, **environment: str) -> "subprocess.CompletedProcess[str]":
        """A verb that has ended."""
        with self.begin(*words, **environment) as process:
            out, err = process.communicate(timeout=60)
        return subprocess.CompletedProcess(words, process.returncode, out, err)

    def status(self) -> dict[str, Any]:
        """What `kslint status` says, which keeps to the shape that is published."""
        told: dict[str, Any] = json.loads(self.run("status", "--format", "json").stdout)
        jsonschema.validate(told, schema())
        return told

    def end(self, process: "subprocess.Popen[str]") -> None:
        """Ends a verb with all that it has started."""
        process.kill()
        process.communicate()
        self.sweep()

    def sweep(self) -> None:
        """Ends what an executor that was killed has left running."""
        for entry in self.entries():
            child = process_of(entry.facts)
            if child and is_alive(child):
                os.killpg(child.pid, signal.SIGKILL)

    def kill(self, step: str) -> None:
        """Has a step kill its executor while it works."""
        self.mark(f"kill.{step}")


def command(folder: Path, name: str, *, number: int = signal.SIGKILL, **fields: object) -> AnyStep:
    """A step that leaves a file behind, and that can be told to fail or to kill."""

    def words(script: str) -> tuple[str, ...]:
        told = script.format(id=name, signal=int(number))
        return ("sh", "-c", f"cd {folder} && {{ {told.strip()}\n}}")

    step = CommandStep(
        id=name,
        title=f"Make {name}",
        undo="Removes it.",
        repeatable=True,
        limit=20,
        run=words(SCRIPT),
        verify=words(VERIFIED),
        revert=words(TAKEN_BACK),
    )
    return replace(step, **fields)


def drill(folder: Path, *steps: AnyStep, overrides: Sequence[Override] = ()) -> Drill:
    """A folder with a plan of these steps, of three that make a file each where there are none."""
    (folder / "etc").mkdir()
    (folder / "etc" / "keystone.conf").write_text(
        "[database]\nconnection = mysql+pymysql://k:hunter-2-hunter@db/k\n", encoding="utf-8"
    )
    machine = Machine(
        name="ctl1",
        address="http://127.0.0.1:9/v3",
        services=(Service("systemd", unit="apache2.service"),),
        packages=Packages("none"),
    )
    plan = Plan(
        kslint_plan=1,
        id="2024.1-2025.1-offline-00000000",
        source="2024.1",
        target="2025.1",
        strategy="offline",
        origin=Origin("0" * 64, "GO", datetime(2026, 4, 1, tzinfo=UTC)),
        overrides=tuple(overrides),
        site=Site(
            (machine,),
            configuration=str(folder / "etc"),
            state=str(folder / "state"),
            backups=str(folder / "backups"),
        ),
        steps=steps or tuple(command(folder, name) for name in NAMES),
    )
    there = Drill(folder, plan)
    there.write(plan)
    return there


def ways(entries: Sequence[Entry]) -> Iterator[tuple[str, str]]:
    """What happened, and to which step."""
    return ((entry.what, entry.step) for entry in entries)
