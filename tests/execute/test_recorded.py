"""What a journal says of steps that went before."""

from datetime import UTC, datetime

import pytest

from linter.execute.databases.database import Backup
from linter.execute.journal import Entry, What
from linter.execute.recorded import (
    facts_of_step,
    kept,
    latest_fact,
    proven,
    verified_backup,
    was_begun,
)
from linter.execute.running import Run, StepError
from linter.model.plan import BackupStep, Origin, Plan
from linter.model.site import Machine, Packages, Site

BACKUP = Backup("/backups/one", 1, "ab", {"user": 2}, ("x",), "10.11")


def run(*entries: tuple[What, str, dict[str, str]]) -> Run:
    """A run with a backup step, of which nothing but its history is asked."""
    machine = Machine("here", "http://127.0.0.1:5000/v3", (), Packages("none"))
    plan = Plan(
        kslint_plan=1,
        id="hop",
        source="2025.1",
        target="2026.1",
        strategy="offline",
        origin=Origin("", "GO", None),
        site=Site((machine,)),
        steps=(BackupStep(id="backup", title="Back up"),),
    )
    now = datetime(2026, 4, 1, tzinfo=UTC)
    history = tuple(
        Entry(number, now, what, step, facts=facts)
        for number, (what, step, facts) in enumerate(entries, 1)
    )
    unasked: object = None
    return Run(plan, unasked, history, unasked, unasked, unasked, unasked, unasked)  # type: ignore[arg-type]


DONE: tuple[tuple[What, str, dict[str, str]], ...] = (
    ("started", "backup", {}),
    ("acted", "backup", dict(kept(BACKUP))),
    ("done", "backup", dict(proven("restored"))),
)


def test_a_backup_counts_once_it_was_proven() -> None:
    assert verified_backup(run(*DONE)) == BACKUP


@pytest.mark.parametrize(
    "entries",
    [
        (),
        DONE[:1],
        DONE[:2],
        (*DONE[:2], ("failed", "backup", {})),
        (*DONE, ("started", "backup", {})),
        (*DONE, ("undone", "backup", {})),
        (*DONE[:2], ("done", "backup", {})),
    ],
)
def test_nothing_less_is_a_backup(entries: tuple[tuple[What, str, dict[str, str]], ...]) -> None:
    with pytest.raises(StepError, match="the journal knows of no verified backup"):
        verified_backup(run(*entries))


def test_facts_are_those_of_the_last_try() -> None:
    history = run(
        ("started", "a", {}),
        ("running", "a", {"pid": "1", "x": "1"}),
        ("failed", "a", {}),
        ("started", "a", {}),
        ("running", "a", {"pid": "2"}),
        ("acted", "b", {"y": "2"}),
    )

    assert facts_of_step(history, "a") == {"pid": "2"}
    assert [latest_fact(history, name) for name in ("x", "y", "z")] == ["1", "2", ""]
    assert [was_begun(history, step) for step in ("a", "b")] == [True, False]
