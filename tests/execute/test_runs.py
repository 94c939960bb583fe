"""What a run refuses, how it fails, and what it says of that."""

import json
import signal
import stat
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.model.plan import ConfirmStep, Override
from tests.execute.drills import NAMES, command, drill, ways

pytestmark = pytest.mark.thorough


def test_what_is_shown_is_not_done(tmp_path: Path) -> None:
    there = drill(tmp_path)
    shown = there.run("apply")

    assert (shown.returncode, there.ledger()) == (0, [])
    assert not (tmp_path / "state").exists()


def test_a_run_writes_down_each_step_before_it_begins_and_when_it_has_ended(
    tmp_path: Path,
) -> None:
    there = drill(tmp_path)
    assert there.run("apply", "--yes").returncode == 0

    of_steps = [
        (what, name)
        for name in NAMES
        for what in ("started", "running", "acted", "running", "done")
    ]
    assert list(ways(there.entries())) == [("opened", ""), *of_steps, ("closed", "")]
    modes = {path: stat.S_IMODE(path.stat().st_mode) for path in there.journal.parent.rglob("*")}
    assert {mode for path, mode in modes.items() if path.is_dir()} == {0o700}
    assert {mode for path, mode in modes.items() if path.is_file()} == {0o600}
    assert (there.journal.parent / "plan.yaml").read_bytes() == there.path.read_bytes()


def test_done_steps_are_not_done_again(tmp_path: Path) -> None:
    there = drill(tmp_path)
    for words in (("apply", "--yes"), ("apply", "--yes"), ("resume",)):
        assert there.run(*words).returncode == 0
    assert there.ledger() == [f"{name} {word}" for name in NAMES for word in ("begins", "ends")]


@pytest.mark.parametrize("mark", ["fail", "wrong"])
def test_a_failure_stops_and_tells_all(tmp_path: Path, mark: str) -> None:
    there = drill(tmp_path)
    cause = there.mark(f"{mark}.two")
    failed = there.run("apply", "--yes")

    assert (failed.returncode, "three begins" in there.ledger()) == (1, False)
    assert "kslint: two: failed: `sh -c " in failed.stderr
    assert f"Next: kslint resume {there.path}\n" in failed.stderr
    assert "# three: Make three (untouched)" in failed.stderr
    assert "# one:" not in failed.stderr
    cause.unlink()
    assert there.run("resume").returncode == 0
    assert there.made() == list(NAMES)


def test_a_step_that_takes_too_long_is_stopped(tmp_path: Path) -> None:
    slow = replace(command(tmp_path, "one"), run=("sleep", "60"), limit=1)
    there = drill(tmp_path, slow)
    failed = there.run("apply", "--yes")

    assert failed.returncode == 1
    assert "`sleep 60` took longer than 1 s" in failed.stderr


def test_what_nobody_can_tell_a_person_has_to(tmp_path: Path) -> None:
    unclear = replace(command(tmp_path, "two"), repeatable=False, verify=())
    there = drill(tmp_path, command(tmp_path, "one"), unclear, command(tmp_path, "three"))
    there.kill("two")
    there.run("apply", "--yes")

    unclear_end = there.run("resume")
    assert unclear_end.returncode == 3
    assert "nobody can tell whether it was done" in unclear_end.stderr
    assert there.status()["state"] == "in doubt"
    assert there.run("resume", "--done", "two").returncode == 0
    assert there.ledger().count("two begins") == 1


def test_what_a_person_says_was_not_done_is_done(tmp_path: Path) -> None:
    unclear = replace(command(tmp_path, "one"), repeatable=False, verify=())
    there = drill(tmp_path, unclear)
    there.run("apply", "--yes", KILL="after 2")

    assert there.run("resume", "--not-done", "one").returncode == 0
    assert there.ledger() == ["one begins", "one ends"]


def test_an_undo_that_fails_is_tried_again(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes")
    cause = there.mark("stuck.two")

    failed = there.run("rollback", "--yes")
    assert (failed.returncode, there.made()) == (1, ["one", "two"])
    assert "two could not be taken back" in failed.stderr
    refused = there.run("resume")
    assert (refused.returncode, "is being taken back" in refused.stderr) == (2, True)
    cause.unlink()
    assert (there.run("rollback", "--yes").returncode, there.made()) == (0, [])
    assert there.run("apply", "--yes").returncode == 0


def test_two_at_once_do_not_meet(tmp_path: Path) -> None:
    there = drill(tmp_path, replace(command(tmp_path, "one"), run=("sleep", "30")))
    first = there.begin("apply", "--yes")
    try:
        # It says so once it holds the lock.
        assert first.stderr is not None
        assert first.stderr.readline() == "one: begins (Make one)\n"
        second = there.run("resume")
        status = there.status()
    finally:
        there.end(first)

    assert second.returncode == 2
    assert "another kslint is at work on this site" in second.stderr
    assert status["state"] == "running"


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, signal.SIGHUP])
def test_an_interrupt_lets_the_step_come_to_its_end(tmp_path: Path, number: signal.Signals) -> None:
    steps = [command(tmp_path, name, number=number) for name in NAMES]
    there = drill(tmp_path, *steps)
    there.kill("two")
    stopped = there.run("apply", "--yes")

    assert (stopped.returncode, there.made()) == (130, ["one", "two"])
    assert there.status()["state"] == "stopped"
    assert there.run("resume").returncode == 0


