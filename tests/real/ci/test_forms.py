"""Each CI system's own schema or checker takes the files that are meant for it."""

from pathlib import Path

import pytest
import yaml

from linter.glue.files import GLUE
from linter.glue.site import Site
from linter.glue.writing import Outcome, write
from tests.real.ci.repositories import run
from tests.structure.sources import ROOT

pytestmark = pytest.mark.thorough


@pytest.fixture(params=["etc/keystone", "a b/keystone", "."])
def repository(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    for make in GLUE.values():
        for file in make(Site((request.param,), "2024.1", "2025.1"), tmp_path):
            assert write(file, tmp_path) is Outcome.WRITTEN
    return tmp_path


@pytest.mark.parametrize(
    "command",
    [
        ("check-jsonschema", "--builtin-schema", "vendor.github-actions", "action.yml"),
        ("pre-commit", "validate-manifest", ".pre-commit-hooks.yaml"),
    ],
    ids=" ".join,
)
def test_what_lies_at_the_root_is_taken(command: tuple[str, ...]) -> None:
    done = run(command, ROOT)

    assert done.returncode == 0, done.stdout


@pytest.mark.parametrize(
    "command",
    [
        (
            *("check-jsonschema", "--builtin-schema", "vendor.github-workflows"),
            ".github/workflows/kslint.yml",
        ),
        (
            *("check-jsonschema", "--builtin-schema", "vendor.gitlab-ci"),
            *(".gitlab-ci.yml", ".gitlab/kslint.yml"),
        ),
        ("pre-commit", "validate-config", ".pre-commit-config.yaml"),
        ("zuulcilint", "--check-playbook-paths", "--warnings-as-errors", ".zuul.d/kslint.yaml"),
        ("ansible-playbook", "--syntax-check", "-i", "localhost,", "playbooks/kslint/run.yaml"),
    ],
    ids=lambda command: command[0],
)
def test_what_init_writes_is_taken(command: tuple[str, ...], repository: Path) -> None:
    done = run(command, repository, {"ANSIBLE_HOME": str(repository / "ansible")})

    assert done.returncode == 0, done.stdout


def test_the_scripts_of_the_action_have_no_faults(tmp_path: Path) -> None:
    steps = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))["runs"]["steps"]
    _require_sound([step["run"] for step in steps if "run" in step], tmp_path)


def test_the_scripts_of_the_workflow_have_no_faults(repository: Path) -> None:
    text = (repository / ".github/workflows/kslint.yml").read_text(encoding="utf-8")
    steps = yaml.safe_load(text)["jobs"]["kslint"]["steps"]
    _require_sound([step["run"] for step in steps if "run" in step], repository)


def _require_sound(scripts: list[str], folder: Path) -> None:
    for script in scripts:
        # An expression in a script is replaced by whatever somebody wrote.
        assert "${{" not in script
        (folder / "script").write_text(f"#!/bin/bash\nset -eo pipefail\n{script}", encoding="utf-8")
        done = run(("shellcheck", "script"), folder)
        assert done.returncode == 0, done.stdout
