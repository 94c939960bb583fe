from pathlib import Path

import pytest

from linter.collect.live.outputs import read_doctor, read_status
from linter.model.live import StatusCheck

JSON = (
    '{"name": "Keystone Upgrade Check", "checks": ['
    '{"check": "Check default roles are immutable", "result": 2, "details": "Roles are not"},'
    '{"check": "Policy File JSON to YAML Migration", "result": 0, "details": null}]}'
)
TABLE = """\
+-------------------------------------------+
| Upgrade Check Results                     |
+-------------------------------------------+
| Check: Check default roles are immutable  |
| Result: Failure                           |
| Details: Roles are                        |
|   not                                     |
+-------------------------------------------+
| Check: Policy File JSON to YAML Migration |
| Result: Success                           |
| Details: None                             |
+-------------------------------------------+
"""
CHECKS = (
    StatusCheck("Check default roles are immutable", "failure", "Roles are not"),
    StatusCheck("Policy File JSON to YAML Migration", "success"),
)
DOCTOR = """\
Checking for debug mode is enabled...

WARNING: Debug mode should be set to False.

    Debug mode can be used to get more information back when trying to isolate
    a problem, but it is not recommended to be enabled when running a production
    environment.
"""


def written(folder: Path, text: str) -> Path:
    path = folder / "printed"
    path.write_text(text, encoding="utf-8")
    return path


@pytest.mark.parametrize(
    "text", [JSON, f"/lib/x.py:1: UserWarning: {{}}\n  warn()\n{JSON}\n", TABLE]
)
def test_results_of_keystone_status_are_read(text: str, tmp_path: Path) -> None:
    assert read_status(written(tmp_path, text)) == (CHECKS, ())


@pytest.mark.parametrize(
    "text",
    [
        "",
        "/etc/keystone/fernet-keys/ does not exist\n",
        "Error:\nTraceback (most recent call last):\n  ValueError\n",
        "{",
        '{"checks": []}',
        '{"checks": [{"check": 1}]}',
        "| Result: Success |\n",
        "\0\udcff".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_keystone_status_without_a_result_is_a_required_gap(text: str, tmp_path: Path) -> None:
    checks, gaps = read_status(written(tmp_path, text))

    assert checks is None
    assert [(gap.what, gap.required) for gap in gaps] == [("keystone-status", True)]


def test_headlines_of_symptoms_are_read(tmp_path: Path) -> None:
    found = read_doctor(written(tmp_path, DOCTOR * 2))

    assert found == (("Debug mode should be set to False.",), ())


def test_doctor_that_prints_nothing_is_healthy(tmp_path: Path) -> None:
    assert read_doctor(written(tmp_path, "")) == ((), ())


def test_doctor_that_crashed_is_a_required_gap(tmp_path: Path) -> None:
    crashed = f"{DOCTOR}\nTraceback (most recent call last):\n"
    symptoms, gaps = read_doctor(written(tmp_path, crashed))

    assert symptoms is None
    assert [(gap.what, gap.required) for gap in gaps] == [("doctor", True)]


@pytest.mark.parametrize(
    "text",
    [
        "bash: line 1: keystone-manage: command not found\n",
        "sh: 1: keystone-manage: not found\n",
        "usage: keystone-manage [bootstrap|db_sync]\nkeystone-manage: error: invalid choice\n",
    ],
)
def test_doctor_that_was_not_run_is_a_required_gap(text: str, tmp_path: Path) -> None:
    symptoms, gaps = read_doctor(written(tmp_path, text))

    assert symptoms is None
    assert [(gap.what, gap.required) for gap in gaps] == [("doctor", True)]


def test_a_file_that_is_not_there_is_a_required_gap(tmp_path: Path) -> None:
    missing = tmp_path / "missing"

    assert [gap.required for gap in read_status(missing)[1]] == [True]
    assert [gap.required for gap in read_doctor(missing)[1]] == [True]
