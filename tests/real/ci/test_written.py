"""The commands that `kslint init` writes fail for a blocker, and leave what is collected."""

from pathlib import Path
from typing import Any

import pytest
import yaml

from tests.real.ci.repositories import BROKEN, CLEAN, UPGRADE, repository, run

pytestmark = pytest.mark.thorough


def written(folder: Path, system: str, path: str, configuration: str) -> Any:
    """A file that `kslint init` writes for a CI system into a new repository."""
    repository(folder, configuration)
    assert run(("kslint", "init", *UPGRADE, "--ci", system), folder).returncode == 0
    return yaml.safe_load((folder / path).read_text(encoding="utf-8"))


@pytest.mark.parametrize(("configuration", "code"), [(CLEAN, 0), (BROKEN, 1)])
def test_the_job_of_gitlab(configuration: str, code: int, tmp_path: Path) -> None:
    job = written(tmp_path, "gitlab", ".gitlab/kslint.yml", configuration)["kslint"]

    done = run(("bash", "-euo", "pipefail", "-c", "\n".join(job["script"])), tmp_path)

    kept = [*job["artifacts"]["paths"], *job["artifacts"]["reports"].values()]
    assert done.returncode == code, done.stdout
    assert [name for name in kept if not (tmp_path / name).stat().st_size] == []


@pytest.mark.parametrize(("configuration", "code"), [(CLEAN, 0), (BROKEN, 1)])
def test_the_workflow_of_github(configuration: str, code: int, tmp_path: Path) -> None:
    path = ".github/workflows/kslint.yml"
    folder = tmp_path / "repository"
    workflow = written(folder, "github", path, configuration)
    summary = tmp_path / "summary"
    [script] = [
        step["run"] for step in workflow["jobs"]["kslint"]["steps"] if step.get("name") == "Check"
    ]

    command = ("bash", "--noprofile", "--norc", "-eo", "pipefail", "-c", script)
    done = run(command, folder, {"GITHUB_STEP_SUMMARY": str(summary)})

    assert done.returncode == code, done.stdout
    assert ("\n::error file=etc/keystone/keystone.conf,line=2" in done.stdout) is bool(code)
    assert summary.read_text(encoding="utf-8").startswith("# Readiness of Keystone")
    assert (folder / "kslint.sarif").stat().st_size
