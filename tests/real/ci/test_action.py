"""The steps of the GitHub Action do in a shell what they are to do on a runner."""

import json
import os
import subprocess
import sys
from pathlib import Path

import msgspec
import pytest
import yaml

from tests.real.ci.repositories import BROKEN, CLEAN, PROGRAMS, repository
from tests.structure.sources import ROOT

INPUTS = {"SOURCE": "queens", "TARGET": "rocky", "CHECKED_PATHS": "."}


class Ran(msgspec.Struct, frozen=True):
    """What a step left: its exit code, its log, its outputs and its summary."""

    code: int
    log: str
    outputs: dict[str, str]
    summary: str


def step(name: str) -> dict[str, object]:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    return next(step for step in steps if step["name"] == name)


def ran(name: str, folder: Path, place: Path, inputs: dict[str, str]) -> Ran:
    """Runs a step as a runner does, with the variables that it reads filled in."""
    wanted = step(name)
    place.mkdir(exist_ok=True)
    files = {"GITHUB_OUTPUT": place / "output", "GITHUB_STEP_SUMMARY": place / "summary"}
    for path in files.values():
        path.touch()
    script = place / "script"
    script.write_text(str(wanted["run"]), encoding="utf-8")
    done = subprocess.run(
        ["bash", "--noprofile", "--norc", "-eo", "pipefail", script],
        env={
            **os.environ, **dict.fromkeys(wanted["env"], ""), **inputs, "NO_COLOR": "1",
            **{variable: str(path) for variable, path in files.items()},
            "RUNNER_TEMP": str(place), "GITHUB_ACTION_PATH": str(ROOT),
        },
        cwd=folder, stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False,
    )  # fmt: skip
    lines = files["GITHUB_OUTPUT"].read_text(encoding="utf-8").splitlines()
    outputs = {line.partition("=")[0]: line.partition("=")[2] for line in lines}
    summary = files["GITHUB_STEP_SUMMARY"].read_text(encoding="utf-8")
    return Ran(done.returncode, done.stdout, outputs, summary)


@pytest.fixture
def runner(tmp_path: Path) -> Path:
    """A place of a runner in which kslint is installed."""
    folder = tmp_path / "runner"
    (folder / "kslint").mkdir(parents=True)
    (folder / "kslint" / "bin").symlink_to(PROGRAMS)
    return folder


def checked(configuration: str, runner: Path, **inputs: str) -> Ran:
    folder = repository(runner.parent / "repository", configuration)
    return ran("Check", folder, runner, {**INPUTS, **inputs})


@pytest.mark.thorough
def test_a_blocker_fails_the_step_and_is_shown_everywhere(runner: Path) -> None:
    done = checked(BROKEN, runner)

    reports = runner / "kslint-reports"
    sarif = json.loads((reports / "kslint.sarif").read_text(encoding="utf-8"))
    assert done.code == 1
    assert done.outputs == {
        "exit-code": "1",
        "json": str(reports / "kslint.json"),
        "sarif": str(reports / "kslint.sarif"),
    }
    assert "\n::error file=etc/keystone/keystone.conf,line=2" in done.log
    places = [
        place["physicalLocation"]["artifactLocation"]["uri"]
        for result in sarif["runs"][0]["results"]
        for place in result["locations"]
    ]
    assert "etc/keystone/keystone.conf" in places
    assert done.summary.startswith("# Readiness of Keystone for the upgrade queens → rocky\n")
    assert "**NO-GO**" in done.summary


@pytest.mark.thorough
def test_what_stands_nothing_against_passes(runner: Path) -> None:
    done = checked(CLEAN, runner)

    assert (done.code, done.outputs["exit-code"]) == (0, "0")


@pytest.mark.thorough
def test_what_cannot_be_checked_fails_and_has_no_report(runner: Path) -> None:
    done = checked(CLEAN, runner, CHECKED_PATHS="missing")

    assert (done.code, done.outputs, done.summary) == (2, {"exit-code": "2"}, "")


@pytest.mark.thorough
def test_paths_and_formats_stand_on_lines_of_their_own(runner: Path) -> None:
    folder = repository(runner.parent / "repository", CLEAN)
    other = folder / "a b" / "keystone"
    other.mkdir(parents=True)
    (other / "keystone.conf").write_text(CLEAN, encoding="utf-8")
    inputs = {
        **INPUTS,
        "CHECKED_PATHS": "etc/keystone\n\na b/keystone\n",
        "FURTHER_FORMATS": "csv=one.csv\njunit=two.xml\n",
        "FAIL_ON": "blocker",
        "PROFILE": "gate",
    }

    done = ran("Check", folder, runner, inputs)

    report = json.loads(Path(done.outputs["json"]).read_text(encoding="utf-8"))
    assert done.code == 0
    assert len({each["node"] for each in report["inputs"]}) == 2
    assert (folder / "one.csv").exists()
    assert (folder / "two.xml").exists()


@pytest.mark.thorough
@pytest.mark.parametrize("word", ["$(touch hacked)", "`touch hacked`", "'; touch hacked; '"])
def test_an_input_is_never_a_command(word: str, runner: Path) -> None:
    done = checked(CLEAN, runner, CHECKED_PATHS=word, SOURCE=word, FURTHER_FORMATS=word)

    assert done.code == 2
    assert not (runner.parent / "repository" / "hacked").exists()


@pytest.mark.thorough
def test_what_a_configuration_says_is_no_order_to_the_runner(runner: Path) -> None:
    hostile = "[cache]\nforged = ##[error]forged </pre><script>\n  ::error::forged\n"
    done = checked(f"{BROKEN}{hostile}", runner)

    before, pause, rest = done.log.partition("::stop-commands::")
    token = rest.splitlines()[0]
    paused, _, after = rest.partition(f"\n::{token}::\n")
    assert (before, pause, len(token)) == ("", "::stop-commands::", 32)
    assert "forged" in paused
    assert {line.partition(" ")[0] for line in after.splitlines()} <= {
        "::error", "::warning", "::notice"
    }  # fmt: skip
    assert "<script>" not in done.summary


@pytest.mark.release
def test_the_action_installs_the_version_that_it_is_of(tmp_path: Path) -> None:
    done = ran("Install kslint", tmp_path, tmp_path / "runner", {"PYTHON": sys.executable})

    assert done.code == 0, done.log
    folder = repository(tmp_path / "repository", BROKEN)
    checked = ran("Check", folder, tmp_path / "runner", INPUTS)
    assert checked.code == 1, checked.log
