import json
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from linter.cli.main import main
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK, EXIT_USAGE
from tests.cli.notes_given import (
    CARE,
    CARE_NOTE,
    FEATURE_NOTE,
    FERNET,
    LATE,
    PROVIDER,
    PROVIDER_NOTE,
    STEIN,
    STEIN_NOTE,
    bundle,
)

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "notes-1.json"
CONFIGURATION = "[database]\nconnection = mysql+pymysql://keystone:canary@db/keystone\n"
SET = f"{CONFIGURATION}[token]\nprovider = fernet\n"
UPGRADE = ("--from", "stein", "--to", "train")
LATE_NOTE = "16.0.1-security-64d4a93351811a33"
UNASKED = "no deployment was given that tells whether it applies"
UNTOLD = "nothing in the files tells whether it applies"
LOG = (
    "2026-11-22 15:17:35.123 42 WARNING keystone.server [-] "
    'Deprecated: Option "provider" from group "token" is deprecated for removal.\n'
)
STDOUT = "two formats go to -: give one of them a file, as json=FILE"
# The first words of the program that runs the command line under watch.
WATCH = """
import sys
def refuse(event, arguments):
    if event.startswith(("socket.", "subprocess.", "os.exec", "os.posix_spawn", "os.system")):
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(refuse)
from linter.cli.main import main
sys.exit(main(sys.argv[1:]))
"""


class Said:
    """One run of the program."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code = code
        self.out = out
        self.err = err


@pytest.fixture(autouse=True)
def place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with a deployment and a bundle in it."""
    (tmp_path / "etc").mkdir()
    (tmp_path / "etc" / "keystone.conf").write_text(SET, encoding="utf-8")
    bundle(tmp_path / "notes.zip")
    monkeypatch.chdir(tmp_path)
    return tmp_path


def told(
    capsys: pytest.CaptureFixture[str], *words: str, upgrade: tuple[str, ...] = UPGRADE
) -> Said:
    code = main(("notes", *words, *upgrade, "--bundle", "notes.zip"))
    captured = capsys.readouterr()
    return Said(code, captured.out, captured.err)


def test_each_note_is_told_with_what_it_means_for_the_deployment(
    capsys: pytest.CaptureFixture[str],
) -> None:
    said = told(capsys, "etc", "--format", "json")
    document = json.loads(said.out)

    assert (said.code, said.err) == (EXIT_OK, "")
    assert [
        (note["id"], note["section"], note["version"], note["triage"], note["reason"], note["text"])
        for note in document["notes"]
    ] == [
        (PROVIDER_NOTE, "upgrade", "16.0.0", "applies", "[token] provider is set here", PROVIDER),
        (CARE_NOTE, "upgrade", "16.0.0", "read it", UNTOLD, CARE),
        (
            STEIN_NOTE,
            "upgrade",
            "15.0.0",
            "does not apply",
            "it came with 15.0.0, and stein is deployed",
            STEIN,
        ),
        (LATE_NOTE, "security", "16.0.1", "read it", UNTOLD, LATE),
        (CARE_NOTE, "security", "16.0.0", "read it", UNTOLD, CARE),
        (FEATURE_NOTE, "features", "16.0.0", "read it", UNTOLD, FERNET),
    ]
    assert document["notes"][0]["witnesses"] == [
        {
            "kind": "config",
            "location": {"node": "", "path": "keystone.conf", "line": 4, "column": 1},
            "reference": "",
            "text": "provider = fernet",
        }
    ]
    assert (document["version"], document["gaps"]) == ("16.0.0", [])


def test_the_document_keeps_to_the_published_schema(capsys: pytest.CaptureFixture[str]) -> None:
    document = json.loads(told(capsys, "etc", "--format", "json").out)
    jsonschema.validate(document, json.loads(SCHEMA.read_text(encoding="utf-8")))


