"""The wheel works in a fresh environment, away from the checkout."""

import json
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

from linter import __version__
from linter.catalog.environment import run_uv
from tests.structure.sources import PACKAGE, ROOT

pytestmark = pytest.mark.release
CONFIGURATION = "[token]\nprovider = uuid\n"
WHEEL_BYTES = 1_700_000


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("wheel")
    run_uv(["build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)])
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def kslint(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("fresh") / "environment"
    run_uv(["venv", "--quiet", "--python", sys.executable, str(folder)])
    run_uv(["pip", "install", "--quiet", "--python", str(folder / "bin" / "python"), str(wheel)])
    return folder / "bin" / "kslint"


def answer(kslint: Path, *words: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run([kslint, *words], capture_output=True, text=True, check=False, cwd="/")


def test_the_wheel_holds_the_modules_the_catalogs_and_the_rules(wheel: Path) -> None:
    held = set(zipfile.ZipFile(wheel).namelist())
    package = {path.relative_to(ROOT).as_posix() for path in PACKAGE.rglob("*") if path.is_file()}
    rules = {f"linter/{path.relative_to(ROOT)}" for path in (ROOT / "rules").rglob("*.yaml")}

    assert {name for name in package if "__pycache__" not in name} | rules <= held
    assert f"kslint-{__version__}.data/data/share/man/man1/kslint.1" in held
    assert wheel.stat().st_size < WHEEL_BYTES


def test_version(kslint: Path) -> None:
    assert answer(kslint, "--version").stdout == f"kslint {__version__}\n"


def test_rules_are_found(kslint: Path) -> None:
    done = answer(kslint, "rules")

    assert done.returncode == 0
    assert "config/option-removed" in done.stdout


def test_check_runs(kslint: Path, tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text(CONFIGURATION, encoding="utf-8")

    done = answer(
        kslint, "check", str(tmp_path), "--from", "queens", "--to", "rocky", "--format", "json"
    )

    assert done.returncode == 1, done.stderr
    assert json.loads(done.stdout)["verdict"]["decision"] == "NO_GO"


def test_init_finds_its_templates(kslint: Path, tmp_path: Path) -> None:
    done = answer(kslint, "init", str(tmp_path), "--from", "2024.1", "--ci", "github")

    assert done.returncode == 0, done.stderr
    assert (tmp_path / ".github" / "workflows" / "kslint.yml").exists()
