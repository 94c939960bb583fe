import errno
import os
import pwd
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from linter.execute.commands import Command, CommandError, Ended, Process, facts_of, process_of
from linter.execute.journal import read_journal
from linter.execute.living import is_alive, process_named, wait_for
from linter.execute.masking import Secrets, secrets_of
from linter.execute.output import Output, gather
from linter.execute.processes import Processes

SECRET = "hunter#2"  # noqa: S105  of nobody
KNOWN = secrets_of([SECRET])
IN_PYTHON = (sys.executable, "-I", "-S", "-c")
EXECUTOR = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from linter.execute.commands import Command, facts_of
from linter.execute.journal_file import opened
from linter.execute.masking import Secrets
from linter.execute.processes import Processes
folder = Path(sys.argv[1])
command = Command(
    ("sh", "-c", "echo begun >> marker; sleep 0.2; echo told; echo ended >> marker"),
    limit=60, output=folder / "out", folder=str(folder),
)
with opened(folder / "journal", lambda: datetime.now(UTC)) as journal:
    journal.add("started", "1")
    print("ready", flush=True)
    Processes(Secrets()).run(command, lambda each: journal.add("running", "1", "", facts_of(each)))
    journal.add("done", "1")
"""


@pytest.fixture
def started() -> Iterator[list[Process]]:
    """The processes that a test started, none of which outlives it."""
    processes: list[Process] = []
    yield processes
    for process in processes:
        if is_alive(process):
            with suppress(ProcessLookupError):
                os.killpg(process.pid, signal.SIGKILL)
        with suppress(ChildProcessError):
            os.waitpid(process.pid, 0)


def command(place: Path, *words: str, **settings: object) -> Command:
    return Command(**{"words": words, "limit": 60, "output": place / "out", **settings})  # type: ignore[arg-type]


def run(command: Command, started: list[Process] | None = None) -> Ended:
    hear = None if started is None else started.append
    return Processes(KNOWN, grace=0.2).run(command, hear)


def test_a_command_tells_how_it_ended_and_what_it_wrote(tmp_path: Path) -> None:
    script = "echo one hunter#2; echo two >&2; exit 3"
    ended = Processes(Secrets()).run(command(tmp_path, "sh", "-c", script))

    assert (ended.code, ended.told, ended.running) == (3, "one hunter#2\ntwo", None)
    assert (tmp_path / "out").read_text(encoding="utf-8") == "one hunter#2\ntwo\n"
    assert stat.S_IMODE((tmp_path / "out").stat().st_mode) == 0o600
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


def test_a_command_that_a_signal_ended_tells_which(tmp_path: Path) -> None:
    assert run(command(tmp_path, "sh", "-c", "kill -9 $$")).code == -9


def test_its_process_is_heard_of_before_it_runs(tmp_path: Path) -> None:
    heard: list[tuple[Process, bool, bool]] = []
    marker = tmp_path / "marker"

    def hear(process: Process) -> None:
        heard.append((process, is_alive(process), marker.exists()))

    script = "import os, sys; open(sys.argv[1], 'w').write(str(os.getpid()))"
    Processes(KNOWN).run(command(tmp_path, *IN_PYTHON, script, str(marker)), hear)

    process = Process(int(marker.read_text(encoding="utf-8")), *_rest(heard[0][0]))
    assert heard == [(process, True, False)]
    assert process_of(facts_of(process)) == process
    assert not is_alive(process)


def _rest(process: Process) -> tuple[int, str]:
    return process.started, process.boot


def test_what_cannot_be_written_down_does_not_run(tmp_path: Path) -> None:
    heard: list[Process] = []

    def refuse(process: Process) -> None:
        heard.append(process)
        raise RuntimeError("full")

    with pytest.raises(RuntimeError, match="full"):
        Processes(KNOWN).run(command(tmp_path, "touch", str(tmp_path / "marker")), refuse)

    assert not is_alive(heard[0])
    assert [each.name for each in tmp_path.iterdir()] == ["out"]


NOT_STARTED = {
    "no-such: its program cannot be run: No such file or directory": {"words": ("no-such",)},
    "/etc/passwd: its program cannot be run: Permission denied": {"words": ("/etc/passwd",)},
    "true: its folder cannot be entered: No such file or directory": {"folder": "/no-such"},
    "true could not be started: No such file or directory": {"stdin": Path("/no-such")},
    "a\\x00b could not be started: embedded null byte": {"words": ("a\0b",)},
    "a command without words cannot be started: see the plan": {"words": ()},
    "true is to run as nobody\\x1b, who is no user of this machine: see `user` in the plan's "
    "site": {"user": "nobody\x1b"},
    "mariadb was not started: a secret of the configuration stands among its arguments, where "
    "anybody on this machine can read it": {"words": ("mariadb", f"--password={SECRET}")},
}


@pytest.mark.parametrize(("sentence", "settings"), NOT_STARTED.items())
def test_what_cannot_be_started_says_why(
    tmp_path: Path, settings: dict[str, object], sentence: str
) -> None:
    with pytest.raises(CommandError) as raised:
        run(command(tmp_path, **{"words": ("true",), **settings}))

    assert str(raised.value) == sentence
    assert list(tmp_path.glob(".*")) == []


def test_a_command_that_is_killed_before_it_runs_was_not_started(tmp_path: Path) -> None:
    def kill(process: Process) -> None:
        os.kill(process.pid, signal.SIGKILL)
        os.waitid(os.P_PID, process.pid, os.WEXITED | os.WNOWAIT)

    with pytest.raises(CommandError) as raised:
        Processes(KNOWN).run(command(tmp_path, "true"), kill)

    assert str(raised.value) == "true was ended before it ran"


def test_a_full_disk_ends_no_command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: Output) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(Output, "advance", refuse)
    ended = run(command(tmp_path, "sh", "-c", "echo hunter'#'2; exit 3"))

    assert (ended.code, ended.told) == (
        3,
        "***\n[kslint could not keep all that it wrote: No space left on device]",
    )
    assert len(list(tmp_path.glob(".out.*.raw"))) == 1


@pytest.mark.thorough
def test_an_interrupt_leaves_the_command_running(tmp_path: Path, started: list[Process]) -> None:
    def interrupt(_: float) -> None:
        raise KeyboardInterrupt

    given = command(tmp_path, "sh", "-c", "sleep 1; echo ended")
    with pytest.raises(KeyboardInterrupt):
        Processes(KNOWN, sleep=interrupt).run(given, started.append)

    assert is_alive(started[0])
    assert wait_for(started[0], 30)
    assert gather(tmp_path / "out", KNOWN) == "ended"


def test_an_output_that_cannot_be_written_keeps_it_from_running(tmp_path: Path) -> None:
    with pytest.raises(CommandError) as raised:
        run(Command(("true",), 60, tmp_path / "no" / "out"))

    assert str(raised.value) == (
        f"true was not started: {tmp_path}/no/out, where its output is to go, cannot be written: "
        "No such file or directory"
    )


def test_a_result_is_kept_byte_for_byte(tmp_path: Path) -> None:
    result = tmp_path / "result"
    script = (
        "import sys; sys.stdout.buffer.write(b'\\0\\xff hunter' + b'#2');"
        "print('hunter' + '#2', file=sys.stderr)"
    )
    given = command(tmp_path, *IN_PYTHON, script, result=result, umask=0)
    ended = run(given)

    assert (ended.code, ended.told, result.read_bytes()) == (0, "***", b"\0\xff hunter#2")
    assert stat.S_IMODE(result.stat().st_mode) == 0o600


def test_stdin_is_what_was_given_or_nothing(tmp_path: Path) -> None:
    (tmp_path / "given").write_text("a dump\n", encoding="utf-8")

    assert run(command(tmp_path, "cat", stdin=tmp_path / "given")).told == "a dump"
    assert run(command(tmp_path, "cat")).code == 0


def test_little_is_inherited(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("OS_PASSWORD", "of the executor")
    monkeypatch.setenv("LC_ALL", "C.UTF-8")
    script = "import os; print(sorted(set(os.environ) - set(%r)))"
    usual = ["PATH", "LANG", "LANGUAGE", "TZ", "HOME", "USER", "LOGNAME"]
    usual += ["SSL_CERT_FILE", "SSL_CERT_DIR", "REQUESTS_CA_BUNDLE"]
    usual += [f"{kind}_proxy" for kind in ("http", "https", "no")]
    usual += [f"{kind}_PROXY" for kind in ("HTTP", "HTTPS", "NO")]
    given = command(tmp_path, *IN_PYTHON, script % usual, environment={"X": SECRET})

    assert run(given).told == "['LC_ALL', 'X']"


def test_no_descriptor_of_the_executor_is_inherited(tmp_path: Path) -> None:
    with (tmp_path / "open").open("w") as file:
        os.set_inheritable(file.fileno(), True)
        assert run(command(tmp_path, "ls", "/proc/self/fd")).told == "0\n1\n2\n3"


def test_it_has_a_session_umask_folder_and_signals_of_its_own(tmp_path: Path) -> None:
    script = (
        "import os, signal; print(os.getsid(0) == os.getpgrp() == os.getpid(), os.getcwd());"
        "print(oct(os.umask(0)), signal.pthread_sigmask(signal.SIG_BLOCK, []))"
    )
    ended = run(command(tmp_path, *IN_PYTHON, script, folder=str(tmp_path), umask=0o077))
    ignored = run(command(tmp_path, "grep", "SigIgn", "/proc/self/status"))

    assert ended.told == f"True {tmp_path}\n0o77 set()"
    # The C library keeps those above for itself.
    assert int(ignored.told.removeprefix("SigIgn: "), 16) & 0x7FFFFFFF == 0


def test_it_runs_as_its_user_with_the_groups_of_that(tmp_path: Path) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    nobody = pwd.getpwnam("nobody")
    given = command(tmp_path, "sh", "-c", "id -u; id -G; echo $HOME $USER $LOGNAME", user="nobody")

    groups = " ".join(map(str, os.getgrouplist("nobody", nobody.pw_gid)))
    assert run(given).told == f"{nobody.pw_uid}\n{groups}\n{nobody.pw_dir} nobody nobody"


@pytest.mark.thorough
def test_its_secrets_are_read_by_nobody_else(tmp_path: Path, started: list[Process]) -> None:
    if os.geteuid() != 0:
        pytest.skip("only root may become another user")
    given = command(tmp_path, "sleep", "60", limit=1, killable=False, environment={"X": SECRET})
    ended = run(given, started)
    assert ended.running == started[0]
    place = Path("/proc", str(started[0].pid))

    assert (place / "cmdline").read_bytes() == b"sleep\x0060\0"
    assert SECRET.encode() in (place / "environ").read_bytes()
    others = command(tmp_path, "cat", str(place / "environ"), user="nobody")
    assert run(others).told == f"cat: {place}/environ: Permission denied"


@pytest.mark.thorough
def test_a_command_whose_time_is_up_is_ended_with_all_it_started(
    tmp_path: Path, started: list[Process]
) -> None:
    script = "trap '' TERM; echo $$; sleep 60 & echo $!; wait; sleep 60"
    ended = run(command(tmp_path, "sh", "-c", script, limit=1), started)

    assert (ended.code, ended.running) == (None, None)
    assert 1 <= ended.seconds < 30
    for pid in map(int, ended.told.split()[:2]):
        with suppress(OSError):
            assert wait_for(process_named(pid), 20)


@pytest.mark.thorough
def test_a_command_that_may_not_be_killed_lives_on(tmp_path: Path, started: list[Process]) -> None:
    script = "echo hunter#1; sleep 2; echo ended"
    ended = run(command(tmp_path, "sh", "-c", script, limit=1, killable=False), started)

    assert (ended.code, ended.told, ended.running) == (None, "hunter#1", started[0])
    assert wait_for(started[0], 30)
    assert gather(tmp_path / "out", KNOWN) == "hunter#1\nended"
    assert list(tmp_path.glob(".*")) == []


def test_another_process_with_the_same_number_is_not_it() -> None:
    own = process_named(os.getpid())

    assert is_alive(own)
    assert not is_alive(Process(own.pid, own.started - 1, own.boot))
    assert not is_alive(Process(own.pid, own.started, "of an earlier boot"))


def test_the_wait_for_a_process_has_an_end() -> None:
    now = [0.0]

    def sleep(seconds: float) -> None:
        now[0] += seconds

    assert not wait_for(process_named(os.getpid()), 5, lambda: now[0], sleep)
    assert 5 <= now[0] < 6


@pytest.mark.parametrize(
    "facts", [{}, {"pid": "1"}, {"pid": "-1", "started": "1"}, {"pid": "", "started": "²"}]
)
def test_facts_of_no_process_are_none(facts: dict[str, str]) -> None:
    assert process_of(facts) is None


@pytest.mark.thorough
@pytest.mark.parametrize("milliseconds", [*range(0, 80, 4), *range(80, 400, 40)])
def test_no_command_runs_that_was_not_written_down(tmp_path: Path, milliseconds: int) -> None:
    words = [sys.executable, "-c", EXECUTOR, str(tmp_path)]
    with subprocess.Popen(words, stdout=subprocess.PIPE, start_new_session=True) as executor:
        assert executor.stdout
        assert executor.stdout.readline() == b"ready\n"
        with suppress(subprocess.TimeoutExpired):
            executor.wait(milliseconds / 1000)
        executor.send_signal(signal.SIGKILL)

    history = read_journal(tmp_path / "journal")
    told = [process_of(entry.facts) for entry in history.entries if entry.what == "running"]
    marker = tmp_path / "marker"
    if not told:
        assert not marker.exists()
        return
    assert told[0]
    assert wait_for(told[0], 30)
    # It had either not been let go, or went on to its end with nobody there.
    lines = marker.read_text(encoding="utf-8").split() if marker.exists() else []
    assert lines in ([], ["begun", "ended"])
    gather(tmp_path / "out", Secrets())
    written = (tmp_path / "out").read_text(encoding="utf-8")
    assert written.endswith("told\n") is bool(lines)
    assert list(tmp_path.glob(".*")) == []
