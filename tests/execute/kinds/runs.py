"""Runs of single steps on this machine, with a journal in memory and real commands."""

import time
from collections.abc import Mapping
from datetime import UTC, datetime
from pathlib import Path

from msgspec.structs import replace

from linter.execute.journal import Entry, What
from linter.execute.masking import Secrets
from linter.execute.processes import Processes
from linter.execute.running import Kind, Run, Settled, StepError
from linter.model.plan import AnyStep, Origin, Plan
from linter.model.site import Machine, Packages, Site

NOW = datetime(2026, 4, 1, tzinfo=UTC)
NOWHERE = "http://127.0.0.1:9/v3"
CODE = Packages("none")


class Memory:
    """A journal that is as long as a test."""

    def __init__(self) -> None:
        self.entries: list[Entry] = []

    def add(
        self, what: What, step: str = "", said: str = "", facts: Mapping[str, str] | None = None
    ) -> Entry:
        """The entry as it was kept."""
        entry = Entry(len(self.entries) + 1, NOW, what, step, said, facts or {})
        self.entries.append(entry)
        return entry


class Trial:
    """A plan of one step for one machine, carried out as the engine does."""

    def __init__(self, folder: Path, step: AnyStep, machine: Machine, **site: object) -> None:
        self.step = step
        self.journal = Memory()
        self.told: list[str] = []
        place = folder / "run"
        place.mkdir(mode=0o700, exist_ok=True)
        plan = Plan(
            kslint_plan=1,
            id="hop",
            source="2024.1",
            target="2025.1",
            strategy="offline",
            origin=Origin("", "GO", None),
            site=replace(Site((machine,), user=""), **site),
            steps=(step,),
        )
        self._run = Run(
            plan=plan,
            journal=self.journal,
            history=(),
            runner=Processes(Secrets(), grace=1),
            folder=place,
            monotonic=time.monotonic,
            sleep=time.sleep,
            tell=self.told.append,
        )

    @property
    def run(self) -> Run:
        """The run with all that was written down so far."""
        return replace(self._run, history=tuple(self.journal.entries))

    def change(self, **fields: object) -> None:
        """Gives the run other values."""
        self._run = replace(self._run, **fields)

    def begin(self, kind: Kind) -> Mapping[str, str]:
        """Carries the step out; what is written down of it."""
        kind.ready(self.step, self.run)
        self.journal.add("started", self.step.id)
        facts = kind.act(self.step, self.run)
        self.journal.add("acted", self.step.id, facts=facts)
        return facts

    def do(self, kind: Kind) -> Mapping[str, str]:
        """Carries the step out and verifies it."""
        facts = self.begin(kind)
        more = kind.check(self.step, self.run)
        self.journal.add("done", self.step.id, facts=more)
        return {**facts, **more}

    def settle(self, kind: Kind) -> Settled:
        """What became of the step."""
        return kind.settle(self.step, self.run)

    def undo(self, kind: Kind) -> None:
        """Takes the step back."""
        self.journal.add("undoing", self.step.id)
        kind.undo(self.step, self.run)
        self.journal.add("undone", self.step.id)

    def failure(self, kind: Kind) -> str:
        """What the step says that fails."""
        try:
            self.do(kind)
        except StepError as error:
            self.journal.add("failed", self.step.id)
            return str(error)
        raise AssertionError