def test_a_plan_whose_done_steps_were_edited_is_refused(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.mark("fail.two")
    there.run("apply", "--yes")
    first, *rest = there.plan.steps
    there.write(replace(there.plan, steps=(replace(first, title="Another"), *rest)))

    for words in (("resume",), ("apply", "--yes"), ("rollback", "--yes")):
        refused = there.run(*words)
        assert refused.returncode == 2
        assert "step 'one', which is done, was changed: put it back" in refused.stderr


def test_a_failed_step_can_be_edited(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.mark("fail.two")
    there.run("apply", "--yes")
    first, second, third = there.plan.steps
    steps = (first, replace(second, run=("touch", str(tmp_path / "made.two"))), third)
    there.write(replace(there.plan, steps=steps))

    assert there.status()["edited"] is True
    assert there.run("resume").returncode == 0
    assert there.status()["edited"] is False


def test_a_torn_journal_is_gone_on_with(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes", KILL="after 8")
    with there.journal.open("ab") as file:
        file.write(b'{"number":9,"at":"20')

    assert there.status()["torn"] is True
    assert there.run("resume").returncode == 0
    assert there.made() == list(NAMES)


def test_a_changed_journal_is_not_trusted(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes")
    content = there.journal.read_bytes()
    there.journal.write_bytes(content.replace(b'"two"', b'"six"', 1))

    for words in (("resume",), ("apply",), ("rollback", "--yes"), ("rollback",), ("status",)):
        refused = there.run(*words)
        assert (refused.returncode, "cannot be trusted" in refused.stderr) == (3, True)
        assert "Traceback" not in refused.stderr


def test_another_plan_of_the_site_has_to_end_first(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.mark("fail.two")
    there.run("apply", "--yes")
    other = replace(there.plan, id="another")
    there.write(other)

    refused = there.run("apply", "--yes")
    assert refused.returncode == 2
    assert f"plan {there.plan.id} was begun on this site and has not ended" in refused.stderr
    there.write(there.plan)
    assert there.run("rollback", "--yes").returncode == 0
    (tmp_path / "fail.two").unlink()
    there.write(other)
    assert there.run("apply", "--yes").returncode == 0


def test_only_a_person_answers_a_question(tmp_path: Path) -> None:
    question = ConfirmStep(id="confirm", title="Ask", repeatable=True, question="Go?")
    there = drill(tmp_path, question, command(tmp_path, "one"))

    refused = there.run("apply", "--yes")
    assert (refused.returncode, there.made()) == (1, [])
    assert "nobody said yes to: Go?" in refused.stderr
    assert there.run("resume", "--confirm", "confirm").returncode == 0
    assert there.made() == ["one"]


def test_what_the_report_said_is_shown_for_ever(tmp_path: Path) -> None:
    override = Override("NO_GO", "the board said so", "Ada", datetime(2026, 4, 2, tzinfo=UTC))
    there = drill(tmp_path, overrides=(override,))
    told = "AGAINST THE REPORT (NO_GO), by Ada on 2026-04-02: the board said so"

    for words in (("apply",), ("apply", "--yes"), ("status",), ("rollback",)):
        assert told in there.run(*words).stdout
    assert there.entries()[0].said == told


def test_nobody_says_what_became_of_a_step_that_is_not_in_doubt(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.mark("fail.two")
    there.run("apply", "--yes")

    for name, state in (("one", "done"), ("three", "untouched")):
        refused = there.run("resume", "--done", name)
        told = f"kslint: step {name} is {state}, so that nobody has to say what became of it\n"
        assert (refused.returncode, refused.stderr) == (2, told)


def test_what_still_runs_is_waited_for_whatever_a_person_says(tmp_path: Path) -> None:
    slow = ("sh", "-c", "kill -9 $PPID; exec sleep 30")
    there = drill(tmp_path, replace(command(tmp_path, "one"), run=slow))
    there.run("apply", "--yes")
    try:
        refused = there.run("resume", "--not-done", "one")
    finally:
        there.sweep()

    assert refused.returncode == 3
    assert "what one had started still runs" in refused.stderr


@pytest.mark.parametrize("verb", ["resume", "rollback"])
def test_what_was_not_begun_is_neither_resumed_nor_taken_back(tmp_path: Path, verb: str) -> None:
    there = drill(tmp_path)
    words = (verb, "--yes") if verb == "rollback" else (verb,)
    refused = there.run(*words)
    assert (refused.returncode, "the plan was not begun" in refused.stderr) == (2, True)
    assert there.run("apply", "--yes").returncode == 0


@pytest.mark.parametrize("words", [("apply",), ("resume",), ("status",), ("rollback",)])
def test_what_is_no_plan_is_refused(tmp_path: Path, words: tuple[str, ...]) -> None:
    there = drill(tmp_path)
    there.path.write_text("steps: 1\n", encoding="utf-8")
    refused = there.run(*words)
    assert (refused.returncode, "Traceback" in refused.stderr) == (2, False)


def test_a_journal_that_cannot_be_written_stops_the_run(tmp_path: Path) -> None:
    there = drill(tmp_path)
    # As on a full disk: no file may grow beyond this, the journal least of all.
    stopped = there.run("apply", "--yes", ROOM=str(there.path.stat().st_size + 500))
    assert stopped.returncode == 3
    assert "cannot be written" in stopped.stderr
    assert there.made() != list(NAMES)

    assert there.run("resume").returncode == 0
    assert there.made() == list(NAMES)


def test_the_result_has_a_shape(tmp_path: Path) -> None:
    there = drill(tmp_path)
    ended = there.run("apply", "--yes", "--format", "json")
    assert json.loads(ended.stdout) == there.status()
    assert [step["state"] for step in there.status()["steps"]] == ["done"] * 3
