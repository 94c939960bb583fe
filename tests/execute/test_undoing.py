"""In which order a plan is taken back, and when the database is restored."""

import itertools
from collections.abc import Mapping
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.execute.engine import carry_out
from linter.execute.kinds import choice
from linter.execute.masking import Secrets
from linter.execute.processes import Processes
from linter.execute.running import Kind, Run, Settled, StepError
from linter.execute.undoing import take_back
from linter.execute.work import End, Record, Work
from linter.model.plan import AnyStep, Plan, ServiceStep
from linter.model.site import Site
from linter.plan.making import plans
from tests.execute.kinds.runs import Memory
from tests.plan.orders import order
from tests.plan.sites import ONE, THREE

LOST = "what was written to the database since 2026-04-01 00:00 UTC would be lost"


class Fakes:
    """Kinds that only note what is asked of them; `fails` and `settled` are by the ids of steps."""

    def __init__(self, plan: Plan, monkeypatch: pytest.MonkeyPatch, folder: Path) -> None:
        self.calls: list[str] = []
        self.fails: set[str] = set()
        self.settled: dict[str, Settled] = {}
        kind = Kind(self._shown, self._ready, self._act, self._check, self._settle, self._undo)
        for each in choice.KINDS:
            monkeypatch.setitem(choice.KINDS, each, kind)  # type: ignore[arg-type]
        self.record = Record(Memory(), ())
        ticks = itertools.count()
        run = Run(
            plan=plan,
            journal=self.record,
            history=(),
            runner=Processes(Secrets()),
            folder=folder,
            monotonic=lambda: float(next(ticks)),
            sleep=lambda _seconds: None,
            tell=lambda _text: None,
        )
        self.work = Work(run, self.record)

    def apply(self) -> End:
        """Carries the plan out, and forgets what was asked."""
        self.record.add("opened")
        end = carry_out(self.work)
        self.calls.clear()
        return end

    def back(self, *, may_restore: bool = False) -> End:
        """Takes the plan back."""
        self.calls.clear()
        self.record.add("resumed")
        return take_back(self.work, may_restore=may_restore)

    def _shown(self, _step: AnyStep, _run: Run) -> tuple[str, ...]:
        return ()

    def _ready(self, _step: AnyStep, _run: Run) -> None:
        return

    def _act(self, step: AnyStep, _run: Run) -> Mapping[str, str]:
        self.calls.append(f"do {step.id}")
        self._fail(step)
        return {}

    def _check(self, _step: AnyStep, _run: Run) -> Mapping[str, str]:
        return {}

    def _settle(self, step: AnyStep, _run: Run) -> Settled:
        return self.settled.get(step.id, Settled.NOT_DONE)

    def _undo(self, step: AnyStep, _run: Run) -> None:
        self.calls.append(f"undo {step.id}")
        self._fail(step)

    def _fail(self, step: AnyStep) -> None:
        if step.id in self.fails:
            raise StepError(f"{step.id} fails")


def fakes(strategy: str, site: Site, monkeypatch: pytest.MonkeyPatch, folder: Path) -> Fakes:
    (plan,) = plans(order("2024.1", "2025.1", site=site, strategy=strategy))
    return Fakes(plan, monkeypatch, folder)


def test_a_sync_is_taken_back_only_where_the_loss_was_agreed_to(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = fakes("offline", ONE, monkeypatch, tmp_path)
    assert there.apply() == End("done")

    refused = there.back()
    assert (refused.outcome, there.calls) == ("refused", [])
    assert refused.said == (
        f"database-sync changed the schema, so that only the backup leads back, and {LOST}: "
        "nothing was changed. To do that, add --restore-database"
    )
    assert there.back(may_restore=True) == End("taken back")
    assert there.calls == [
        "undo wait-ctl1",
        "undo start-ctl1",
        "undo doctor-after",
        "do rollback-stop-ctl1",
        "undo database-sync",
        "undo configuration-ctl1",
        "undo package-ctl1",
        "undo backup",
        "undo stop-ctl1",
        "undo doctor-before",
        "undo confirm",
    ]


def test_a_sync_that_changed_nothing_takes_no_backup_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = fakes("offline", ONE, monkeypatch, tmp_path)
    there.fails.add("database-sync")
    assert there.apply() == End("failed", "database-sync", "database-sync fails")

    assert there.back() == End("taken back")
    assert "undo database-sync" not in there.calls


def test_a_schema_between_two_releases_takes_the_backup_back(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = fakes("rolling", THREE, monkeypatch, tmp_path)
    there.fails.add("database-expand")
    there.settled["database-expand"] = Settled.UNCLEAR
    there.apply()
    there.fails.clear()

    assert there.back().outcome == "refused"
    assert there.back(may_restore=True) == End("taken back")
    # The first machine is started by what had stopped it, with the old release.
    assert there.calls[:6] == [
        "do rollback-stop-ctl1",
        "do rollback-stop-ctl2",
        "do rollback-stop-ctl3",
        "undo database-expand",
        "do rollback-start-ctl2",
        "do rollback-start-ctl3",
    ]


def test_an_expanded_schema_stays(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    there = fakes("rolling", THREE, monkeypatch, tmp_path)
    there.fails.add("start-ctl2")
    there.apply()
    there.fails.clear()

    assert there.back() == End("taken back")
    # Tokens are tried with the old release.
    assert [call for call in there.calls if "database" in call or call.startswith("do")] == [
        "do rollback-token"
    ]


def test_restoring_that_was_cut_off_is_ended_without_asking_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = fakes("offline", ONE, monkeypatch, tmp_path)
    there.apply()
    there.fails.add("database-sync")
    assert there.back(may_restore=True) == End(
        "failed", "database-sync", "database-sync could not be taken back: database-sync fails"
    )
    there.fails.clear()

    assert there.back() == End("taken back")
    assert there.calls[:2] == ["do rollback-stop-ctl1", "undo database-sync"]


def test_what_was_taken_back_and_does_not_work_is_looked_at_again(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    there = fakes("offline", ONE, monkeypatch, tmp_path)
    there.fails.add("package-ctl1")
    there.apply()
    there.fails.clear()

    def silent(step: AnyStep, _run: Run) -> Mapping[str, str]:
        raise StepError(f"{step.node} is silent")

    service = choice.KINDS[ServiceStep]
    monkeypatch.setitem(choice.KINDS, ServiceStep, replace(service, check=silent))  # type: ignore[arg-type]
    failed = End("failed", "", "all steps were taken back, and yet: ctl1 is silent")
    assert [there.back(), there.back()] == [failed, failed]
    monkeypatch.setitem(choice.KINDS, ServiceStep, service)  # type: ignore[arg-type]
    assert there.back() == End("taken back")
