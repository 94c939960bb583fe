import errno
import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.execute import lock
from linter.execute.living import is_alive, process_named, wait_for
from linter.execute.lock import Holder, LockedError, holder_of, locked

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
HOLDER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from linter.execute.commands import Command
from linter.execute.lock import locked
from linter.execute.masking import Secrets
from linter.execute.processes import Processes
state = Path(sys.argv[1])
with locked(state, "to-2025.1", lambda: datetime(2026, 11, 23, 12, tzinfo=UTC)):
    command = Command(("sh", "-c", f"echo > '{state}/runs'; exec sleep 60"), 60, state / "out")
    Processes(Secrets()).run(command, lambda process: print(process.pid, flush=True))
"""


def noon() -> datetime:
    return NOON


@contextmanager
def held_by_another(state: Path) -> Iterator[tuple[int, int]]:
    """The numbers of an executor that holds the lock, and of a command that it runs."""
    words = [sys.executable, "-c", HOLDER, str(state)]
    os.mkfifo(state / "runs")
    with subprocess.Popen(words, stdout=subprocess.PIPE, text=True) as executor:
        assert executor.stdout
        running = int(executor.stdout.readline())
        try:
            # Its number is told before it runs.
            (state / "runs").read_bytes()
            yield executor.pid, running
        finally:
            executor.kill()
            os.killpg(running, signal.SIGKILL)


@pytest.mark.thorough
def test_a_second_executor_is_told_who_is_at_work_until_that_is_killed(tmp_path: Path) -> None:
    with held_by_another(tmp_path) as (executor, running):
        with pytest.raises(LockedError) as raised, locked(tmp_path, "x", noon):
            pass
        at_work = holder_of(tmp_path)
        command = process_named(running)
        killed = process_named(executor)
        os.kill(executor, signal.SIGKILL)
        assert wait_for(killed, 30)
        after_it = holder_of(tmp_path)
        with locked(tmp_path, "x", noon) as holder:
            still_runs = is_alive(command)

    assert str(raised.value) == (
        "another kslint is at work on this site since 2026-11-23 12:00 "
        f"(process {executor} on {os.uname().nodename}, plan to-2025.1): "
        "wait until it has ended, or end it and go on with `kslint resume`"
    )
    assert at_work == Holder(
        *(executor, killed.started, killed.boot, os.uname().nodename), NOON, "to-2025.1"
    )
    assert after_it is None
    assert (holder.pid, holder.plan, still_runs) == (os.getpid(), "x", True)


def test_a_lock_is_free_again_in_the_end(tmp_path: Path) -> None:
    assert holder_of(tmp_path / "state") is None
    for _ in range(2):
        with locked(tmp_path / "state", "x", noon) as holder:
            assert holder_of(tmp_path / "state") == holder
    assert (tmp_path / "state" / "lock").stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"{", b"\xff", b'{"pid": "x"}'])
def test_a_holder_that_has_not_said_who_it_is_is_respected(tmp_path: Path, content: bytes) -> None:
    with locked(tmp_path, "x", noon):
        (tmp_path / "lock").write_bytes(content)
        assert holder_of(tmp_path) is None
        with pytest.raises(LockedError) as raised, locked(tmp_path, "y", noon):
            pass

    assert str(raised.value) == (
        f"another kslint is at work on this site ({tmp_path}/lock is locked): wait until it has "
        "ended"
    )


@pytest.mark.parametrize(
    ("mounts", "sentence"),
    [
        ("srv:/x {0} nfs4 rw 0 0", "nfs4"),
        ("root / ext4 rw 0 0\nsshfs {0} fuse.sshfs rw 0 0", "fuse.sshfs"),
        ("srv:/x {0} nfs4 rw 0 0\nsda {0}/state ext4 rw 0 0", ""),
        ("srv:/x {0}/other nfs4 rw 0 0\n/ / overlay rw 0 0\nbroken", ""),
        ("srv:/x {0} nfs4 rw 0 0\nsda {0} xfs rw 0 0", ""),
    ],
)
def test_a_file_system_of_several_machines_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, mounts: str, sentence: str
) -> None:
    table, place = tmp_path / "mounts", tmp_path / "a place"
    table.write_text(mounts.format(str(place).replace(" ", "\\040")), encoding="utf-8")
    monkeypatch.setattr(lock, "_MOUNTS", table)
    state = place / "state"
    if not sentence:
        with locked(state, "x", noon):
            return
    with pytest.raises(LockedError) as raised, locked(state, "x", noon):
        pass

    assert str(raised.value) == (
        f"{state} lies on {sentence}, where a lock may hold on one machine only: let `state` of "
        "the plan's site name a directory on a local disk"
    )


def test_where_nothing_can_be_locked_nothing_is_done(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(_: int, __: int) -> None:
        raise OSError(errno.ENOLCK, os.strerror(errno.ENOLCK))

    monkeypatch.setattr(lock.fcntl, "flock", refuse)
    with pytest.raises(LockedError) as raised, locked(tmp_path, "x", noon):
        pass

    assert str(raised.value) == (
        f"{tmp_path}/lock cannot be locked: No locks available; let `state` of the plan's site "
        "name a directory on a local disk"
    )


def test_a_lock_that_is_removed_while_it_is_taken_locks_nobody_out(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(lock.fcntl, "flock", lambda *_: (tmp_path / "lock").unlink())
    with pytest.raises(LockedError) as raised, locked(tmp_path, "x", noon):
        pass

    assert str(raised.value) == f"{tmp_path}/lock was removed while it was being locked: try again"


@pytest.mark.parametrize("make", [Path.mkdir, lambda path: path.symlink_to("elsewhere")])
def test_what_is_no_lock_is_refused(tmp_path: Path, make: object) -> None:
    assert callable(make)
    make(tmp_path / "lock")
    with pytest.raises(LockedError, match="cannot be opened: "), locked(tmp_path, "x", noon):
        pass


def test_a_state_that_is_no_directory_is_refused(tmp_path: Path) -> None:
    (tmp_path / "state").touch()
    with (
        pytest.raises(LockedError, match="cannot be opened: File exists"),
        locked(tmp_path / "state", "x", noon),
    ):
        pass
