import errno
import os
import signal
import stat
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from linter.execute import journal_file
from linter.execute.journal import Entry, History, JournalError, Writer, read_journal
from linter.execute.journal_file import opened
from linter.execute.masking import secrets_of

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
EARLIER = datetime(1970, 1, 1, tzinfo=UTC)
WRITER = """
import sys
from datetime import UTC, datetime
from pathlib import Path
from linter.execute.journal_file import opened
with opened(Path(sys.argv[1]), lambda: datetime.now(UTC)) as journal:
    print("open", flush=True)
    while True:
        entry = journal.add("started", "4-database", "x" * 3000, {"pid": "7"})
        print(entry.number, flush=True)
"""


def noon() -> datetime:
    return NOON


def test_an_entry_is_read_as_it_was_added(tmp_path: Path) -> None:
    path = tmp_path / "state" / "journal"
    with opened(path, noon) as journal:
        assert journal.history == History(())
        first = journal.add("opened", said="plan \udcff\x1b", facts={"plan": "ab"})
        second = journal.add("started", "1-stop")

    assert first == Entry(
        1, NOON, "opened", "", "plan \\udcff\x1b", {"plan": "ab"}, "", first.digest
    )
    assert second == Entry(2, NOON, "started", "1-stop", "", {}, first.digest, second.digest)
    assert read_journal(path).entries == (first, second)
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_journal_goes_on_where_it_ended_whatever_the_clock_says(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with opened(path, noon) as journal:
        first = journal.add("opened")
    with opened(path, lambda: EARLIER) as journal:
        assert journal.history.entries == (first,)
        second = journal.add("resumed")

    assert (second.number, second.at, second.before) == (2, EARLIER, first.digest)
    assert read_journal(path).entries == (first, second)


def test_each_entry_is_on_disk_before_add_returns(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    synced: list[int] = []
    with opened(tmp_path / "journal", noon) as journal:
        monkeypatch.setattr(os, "fsync", lambda each: synced.append(os.fstat(each).st_size))
        journal.add("opened")
        assert synced == [(tmp_path / "journal").stat().st_size]


@pytest.mark.parametrize("rest", [b"x", b'{"number":3,"at"', b"\0" * 400, b"\0" * 40 + b"\n"])
def test_a_torn_line_is_put_aside_and_cut_off(tmp_path: Path, rest: bytes) -> None:
    path = tmp_path / "journal"
    with opened(path, noon) as journal:
        first = journal.add("opened")
    (tmp_path / "journal.torn-1").write_bytes(b"of an earlier power cut")
    with path.open("ab") as file:
        file.write(rest)

    with opened(path, noon) as journal:
        evidence = journal.evidence
        second = journal.add("resumed")

    assert evidence == tmp_path / "journal.torn-2"
    assert evidence.read_bytes() == rest
    assert stat.S_IMODE(evidence.stat().st_mode) == 0o600
    assert read_journal(path).entries == (first, second)


def test_a_changed_journal_is_not_opened(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with opened(path, noon) as journal:
        journal.add("failed", "4-database")
    path.write_bytes(path.read_bytes().replace(b"failed", b"done"))

    with pytest.raises(JournalError, match="line 1, is not as it was"), opened(path, noon):
        pass


def test_two_writers_are_refused(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    with (
        opened(path, noon),
        pytest.raises(JournalError) as raised,
        opened(path, noon),
    ):
        pass

    assert str(raised.value) == (
        f"{path} is being written by another kslint: wait until that has ended"
    )


@pytest.mark.parametrize("where", ["said", "facts", "quoted"])
def test_a_secret_is_refused_and_nothing_written(tmp_path: Path, where: str) -> None:
    path = tmp_path / "journal"
    text = {"quoted": "mysql://keystone:hunter%232@db"}.get(where, "it is hunter#2, you see")
    with opened(path, noon, secrets_of(["hunter#2"])) as journal:
        first = journal.add("opened")
        with pytest.raises(JournalError) as raised:
            journal.add(
                "failed",
                "4-database",
                **{where: {"x": text}} if where == "facts" else {"said": text},
            )
        second = journal.add("failed", "4-database", "without")

    assert "hunter" not in str(raised.value)
    assert read_journal(path).entries == (first, second)


def test_a_link_in_the_place_of_the_journal_is_refused(tmp_path: Path) -> None:
    (tmp_path / "precious").write_text("kept", encoding="utf-8")
    (tmp_path / "journal").symlink_to("precious")

    with (
        pytest.raises(JournalError, match="cannot be opened: Too many"),
        opened(tmp_path / "journal", noon),
    ):
        pass

    assert (tmp_path / "precious").read_text(encoding="utf-8") == "kept"


def test_the_state_may_lie_behind_a_link(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "state").symlink_to("real")
    with opened(tmp_path / "state" / "journal", noon) as journal:
        added = journal.add("opened")

    assert read_journal(tmp_path / "real" / "journal").entries == (added,)


def test_a_device_in_the_place_of_the_journal_is_refused() -> None:
    with pytest.raises(JournalError, match="it is no file"), opened(Path("/dev/null"), noon):
        pass


@pytest.mark.parametrize("fault", ["removed", "replaced", "written", "folder"])
def test_a_journal_that_is_taken_away_is_noticed(tmp_path: Path, fault: str) -> None:
    path = tmp_path / "state" / "journal"
    with opened(path, noon) as journal:
        journal.add("opened")
        match fault:
            case "removed":
                path.unlink()
            case "replaced":
                path.rename(path.with_name("old"))
                path.write_bytes(path.with_name("old").read_bytes())
            case "written":
                with path.open("ab") as file:
                    file.write(b"x")
            case _:
                path.parent.rename(tmp_path / "other")
        with pytest.raises(JournalError) as raised:
            journal.add("started", "1-stop")
        with pytest.raises(JournalError) as again:
            journal.add("started", "1-stop")

    why = {
        "replaced": "another file was put in its place",
        "written": "something else has written there",
    }.get(fault, "No such file or directory")
    assert str(raised.value) == str(again.value)
    assert str(raised.value) == (
        f"{path} cannot be written: {why}; nothing more is begun: see to that, then go on with "
        "`kslint resume`, which looks at what was under way"
    )


@pytest.fixture
def small(tmp_path: Path) -> Iterator[Path]:
    """A file system with room for a few pages."""
    place = tmp_path / "small"
    place.mkdir()
    words = ["mount", "-t", "tmpfs", "-o", "size=64k", "tmpfs", str(place)]
    if os.geteuid() != 0 or subprocess.run(words, check=False, capture_output=True).returncode:
        pytest.skip("only root may mount a file system of a few pages")
    yield place
    subprocess.run(["umount", str(place)], check=True)


def test_a_full_disk_leaves_a_journal_that_is_whole(small: Path) -> None:
    path = small / "journal"
    added: list[Entry] = []

    def fill(journal: Writer) -> None:
        while True:
            added.append(journal.add("started", "1-stop", "x" * 2999))

    with opened(path, noon) as journal, pytest.raises(JournalError, match="No space left"):
        fill(journal)

    assert len(added) > 10
    assert read_journal(path) == History(tuple(added), torn=False, length=path.stat().st_size)


def test_a_read_only_disk_leaves_a_journal_that_is_whole(small: Path) -> None:
    path = small / "journal"
    with opened(path, noon) as journal:
        added = journal.add("opened")
    subprocess.run(["mount", "-o", "remount,ro", str(small)], check=True)

    with pytest.raises(JournalError, match="Read-only file system"), opened(path, noon):
        pass

    assert read_journal(path).entries == (added,)


def test_what_could_not_be_synced_is_taken_back(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "journal"
    with opened(path, noon) as journal:
        first = journal.add("opened")
        with monkeypatch.context() as patch:
            patch.setattr(journal_file.os, "fsync", _broken)
            with pytest.raises(JournalError, match="Input/output error"):
                journal.add("done", "1-stop")

    assert read_journal(path).entries == (first,)


def _broken(_: int) -> None:
    raise OSError(errno.EIO, os.strerror(errno.EIO))


@pytest.mark.thorough
def test_a_kill_at_any_moment_loses_nothing_that_was_added(tmp_path: Path) -> None:
    path = tmp_path / "journal"
    written = 0
    for lines in range(1, 41):
        command = [sys.executable, "-c", WRITER, str(path)]
        with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as writer:
            assert writer.stdout
            told = [writer.stdout.readline() for _ in range(lines)]
            writer.send_signal(signal.SIGKILL)
            told += writer.stdout.readlines()
        numbers = [int(line) for line in told[1:] if line.endswith("\n")]

        history = read_journal(path)
        assert numbers == list(range(written + 1, written + len(numbers) + 1))
        # One more may be there, of which the writer did not come to speak.
        assert len(history.entries) - written - len(numbers) in {0, 1}
        with opened(path, noon) as journal:
            journal.add("resumed")
        written = len(read_journal(path).entries)
    assert written > 800
