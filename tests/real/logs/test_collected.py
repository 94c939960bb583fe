"""Real logs as collectors keep them: nothing is lost on the way."""

import subprocess
from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from linter.logs.reading import LogRequest, read_logs
from tests.real.database.servers import needed
from tests.real.logs.comparison import differences
from tests.real.logs.deployment import Run
from tests.real.logs.envelopes import ENVELOPES, journal

pytestmark = pytest.mark.release
# Both kinds of warnings of Python, colours and the server's own lines; then a plain file.
LOGS = ("stein-uwsgi-stderr", "2024.1-uwsgi-stderr", "train-uwsgi-file", "2025.1-file")
REMOTE = "lib/systemd"
OUTPUTS = ("export", "json", "short", "short-iso", "short-precise", "with-unit", "cat", "verbose")


@pytest.mark.parametrize("envelope", ENVELOPES, ids=lambda envelope: envelope.__name__)
@pytest.mark.parametrize("name", LOGS)
def test_each_line_in_an_envelope_says_the_same(
    runs: Mapping[str, Run], tmp_path: Path, name: str, envelope: Callable[[str], str]
) -> None:
    lines = runs[name].log.read_text(encoding="utf-8").splitlines()
    (tmp_path / "collected.log").write_text("".join(f"{envelope(line)}\n" for line in lines))

    tally = read_logs(LogRequest((str(tmp_path / "collected.log"),)))

    assert differences(runs[name].records, tally) == ()


@pytest.mark.parametrize("output", OUTPUTS)
@pytest.mark.parametrize("name", LOGS)
def test_each_output_of_the_journal_says_the_same(
    runs: Mapping[str, Run], tmp_path: Path, name: str, output: str
) -> None:
    shown = shown_by_journalctl(runs[name].log, tmp_path, "--output", output, "--all")

    tally = read_logs(LogRequest((str(shown),)))

    assert differences(runs[name].records, tally) == ()


@pytest.mark.parametrize("output", ["verbose", "json-pretty"])
def test_messages_that_journalctl_hides_are_missed(
    runs: Mapping[str, Run], tmp_path: Path, output: str
) -> None:
    log = runs["2024.1-uwsgi-stderr"].log
    shown = shown_by_journalctl(log, tmp_path, "--output", output)

    tally = read_logs(LogRequest((str(shown),)))

    assert any("with colours" in gap.why and gap.required for gap in tally.gaps)


def shown_by_journalctl(log: Path, folder: Path, *words: str) -> Path:
    """What journalctl prints of a log whose lines a service wrote to its standard error."""
    kept = journal_of(log, folder)
    shown = folder / "journal.log"
    command = ["journalctl", "--file", str(kept), "--no-pager", "--utc", *words]
    with shown.open("wb") as file:
        subprocess.run(command, check=True, stdout=file, timeout=60)
    return shown


def journal_of(log: Path, folder: Path) -> Path:
    """A file of the journal as journald itself would keep it."""
    program = needed("systemd-journal-remote", "systemd-journal-remote", REMOTE)
    needed("systemd", "journalctl")
    lines = log.read_text(encoding="utf-8").splitlines()
    made = folder / "keystone.journal"
    subprocess.run([program, "--output", made, "-"], input=journal(lines), check=True, timeout=60)
    return made
