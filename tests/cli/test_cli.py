import json
import os
import subprocess
import sys
from pathlib import Path

import jsonschema
import pytest

from linter.cli.main import VERBS, main

DEPLOYMENTS = Path(__file__).parents[1] / "fixtures" / "deployments"
DEMO = str(DEPLOYMENTS / "demo" / "etc" / "keystone")
TRAIN = str(DEPLOYMENTS / "train-rdo")
SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "report-1.json"


def said(capsys: pytest.CaptureFixture[str], *words: str) -> tuple[int, str, str]:
    code = main(words)
    captured = capsys.readouterr()
    return code, captured.out, captured.err


def test_the_json_report_keeps_to_the_published_schema(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1798761600")
    words = ("check", TRAIN, "--from", "train", "--to", "ussuri", "--format", "json")
    _, first, _ = said(capsys, *words)
    _, second, _ = said(capsys, *words)
    jsonschema.validate(json.loads(first), json.loads(SCHEMA.read_text()))
    assert first == second


def test_the_published_schema_is_the_one_that_the_program_prints(
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert said(capsys, "schema") == (0, SCHEMA.read_text(), "")


def test_the_exit_code_does_not_depend_on_the_format(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    words = ("check", DEMO, "--from", "2024.1", "--to", "2025.1")
    both = ("--format", "terminal", "--format", f"json={tmp_path / 'report.json'}")
    codes = {said(capsys, *words, *formats)[0] for formats in ((), ("--format", "json"), both)}
    report = json.loads((tmp_path / "report.json").read_text())
    assert codes == {report["verdict"]["exit_code"]}


@pytest.mark.parametrize(
    ("words", "complaint"),
    [
        (("check", "/nowhere/at/all"), "/nowhere/at/all: no such file or directory"),
        (("check", DEMO, "--from", "nova"), "No release is called 'nova'; known are pike"),
        (("check", DEMO, "--from", "2025.1", "--to", "2024.1"), "cannot be downgraded"),
        (("check", DEMO, "--format", "xml"), "no format 'xml'; known: terminal, json, sarif"),
        (("check", DEMO, "--format", "json", "--format", "terminal"), "two formats go to -"),
        (("check", DEMO, "--rules", "/nowhere"), "/nowhere: no such folder of rules"),
        (("explain", "config/option-remove"), "did you mean config/option-removed?"),
        (("path", "2025.1", "train"), "cannot be downgraded"),
        (("path", "1", "train"), "No release is called '1'"),
    ],
)
def test_a_usage_error_is_one_sentence_and_exit_code_2(
    capsys: pytest.CaptureFixture[str], words: tuple[str, ...], complaint: str
) -> None:
    code, out, err = said(capsys, *words)
    assert (code, out) == (2, "")
    assert err.startswith("kslint: ")
    assert complaint in err
    assert err.count("\n") == 1


@pytest.mark.thorough
@pytest.mark.parametrize(
    "words",
    [
        ("check", "\x1b[31mx"),
        ("check", DEMO, "--from", "\x1b[31mx"),
        ("check", DEMO, "--rules", "\x1b[31mx"),
        ("check", DEMO, "--config-file", "\x1b[31mx"),
        ("check", DEMO, "--config-dir", "\x1b[31mx"),
        ("check", DEMO, "--format", "\x1b[31mx"),
        ("check", DEMO, "--from", "train", "--format", "json=/nowhere/\x1b[31mx"),
        ("check", DEMO, "--\x1b[31mx"),
        ("explain", "\x1b[31mx"),
    ],
)
def test_no_escape_sequence_reaches_the_terminal_with_a_usage_error(words: tuple[str, ...]) -> None:
    command = (sys.executable, "-m", "linter", *words)
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (2, "")
    assert "\\x1b[31mx" in done.stderr
    assert "\x1b" not in done.stderr


def test_an_unwritable_output_is_a_usage_error(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "missing" / "report.json"
    words = ("check", DEMO, "--from", "2024.1", "--to", "2025.1", "--format", f"json={target}")
    code, _, err = said(capsys, *words)
    assert (code, err) == (2, f"kslint: {target}: cannot be written: No such file or directory\n")


def test_a_full_disk_behind_stdout_is_a_usage_error() -> None:
    command = [sys.executable, "-m", "linter", "schema", "logs"]
    with Path("/dev/full").open("wb") as full:
        done = subprocess.run(command, stdout=full, stderr=subprocess.PIPE, text=True, check=False)

    said = "kslint: stdout: cannot be written: No space left on device\n"
    assert (done.returncode, done.stderr) == (2, said)


@pytest.mark.thorough
def test_a_reader_that_went_away_changes_neither_exit_code_nor_other_files(tmp_path: Path) -> None:
    read, write = os.pipe()
    os.close(read)
    other = tmp_path / "kslint.csv"
    words = ("--from", "train", "--to", "ussuri", "--fail-on", "warning")
    formats = ("--format", "json", "--format", f"csv={other}")
    with os.fdopen(write, "wb") as gone:
        command = (sys.executable, "-m", "linter", "check", TRAIN)
        command += (*words, *formats)
        done = subprocess.run(command, stdout=gone, stderr=subprocess.PIPE, check=False)

    assert (done.returncode, done.stderr) == (1, b"")
    assert other.is_file()


def test_an_internal_error_is_exit_code_4_without_a_traceback(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail(_: object) -> int:
        raise KeyError("canary")

    monkeypatch.setattr("linter.cli.path.run", fail)
    code, out, err = said(capsys, "path", "train", "ussuri")
    assert (code, out) == (4, "")
    assert "internal error: KeyError" in err
    assert "canary" not in err


def test_an_interrupt_is_exit_code_130(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    def interrupt(_: object) -> int:
        raise KeyboardInterrupt

    monkeypatch.setattr("linter.cli.path.run", interrupt)
    assert said(capsys, "path", "train", "ussuri") == (130, "", "kslint: interrupted\n")


@pytest.mark.parametrize("verb", VERBS)
def test_every_verb_has_help_with_an_example(capsys: pytest.CaptureFixture[str], verb: str) -> None:
    with pytest.raises(SystemExit) as end:
        main([verb, "--help"])
    assert end.value.code == 0
    assert f"kslint {verb}" in capsys.readouterr().out.split("example", 1)[1]


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_the_options_of_check(
    capsys: pytest.CaptureFixture[str], shell: str
) -> None:
    code, out, _ = said(capsys, "completion", shell)
    assert code == 0
    assert "fail-on" in out


def test_path_prints_the_hops(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "path", "2024.1", "epoxy")
    assert code == 0
    assert out.splitlines()[0] == "2024.1 (caracal) → 2025.1 (epoxy): 1 hop"


def test_explain_tells_the_life_of_an_entry_point(capsys: pytest.CaptureFixture[str]) -> None:
    code, out, _ = said(capsys, "explain", "keystone.token.provider:uuid")
    assert code == 0
    assert out.splitlines() == [
        "keystone.token.provider:uuid (entry point)",
        "  pike to queens",
        "    there",
        "  after queens: not there any more",
    ]


def test_a_new_rule_is_scaffolded_once_and_can_be_used(
    capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    target = tmp_path / "debug.yaml"
    assert said(capsys, "rules", "--new", str(target))[0] == 0
    assert said(capsys, "rules", "--new", str(target))[0] == 2
    words = ("check", DEMO, "--from", "2024.1", "--rules", str(tmp_path), "--format", "json")
    assert said(capsys, *words)[0] in {0, 1, 3}
