"""A real virtual environment goes over to another release, and back as it was."""

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from linter.execute.kinds.package import PACKAGE
from linter.execute.running import Settled
from linter.model.plan import PackageStep
from linter.model.site import Machine, Packages
from tests.execute.kinds.runs import NOWHERE, Trial
from tests.real.execute.wheels import environment, wheel

pytestmark = pytest.mark.release

STEP = PackageStep(id="package", title="Install", limit=120)


@pytest.fixture(scope="module")
def ready(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder with an environment of the old release, and wheels of both."""
    folder = tmp_path_factory.mktemp("pip")
    wheel(folder / "wheels", "25.0.0")
    wheel(folder / "wheels", "27.0.0")
    wheel(folder / "wheels", "27.0.1", broken=True)
    (folder / "constraints.txt").write_text("keystone==27.0.0\n", encoding="utf-8")
    place = environment(folder / "venv")
    (place / "pip.conf").write_text(
        f"[global]\nno-index = true\nfind-links = {folder}/wheels\n", encoding="utf-8"
    )
    command = [place / "bin" / "python", "-m", "pip", "install", "-q", "keystone==25.0.0"]
    own = {name: value for name, value in os.environ.items() if not name.startswith("PIP_")}
    subprocess.run(command, check=True, env=own)
    return folder


@pytest.fixture
def trial(ready: Path, tmp_path: Path) -> Trial:
    return made(ready, tmp_path)


def made(ready: Path, folder: Path, wanted: str = "keystone", constraints: bool = True) -> Trial:
    packages = Packages(
        by="pip",
        wanted=(wanted,),
        present=("keystone==25.0.0",),
        environment=str(ready / "venv"),
        constraints=str(ready / "constraints.txt") if constraints else "",
    )
    manage = (str(ready / "venv" / "bin" / "keystone-manage"),)
    return Trial(folder, STEP, Machine("here", NOWHERE, (), packages), manage=manage)


def version(ready: Path) -> str:
    program = ready / "venv" / "bin" / "keystone-manage"
    return subprocess.run([program], capture_output=True, text=True, check=True).stdout.strip()


def files(ready: Path) -> dict[str, bytes]:
    root = ready / "venv"
    return {
        str(path.relative_to(root)): path.read_bytes()
        for path in root.rglob("*")
        if path.is_file() and "__pycache__" not in path.parts
    }


def test_it_goes_over_and_back_to_the_very_same_files(ready: Path, trial: Trial) -> None:
    before = files(ready)

    facts = trial.do(PACKAGE)
    assert facts == {"version": "27.0.0"}
    assert version(ready) == "27.0.0"
    trial.undo(PACKAGE)
    trial.undo(PACKAGE)

    assert files(ready) == before
    assert version(ready) == "25.0.0"


def test_killed_in_the_middle_it_begins_again_from_what_was_there(
    ready: Path, trial: Trial
) -> None:
    before = files(ready)
    trial.begin(PACKAGE)
    broken = next((ready / "venv").rglob("keystone_small.py"))
    broken.write_text("raise SystemExit(1)\n", encoding="utf-8")

    assert trial.settle(PACKAGE) is Settled.NOT_DONE
    trial.do(PACKAGE)

    assert version(ready) == "27.0.0"
    trial.undo(PACKAGE)
    assert files(ready) == before


@pytest.mark.parametrize("moment", [0, 400])
def test_killed_while_it_copies_it_goes_on(moment: int, ready: Path, tmp_path: Path) -> None:
    before = files(ready)
    trial = made(ready, tmp_path)
    pid = os.fork()
    if pid == 0:
        left = moment

        def count(event: str, _arguments: object) -> None:
            nonlocal left
            if event.startswith(("shutil.copy", "os.mkdir", "os.rename")):
                left -= 1
                if left < 0:
                    os.kill(os.getpid(), signal.SIGKILL)

        sys.addaudithook(count)
        try:
            trial.begin(PACKAGE)
        finally:
            os._exit(1)
    os.waitpid(pid, 0)

    trial.do(PACKAGE)
    assert version(ready) == "27.0.0"
    trial.undo(PACKAGE)
    assert files(ready) == before


def test_code_that_does_not_run_is_told_and_taken_back(ready: Path, tmp_path: Path) -> None:
    trial = made(ready, tmp_path, "keystone==27.0.1", constraints=False)

    said = trial.failure(PACKAGE)

    assert said.startswith(
        f"`{ready}/venv/bin/keystone-manage --version` ended with 1: the new code does not run."
    )
    assert "cannot be imported" in said
    trial.undo(PACKAGE)
    assert version(ready) == "25.0.0"


def test_another_release_than_the_target_is_told(ready: Path, tmp_path: Path) -> None:
    trial = made(ready, tmp_path, "keystone==25.0.0", constraints=False)

    assert "says 25.0.0, which is not of 2025.1" in trial.failure(PACKAGE)
    trial.undo(PACKAGE)


def test_what_cannot_be_installed_is_told_and_the_old_release_brought_back(
    ready: Path, tmp_path: Path
) -> None:
    before = files(ready)
    trial = made(ready, tmp_path, "keystone==28.0.0", constraints=False)

    assert "No matching distribution found for keystone==28.0.0" in trial.failure(PACKAGE)
    trial.undo(PACKAGE)
    assert files(ready) == before