def test_the_published_schema_is_the_one_that_the_program_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert main(("schema", "notes")) == EXIT_OK
    assert capsys.readouterr().out == SCHEMA.read_text(encoding="utf-8")


def test_two_runs_say_the_same(capsys: pytest.CaptureFixture[str]) -> None:
    words = ("etc", "--format", "json", "--format", "markdown=notes.md")
    runs = [(told(capsys, *words).out, Path("notes.md").read_bytes()) for _ in range(2)]
    assert runs[0] == runs[1]


def test_without_a_deployment_the_reason_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "--format", "json")
    document = json.loads(said.out)

    assert said.code == EXIT_OK
    assert {(note["triage"], note["reason"]) for note in document["notes"]} == {
        ("read it", UNASKED)
    }
    assert document["summary"]["open"] == 5


@pytest.mark.parametrize(
    "upgrade", [(), ("--from", "stein"), ("--to", "train")], ids=["none", "source", "target"]
)
def test_without_a_deployment_both_releases_have_to_be_named(
    upgrade: tuple[str, ...], capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(capsys, upgrade=upgrade)
    assert (said.code, said.out) == (EXIT_USAGE, "")
    assert said.err == (
        "kslint: without the PATH of a deployment nothing tells the releases: name both with "
        "--from and --to\n"
    )


@pytest.mark.parametrize(
    ("words", "sentence"),
    [
        (("--logs", "x"), "--logs needs a deployment: name its PATH"),
        (("--web", "x"), "--web needs a deployment: name its PATH"),
        (
            ("--config-dir", "x"),
            "--config-file or --config-dir needs a deployment: name its PATH",
        ),
        (("--format", "xml"), "no format 'xml'; known: terminal, json, markdown, html"),
        (("etc", "--since-checkpoint"), "--since-checkpoint is about logs: name them with --logs"),
        (("--online",), "--online and --bundle exclude each other"),
        (("etc", "--format", "json", "--format", "html"), STDOUT),
    ],
)
def test_what_means_nothing_is_said(
    words: tuple[str, ...], sentence: str, capsys: pytest.CaptureFixture[str]
) -> None:
    said = told(capsys, *words)
    assert (said.code, said.out, said.err) == (EXIT_USAGE, "", f"kslint: {sentence}\n")


def test_what_was_not_read_is_a_gap_and_the_answer_incomplete(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(place / "notes.zip", missing=("train.html",))
    said = told(capsys, "etc", "--format", "json")
    document = json.loads(said.out)

    assert said.code == EXIT_INCOMPLETE
    assert [(gap["what"], gap["required"]) for gap in document["gaps"]] == [("release notes", True)]
    assert [note["id"] for note in document["notes"]] == [
        PROVIDER_NOTE,
        CARE_NOTE,
        STEIN_NOTE,
        CARE_NOTE,
        FEATURE_NOTE,
    ]


def test_an_entry_that_cannot_be_read_is_said(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "answers.yaml").write_text(f"\n- id: {CARE_NOTE}\n  target: a://b:canary@c\n")
    said = told(capsys, "etc", "--acknowledgements", "answers.yaml", "--format", "json")

    assert said.code == EXIT_OK
    why = (
        "`by` is missing; `on` is missing; `reason` is missing; "
        "`target` a://b:***@c is not a known release"
    )
    assert json.loads(said.out)["gaps"] == [
        {
            "what": f"acknowledgement of {CARE_NOTE}",
            "why": why,
            "required": False,
            "location": {"node": "", "path": "answers.yaml", "line": 2, "column": 0},
            "remedy": "correct the entry",
        }
    ]


def test_a_template_leaves_open_what_does_not_apply(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    template = SET + "[identity]\ndriver = {{ driver }}\n"
    (place / "etc" / "keystone.conf").write_text(template, encoding="utf-8")
    said = told(capsys, "etc", "--format", "json")
    document = json.loads(said.out)

    assert said.code == EXIT_INCOMPLETE
    assert [gap["required"] for gap in document["gaps"]] == [True]
    assert {note["triage"] for note in document["notes"]} == {"applies", "read it"}


def test_what_logs_show_is_a_witness(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (place / "etc" / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")
    (place / "keystone.log").write_text(LOG, encoding="utf-8")
    said = told(capsys, "etc", "--logs", "keystone.log", "--format", "json")
    note = json.loads(said.out)["notes"][0]

    assert (note["id"], note["triage"]) == (PROVIDER_NOTE, "applies")
    assert "log" in {witness["kind"] for witness in note["witnesses"]}


def test_formats_can_be_combined(place: Path, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "etc", "--format", "html=notes.html", "--format", "terminal")
    assert said.out.startswith("Release notes for Keystone stein → train\n")
    page = (place / "notes.html").read_text(encoding="utf-8")
    assert page.startswith("<!DOCTYPE html>\n")


def test_parts_of_one_note_are_acknowledged_together(capsys: pytest.CaptureFixture[str]) -> None:
    assert told(capsys, "etc").out.splitlines()[6:9] == [
        "1 of 6 release notes concerns this deployment, 3 must be read, 0 acknowledged.",
        "4 are open, parts of 3 notes, each acknowledged as a whole.",
        "1 comes with a version after 16.0.0, which will be installed.",
    ]


def test_the_next_command_can_be_copied(capsys: pytest.CaptureFixture[str]) -> None:
    last = told(capsys, "etc").out.splitlines()[-1]
    assert last == (
        "  kslint notes etc --from stein --to train --bundle notes.zip "
        f"--ack {PROVIDER_NOTE} --by NAME --reason WHY"
    )


@pytest.mark.parametrize("form", ["terminal", "json", "markdown", "html"])
def test_no_format_tells_a_secret(form: str, capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "etc", "--all", "--format", form)
    assert "canary" not in said.out + said.err


def test_the_next_command_judges_by_the_same_files(
    place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "a log").write_text(LOG, encoding="utf-8")
    (place / "more.conf").write_text("[token]\nprovider = jws\n", encoding="utf-8")
    words = ("etc/keystone.conf", "--config-file", "more.conf", "--logs", "a log", "--web", "etc")
    assert told(capsys, *words, "--previous", "0").out.splitlines()[-1] == (
        "  kslint notes etc/keystone.conf --from stein --to train --config-file more.conf "
        f"--web etc --logs 'a log' --previous 0 --bundle notes.zip --ack {PROVIDER_NOTE} --by NAME "
        "--reason WHY"
    )


@pytest.mark.parametrize("words", [("--settings", "ours.toml"), ("--no-settings",)])
def test_the_next_command_takes_the_same_settings(
    words: tuple[str, ...], place: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    (place / "kslint.toml").write_text("web = ['etc']\n", encoding="utf-8")
    (place / "ours.toml").write_text("", encoding="utf-8")
    last = told(capsys, "etc", *words).out.splitlines()[-1]

    assert last == (
        f"  kslint notes etc --from stein --to train --bundle notes.zip {' '.join(words)} "
        f"--ack {PROVIDER_NOTE} --by NAME --reason WHY"
    )


def test_the_next_command_holds_no_password(capsys: pytest.CaptureFixture[str]) -> None:
    said = told(capsys, "etc", "--index-url", "https://anna:canary@index.example/simple")
    assert "--index-url 'https://anna:***@index.example/simple'" in said.out
    assert "canary" not in said.out + said.err


@pytest.mark.thorough
def test_a_bundle_is_read_without_a_socket_or_a_process(place: Path) -> None:
    words = ["notes", "etc", "--from", "stein", "--to", "train", "--bundle", "notes.zip"]
    done = subprocess.run(
        [sys.executable, "-I", "-c", WATCH, *words],
        capture_output=True, text=True, check=False, timeout=60, cwd=place,
    )  # fmt: skip
    assert (done.returncode, done.stderr) == (EXIT_OK, "")
