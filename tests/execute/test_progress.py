from collections.abc import Mapping
from datetime import UTC, datetime

import pytest

from linter.execute.commands import Process, facts_of
from linter.execute.journal import Entry, What
from linter.execute.progress import Progress, State, definition, edits, plan_of, progress_of
from linter.model.plan import (
    AnyStep,
    BackupStep,
    DatabaseStep,
    FlushStep,
    Origin,
    PackageStep,
    Plan,
)
from linter.model.site import Machine, Packages, Service, Site

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
PROCESS = Process(7, 1234, "of-this-boot")
BACKUP = BackupStep(id="1-backup", title="Back up")
PACKAGE = PackageStep(id="2-package", title="Install")
SYNC = DatabaseStep(id="3-sync", title="Bring the schema up", do="sync")
STEPS: tuple[AnyStep, ...] = (BACKUP, PACKAGE, SYNC)


def plan(*steps: AnyStep) -> Plan:
    machine = Machine("", "http://localhost:5000/v3", (Service("systemd"),), Packages("none"))
    return Plan(
        kslint_plan=1,
        id="to-2025.1",
        source="2024.1",
        target="2025.1",
        strategy="offline",
        origin=Origin("seal", "GO", None),
        site=Site((machine,)),
        steps=steps,
    )


def story(*told: tuple[What, str] | tuple[What, str, Mapping[str, str]]) -> tuple[Entry, ...]:
    return tuple(
        Entry(number, NOON, what, step, facts=facts[0] if facts else {})
        for number, (what, step, *facts) in enumerate(told, 1)
    )


def begun(step: AnyStep) -> tuple[What, str, Mapping[str, str]]:
    return "started", step.id, {"definition": definition(step)}


def state_after(*told: What, settled: str = "") -> State:
    entries = story(*((what, SYNC.id, {"settled": settled}) for what in told))
    return progress_of([SYNC], entries)[0].state


def test_steps_that_no_journal_names_are_untouched() -> None:
    assert progress_of(STEPS, story(("opened", ""))) == (
        Progress("1-backup"),
        Progress("2-package"),
        Progress("3-sync"),
    )


def test_each_step_is_as_far_as_its_last_attempt() -> None:
    entries = story(
        ("opened", ""),
        begun(BACKUP),
        ("acted", BACKUP.id, {"seconds": "3.5"}),
        ("done", BACKUP.id, {"seconds": "4.25"}),
        begun(SYNC),
        ("running", SYNC.id, facts_of(Process(6, 1, "of-another"))),
        ("failed", SYNC.id, {"seconds": "9"}),
        ("resumed", ""),
        begun(SYNC),
        ("running", SYNC.id, facts_of(PROCESS)),
    )

    assert progress_of(STEPS, entries) == (
        Progress(
            "1-backup",
            State.DONE,
            attempts=1,
            seconds=4.25,
            definition=definition(BACKUP),
            last=entries[3],
        ),
        Progress("2-package"),
        Progress(
            "3-sync",
            State.IN_DOUBT,
            attempts=2,
            processes=(PROCESS,),
            definition=definition(SYNC),
            last=entries[9],
        ),
    )


@pytest.mark.parametrize(
    ("told", "settled", "state"),
    [
        (("started",), "", State.IN_DOUBT),
        (("started", "running"), "", State.IN_DOUBT),
        (("started", "acted"), "", State.ACTED),
        (("started", "acted", "done"), "", State.DONE),
        (("started", "failed"), "", State.FAILED),
        (("started", "failed", "started"), "", State.IN_DOUBT),
        (("started", "settled"), "done", State.ACTED),
        (("started", "settled"), "not done", State.UNTOUCHED),
        (("started", "settled"), "unclear", State.IN_DOUBT),
        (("started", "settled"), "of another kslint", State.IN_DOUBT),
        (("started", "settled"), "", State.IN_DOUBT),
        (("started", "settled", "done"), "done", State.DONE),
        (("started", "done", "undoing"), "", State.UNDOING),
        (("started", "done", "undoing", "running"), "", State.UNDOING),
        (("started", "done", "undoing", "undone"), "", State.UNDONE),
    ],
)
def test_a_step_is_what_its_last_entry_says(
    told: tuple[What, ...], settled: str, state: State
) -> None:
    assert state_after(*told, settled=settled) is state


@pytest.mark.parametrize("seconds", ["", "x", "1,5"])
def test_seconds_that_are_no_number_are_not_known(seconds: str) -> None:
    entries = story(begun(SYNC), ("done", SYNC.id, {"seconds": seconds}))

    assert progress_of([SYNC], entries)[0].seconds is None


def test_the_plan_that_was_carried_out_last_is_known() -> None:
    entries = story(("opened", "", {"plan": "a"}), ("resumed", "", {"plan": "b"}), ("resumed", ""))

    assert (plan_of(entries), plan_of(())) == ("b", "")


def test_what_comes_later_may_be_edited() -> None:
    entries = story(begun(BACKUP), ("done", BACKUP.id), begun(PACKAGE), ("failed", PACKAGE.id))
    longer = PackageStep(id="2-package", title="Install", limit=9999)
    flush = FlushStep(id="2-flush", title="Flush")

    assert edits(plan(BACKUP, longer, flush), entries) == ()


def test_what_was_taken_back_or_not_done_may_be_edited() -> None:
    entries = story(
        begun(BACKUP),
        ("undone", BACKUP.id),
        begun(SYNC),
        ("settled", SYNC.id, {"settled": "not done"}),
    )

    assert edits(plan(PACKAGE), entries) == ()


def test_what_was_begun_must_stay_as_it_was() -> None:
    entries = story(
        begun(BACKUP), ("done", BACKUP.id), begun(PACKAGE), ("done", PACKAGE.id), begun(SYNC)
    )
    other = PackageStep(id="2-package", title="Install", repeatable=True)
    flush = FlushStep(id="0-flush", title="Flush")

    assert edits(plan(flush, other, BACKUP), entries) == (
        "step '3-sync', which is in doubt, is gone from the plan: put it back",
        "step '2-package', which is done, was changed: put it back as it was",
        "the steps that were begun stand in another order: put them back as they were",
        "step '0-flush' stands before one that was begun: let it stand behind that",
    )


def test_a_definition_is_of_all_that_a_plan_says_of_a_step() -> None:
    renamed = DatabaseStep(id="3-sync", title="Bring the schema up now", do="sync")

    assert definition(SYNC) == definition(DatabaseStep(id="3-sync", title=SYNC.title, do="sync"))
    assert definition(SYNC) != definition(renamed)
