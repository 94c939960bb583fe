"""A command of the site runs once, and what became of it is looked at."""

import subprocess
from pathlib import Path

import pytest

from linter.execute.commands import process_of
from linter.execute.kinds.command import COMMAND
from linter.execute.living import is_alive, process_named
from linter.execute.running import Settled
from linter.model.plan import CommandStep
from linter.model.site import Machine
from tests.execute.kinds.runs import CODE, NOWHERE, Trial

HERE = Machine("here", NOWHERE, (), CODE)


def trial(folder: Path, *run: str, **other: object) -> Trial:
    step = CommandStep(id="own", title="Own", run=run, limit=5, **other)
    return Trial(folder, step, HERE)


def test_a_command_is_written_down_verified_and_taken_back(tmp_path: Path) -> None:
    flag = str(tmp_path / "flag")
    words = {"verify": ("test", "-e", flag), "revert": ("rm", flag)}
    run = trial(tmp_path, "touch", flag, **words)

    before = run.settle(COMMAND)
    run.do(COMMAND)
    after = run.settle(COMMAND)
    run.undo(COMMAND)

    assert (before, after) == (Settled.UNCLEAR, Settled.DONE)
    assert not Path(flag).exists()
    said = [entry.said for entry in run.journal.entries if entry.what == "running"]
    assert said[1] == f"touch {flag}"
    assert COMMAND.shown(run.step, run.run) == (f"touch {flag}", f"test -e {flag}")


def test_a_command_that_fails_says_how_and_what_it_wrote(tmp_path: Path) -> None:
    run = trial(tmp_path, "sh", "-c", "echo password=canary; exit 3")

    assert run.failure(COMMAND) == (
        "`sh -c 'echo password=***; exit 3'` ended with 3 (all it wrote: "
        f"{tmp_path}/run/own-commands.out) and said:\npassword=***"
    )


def test_a_program_that_is_not_there_is_said_before_anything_runs(tmp_path: Path) -> None:
    assert trial(tmp_path, "no-such-program").failure(COMMAND) == (
        "there is no program no-such-program to be run: install it, or correct the plan"
    )


@pytest.mark.parametrize(
    ("repeatable", "settled"), [(True, Settled.NOT_DONE), (False, Settled.UNCLEAR)]
)
def test_without_a_verification_only_what_can_be_repeated_is(
    settled: Settled, tmp_path: Path, *, repeatable: bool
) -> None:
    assert trial(tmp_path, "true", repeatable=repeatable).settle(COMMAND) is settled


@pytest.mark.thorough
def test_a_command_that_outlived_its_time_is_ended_and_told(tmp_path: Path) -> None:
    step = CommandStep(id="own", title="Own", run=("sleep", "60"), limit=1)
    run = Trial(tmp_path, step, HERE)

    assert run.failure(COMMAND).startswith("`sleep 60` took longer than 1 s")
    process = process_of(run.journal.entries[-2].facts)
    assert process is not None
    assert not is_alive(process)


def test_what_an_earlier_run_started_is_waited_for(tmp_path: Path) -> None:

    run = trial(tmp_path, "true", repeatable=True)
    with subprocess.Popen(["sleep", "60"]) as child:
        process = process_named(child.pid)
        facts = {"pid": str(process.pid), "started": str(process.started), "boot": process.boot}
        run.journal.add("running", "own", "sleep 60", facts)
        ticks = iter(range(0, 100, 3))
        run.change(monotonic=lambda: float(next(ticks)), sleep=lambda _seconds: None)

        assert run.settle(COMMAND) is Settled.UNCLEAR
        assert run.told == [f"process {child.pid} of own still runs: waiting for it"]
        child.kill()
    assert run.settle(COMMAND) is Settled.NOT_DONE
