"""pre-commit runs kslint in a repository, installed as it installs every hook."""

from pathlib import Path

import pytest

from tests.real.ci.repositories import BROKEN, CLEAN, UPGRADE, commit, git, repository, run
from tests.structure.sources import ROOT

pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def home(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """Where pre-commit keeps what it installed."""
    return {"PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}


def test_a_commit_with_a_blocker_is_stopped(
    tmp_path: Path, published: dict[str, str], home: dict[str, str]
) -> None:
    folder = repository(tmp_path, CLEAN)
    settings = {**published, **home}
    assert run(("kslint", "init", *UPGRADE, "--ci", "pre-commit"), folder).returncode == 0
    git(folder, "add", "--all")

    passed = run(("pre-commit", "run"), folder, settings)
    assert passed.returncode == 0, passed.stdout
    commit(folder)

    (folder / "etc/keystone/keystone.conf").write_text(BROKEN, encoding="utf-8")
    git(folder, "add", "--all")
    stopped = run(("pre-commit", "run"), folder, settings)
    assert stopped.returncode == 1
    assert "config/token-provider-uuid-removed" in stopped.stdout

    git(folder, "reset", "--quiet", "--hard")
    (folder / "README").write_text("words\n", encoding="utf-8")
    git(folder, "add", "--all")
    assert "no files to check" in run(("pre-commit", "run"), folder, settings).stdout


def test_the_hook_of_this_repository_finds_what_to_check(
    tmp_path: Path, home: dict[str, str]
) -> None:
    folder = repository(tmp_path / "operator", BROKEN)
    (folder / "kslint.toml").write_text('from = "queens"\nto = "rocky"\n', encoding="utf-8")
    hook = repository(tmp_path / "kslint", CLEAN)
    for name in ("linter", "rules", "pyproject.toml", "README.md", "LICENSE"):
        (hook / name).symlink_to(ROOT / name)
    (hook / ".pre-commit-hooks.yaml").write_bytes((ROOT / ".pre-commit-hooks.yaml").read_bytes())
    commit(hook)

    done = run(("pre-commit", "try-repo", str(hook), "kslint", "--all-files"), folder, home)

    assert done.returncode == 1
    assert "config/token-provider-uuid-removed" in done.stdout
