"""A test that is not run is listed with its reason, and fails the run where CI=true."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.sources import ROOT

TESTS = """
import pytest

def test_that_runs(): pass

@pytest.mark.parametrize("case", range(2))
def test_that_waits(case): pytest.skip("train needs Python 3.6; get it with: pyenv install 3.6")
"""


@pytest.mark.thorough
@pytest.mark.parametrize(("ci", "code"), [("false", 0), ("true", 1)])
def test_what_is_not_run(ci: str, code: int, tmp_path: Path) -> None:
    shutil.copy(ROOT / "tests" / "conftest.py", tmp_path)
    (tmp_path / "test_two.py").write_text(TESTS, encoding="utf-8")
    done = subprocess.run(
        [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", str(tmp_path)],
        cwd=tmp_path, env={**os.environ, "CI": ci}, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.returncode == code
    assert [line for line in done.stdout.splitlines() if "pyenv" in line or "::" in line] == [
        "train needs Python 3.6; get it with: pyenv install 3.6",
        "  test_two.py::test_that_waits, 2 cases",
    ]
