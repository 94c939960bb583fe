"""The executor is killed at every moment; afterwards `resume` or `rollback` ends right."""

from itertools import pairwise
from pathlib import Path

import pytest

from linter.execute.standing import last_outcome
from linter.execute.work import DONE, TAKEN_BACK
from tests.execute.drills import NAMES, Drill, drill, ways

# opened; of each of three steps started, running, acted, running (its verification), done; closed.
FORWARD = range(1, 18)
# resumed; of each of three steps undoing, running, undone; closed.
BACK = range(1, 12)
MOMENTS = ("before", "after")
KILLED = -9


def assert_done(there: Drill) -> None:
    """Everything is there, the journal knows it, and no command ran beside another."""
    assert there.made() == list(NAMES)
    entries = there.entries()
    assert last_outcome(entries) == DONE
    assert [step for what, step in ways(entries) if what == "done"] == list(NAMES)
    ledger = there.ledger()
    assert list(dict.fromkeys(line for line in ledger if line.endswith("ends"))) == [
        f"{name} ends" for name in NAMES
    ]
    assert all(
        line.split()[0] == before.split()[0]
        for before, line in pairwise(ledger)
        if line.endswith("ends")
    )


def assert_taken_back(there: Drill) -> None:
    """Nothing is there, and the journal knows it."""
    assert there.made() == []
    assert last_outcome(there.entries()) == TAKEN_BACK


@pytest.mark.thorough
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", FORWARD)
def test_killed_at_an_entry_it_is_resumed_to_the_end(
    tmp_path: Path, number: int, moment: str
) -> None:
    there = drill(tmp_path)
    assert there.run("apply", "--yes", KILL=f"{moment} {number}").returncode == KILLED

    begun = there.entries() != ()
    ended = there.run("resume") if begun else there.run("apply", "--yes")

    assert (ended.returncode, ended.stderr.count("Traceback")) == (0, 0)
    assert_done(there)


@pytest.mark.thorough
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", FORWARD[1:])
def test_killed_at_an_entry_it_is_taken_back(tmp_path: Path, number: int, moment: str) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes", KILL=f"{moment} {number}")

    assert there.run("rollback", "--yes").returncode == 0
    assert_taken_back(there)


@pytest.mark.thorough
@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("number", BACK)
def test_killed_while_it_is_taken_back_that_is_ended(
    tmp_path: Path, number: int, moment: str
) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes")
    assert there.run("rollback", "--yes", KILL=f"{moment} {number}").returncode == KILLED

    assert there.run("rollback", "--yes").returncode == 0
    assert_taken_back(there)


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_killed_by_a_command_that_lives_on_it_waits_for_that(tmp_path: Path, name: str) -> None:
    there = drill(tmp_path)
    there.kill(name)
    assert there.run("apply", "--yes").returncode == KILLED

    assert there.run("resume").returncode == 0
    assert_done(there)
    assert there.ledger() == [f"{each} {word}" for each in NAMES for word in ("begins", "ends")]


@pytest.mark.thorough
@pytest.mark.parametrize("name", NAMES)
def test_killed_by_what_takes_back_it_takes_back(tmp_path: Path, name: str) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes")
    there.mark(f"cut.{name}")
    assert there.run("rollback", "--yes").returncode == KILLED

    assert there.run("rollback", "--yes").returncode == 0
    assert_taken_back(there)


@pytest.mark.thorough
def test_killed_again_and_again_it_comes_to_its_end(tmp_path: Path) -> None:
    there = drill(tmp_path)
    runs = [there.run("apply", "--yes", KILL="after 3").returncode]
    while runs[-1] == KILLED and len(runs) < 30:
        runs.append(there.run("resume", KILL="after 7").returncode)

    assert runs[-1] == 0
    assert_done(there)


@pytest.mark.thorough
def test_a_clock_that_is_set_back_changes_nothing(tmp_path: Path) -> None:
    there = drill(tmp_path)
    there.run("apply", "--yes", KILL="after 8")

    assert there.run("resume", CLOCK="-31536000").returncode == 0
    assert_done(there)
    assert all(step["seconds"] >= 0 for step in there.status()["steps"])
