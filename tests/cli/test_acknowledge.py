"""`kslint notes --ack`: what is written, what is refused, and what the next run makes of it."""

import json
import os
import pty
import select
import sys
from pathlib import Path

import pytest
import yaml

from linter.cli.main import main
from tests.cli.notes_given import CARE_NOTE, FEATURE_NOTE, PROVIDER_NOTE, bundle

CONFIGURATION = """\
[database]
connection = mysql+pymysql://keystone@db/keystone
[token]
provider = fernet
"""
USUAL = Path(".kslint") / "acknowledgements.yaml"
NOT_ASKING = "new features and bug fixes ask for no acknowledgement"
GIT = '--by "$(git config user.name)"'
TYPO = "care-1123456789abcdee"
ADA = ("--by", "Ada Example", "--reason", "not used here")


@pytest.fixture
def command(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """The words that ask for the notes of the bundle, in a folder with a deployment."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    bundle(tmp_path / "notes.bundle")
    return ["notes", "etc", "--from", "stein", "--to", "train", "--bundle", "notes.bundle"]


def acknowledgements(command: list[str], capsys: pytest.CaptureFixture[str]) -> dict[str, str]:
    """Who acknowledged each note, by its id, as the next run says."""
    capsys.readouterr()
    main([*command, "--format", "json"])
    notes = json.loads(capsys.readouterr().out)["notes"]
    return {note["id"]: note["acknowledged"] for note in notes if note["acknowledged"]}


@pytest.mark.thorough
def test_what_is_acknowledged_counts_in_the_next_run(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*command, "--ack", CARE_NOTE, "--ack", PROVIDER_NOTE, *ADA, "--ticket", "OPS-1"])

    out, err = capsys.readouterr()
    assert (code, err) == (0, "")
    assert out == (
        f"{USUAL}: added {CARE_NOTE} for train\n"
        f"{USUAL}: added {PROVIDER_NOTE} for train\n"
        "left to read: 1 release note\n"
    )
    assert [entry["id"] for entry in yaml.safe_load(USUAL.read_text())] == [
        CARE_NOTE,
        PROVIDER_NOTE,
    ]
    assert list(acknowledgements(command, capsys)) == [PROVIDER_NOTE, CARE_NOTE]


def test_a_file_that_is_named_is_begun_and_then_kept(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    named = [*command, "--acknowledgements", "read/train.yaml"]

    assert main([*named, "--ack", CARE_NOTE, *ADA]) == 0
    assert main([*named, "--ack", CARE_NOTE, "--by", "Bob", "--reason", "still not"]) == 0

    assert capsys.readouterr().out == (
        f"read/train.yaml: added {CARE_NOTE} for train\n"
        "left to read: 2 release notes\n"
        f"read/train.yaml: renewed {CARE_NOTE} for train\n"
        "left to read: 2 release notes\n"
    )
    assert [entry["by"] for entry in yaml.safe_load(Path("read/train.yaml").read_text())] == ["Bob"]
    assert not USUAL.exists()


@pytest.mark.parametrize(
    ("id_", "why"),
    [
        (TYPO, f"there is no release note {TYPO} between stein and train; nearest: {CARE_NOTE}"),
        ("are-", f"there is no release note are- between stein and train; nearest: {CARE_NOTE}"),
        (
            "caré",
            "there is no release note caré between stein and train",
        ),
        (FEATURE_NOTE, f"{FEATURE_NOTE} needs no acknowledgement: {NOT_ASKING}"),
    ],
)
def test_of_several_notes_none_is_written_where_one_is_refused(
    id_: str, why: str, command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    code = main([*command, "--ack", PROVIDER_NOTE, "--ack", id_, *ADA])

    assert (code, *capsys.readouterr()) == (2, "", f"kslint: {why}\n")
    assert not USUAL.parent.exists()


def test_notes_that_were_not_read_are_spoken_of(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(Path("notes.bundle"), missing=("train.html", "stein.html"))

    code = main([*command, "--ack", "zzz", *ADA])

    assert code == 2
    assert capsys.readouterr().err == (
        "kslint: there is no release note zzz between stein and train; "
        "some release notes could not be read, `kslint notes` names them\n"
    )


def test_a_file_that_cannot_be_edited_is_left_alone(
    command: list[str], capsys: pytest.CaptureFixture[str]
) -> None:
    USUAL.parent.mkdir()
    USUAL.write_text("- [\n")

    code = main([*command, "--ack", CARE_NOTE, *ADA])

    assert code == 2
    assert capsys.readouterr().err.startswith(f"kslint: {USUAL}: is not YAML at line 2: ")
    assert USUAL.read_text() == "- [\n"


@pytest.mark.parametrize(
    ("words", "why"),
    [
        (
            ["--ack", "x"],
            '--ack needs the name of who read the note, such as --by "$(git config user.name)"',
        ),
        (["--ack", "x", "--by", "Ada"], "--ack needs --reason TEXT: why the upgrade can go on"),
        (["--ack", "x", *ADA, "--by", " "], "--by is empty"),
        (["--ack", "x", *ADA, "--reason", ""], "--reason is empty"),
        (["--ack", "x", *ADA, "--ticket", ""], "--ticket is empty"),
        (
            ["--ack", "x", *ADA, "--reason", "a\nb"],
            "--reason holds a control or invisible character: a\\nb",
        ),
        (
            ["--ack", "x", *ADA, "--by", "A\u202eda"],
            "--by holds a control or invisible character: A\\u202eda",
        ),
        (
            ["--ack", "x", *ADA, "--ticket", "https://ada:hunter2@tickets/1"],
            "--ticket holds a password: the file is for others to read",
        ),
        (["--ack", "x", *ADA, "--until", "soon"], "--until soon is no date such as 2027-01-31"),
        (["--ack", "x", "--ack", " ", *ADA], "--ack is empty"),
        (
            ["--ack", "\x1b[31m", *ADA],
            "--ack holds a control or invisible character: \\x1b[31m",
        ),
        (
            ["--ack", "x", *ADA, "--acknowledgements", "-"],
            "what was read is written into a file: name one that is not -",
        ),
        (["--by", "Ada"], "--by is about notes that were read: name them with --ack"),
        (["--until", "2027-01-31"], "--until is about notes that were read: name them with --ack"),
        (
            ["--ack", "x", *ADA, "--format", "json"],
            "--ack writes and renders no list: leave out --format, --open and --all",
        ),
        (
            ["--walk", "--open"],
            "--walk asks and renders no list: leave out --format, --open and --all",
        ),
        (
            ["--walk", "--reason", "all fine"],
            "--walk asks for the reason of each note: --reason is for --ack",
        ),
        (["--walk"], "--walk needs a terminal to ask at: name the notes with --ack ID"),
    ],
)
def test_words_that_mean_nothing_are_refused_before_any_note_is_read(
    words: list[str], why: str, capsys: pytest.CaptureFixture[str]
) -> None:
    code = main(["notes", "nowhere", *words])

    assert (code, *capsys.readouterr()) == (2, "", f"kslint: {why}\n")


def test_a_day_that_is_over_is_refused(capsys: pytest.CaptureFixture[str]) -> None:
    code = main(["notes", "nowhere", "--ack", "x", *ADA, "--until", "2020-02-29"])

    assert code == 2
    assert capsys.readouterr().err.startswith("kslint: --until 2020-02-29 is over: today is ")


PATIENCE = 60
"""Seconds that a terminal may stay silent."""


def at_terminal(command: list[str], *exchanges: tuple[str, str]) -> tuple[int, str]:
    """The exit code and what stood on a terminal where each question got its answer."""
    child, terminal = pty.fork()
    if child == 0:  # pragma: no cover  another process
        os.environ.update(TERM="dumb", COLUMNS="80")
        words = [sys.executable, "-m", "linter", *command]
        os.execv(words[0], words)  # noqa: S606  no shell is wanted
    shown, left, begin, idle, answer = b"", list(exchanges), 0, 0, ""
    while idle < PATIENCE:
        if not select.select([terminal], [], [], 1)[0]:
            idle += 1
            # Python overlooks an interrupt between the question and the wait for its answer.
            os.write(terminal, b"\x03" if answer == "\x03" else b"")
            continue
        try:
            shown += os.read(terminal, 65536)
        except OSError:  # the other side is closed
            break
        while left and (at := shown.find(left[0][0].encode(), begin)) >= 0:
            question, answer = left.pop(0)
            begin = at + len(question)
            os.write(terminal, answer.encode())
    os.close(terminal)
    return os.waitstatus_to_exitcode(os.waitpid(child, 0)[1]), shown.decode().replace("\r\n", "\n")


ASKED = "[q]uit: "


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("leaving", "code", "last"),
    [
        ("q\n", 0, "acknowledged 1, skipped 1, 1 not seen\n"),
        ("\x04", 0, "acknowledged 1, skipped 1, 1 not seen\n"),
        ("\x03", 130, "acknowledged 1, skipped 1, 1 not seen\nkslint: interrupted\n"),
    ],
)
def test_somebody_at_a_terminal_is_led_through_the_notes(
    leaving: str, code: int, last: str, command: list[str]
) -> None:
    found, shown = at_terminal(
        [*command, "--walk"],
        (ASKED, "a\n"),
        ("Your name: ", "Jörg Müller\n"),
        ("go on: ", "läuft 日本\n"),
        (ASKED, leaving),
    )

    assert found == code
    assert shown.endswith(last)
    entries = yaml.safe_load(USUAL.read_text())
    assert [(entry["by"], entry["reason"]) for entry in entries] == [("Jörg Müller", "läuft 日本")]
