"""A gate in a repository, from `kslint init` on, as `git commit` meets it."""

from pathlib import Path

import pytest

from tests.real.ci.repositories import git, repository, run

pytestmark = pytest.mark.release

OLD = """\
[database]
connection = mysql+pymysql://keystone@db/keystone
[catalog]
driver = templated
"""
NEW = f"{OLD}[token]\nprovider = uuid\n"
WAIVER = """\
- rule: config/token-provider-uuid-removed
  subject: '[token] provider'
  owner: Ada Example
  reason: the fleet moves on Monday
  until: {until}
"""


class Operator:
    """Somebody who changes the configuration and tries to commit it."""

    def __init__(self, folder: Path, settings: dict[str, str]) -> None:
        self._folder = folder
        self._settings = settings

    def writes(self, path: str, text: str) -> None:
        (self._folder / path).parent.mkdir(exist_ok=True)
        (self._folder / path).write_text(text, encoding="utf-8")

    def commits(self) -> tuple[int, str]:
        git(self._folder, "add", "--all")
        command = ("git", "commit", "--quiet", "--allow-empty", "--message", "change")
        done = run(command, self._folder, self._settings)
        return done.returncode, done.stdout


@pytest.fixture
def operator(
    tmp_path: Path, published: dict[str, str], tmp_path_factory: pytest.TempPathFactory
) -> Operator:
    folder = repository(tmp_path, OLD)
    settings = {**published, "PRE_COMMIT_HOME": str(tmp_path_factory.mktemp("pre-commit"))}
    words = ("--from", "2024.1", "--to", "2025.1", "--ci", "pre-commit")
    assert run(("kslint", "init", *words), folder).returncode == 0
    assert run(("pre-commit", "install"), folder, settings).returncode == 0
    return Operator(folder, settings)


def test_the_old_passes_the_new_fails_and_a_waiver_helps_until_its_end(
    operator: Operator, tmp_path: Path
) -> None:
    assert operator.commits()[0] == 1

    baseline = ".kslint/baseline.json"
    command = ("kslint", "check", "etc/keystone", "--write-baseline", baseline)
    assert run(command, tmp_path).returncode == 1
    settings = (tmp_path / "kslint.toml").read_text(encoding="utf-8")
    operator.writes("kslint.toml", settings.replace("#baseline", "baseline"))
    old = operator.commits()
    assert old[0] == 0, old[1]

    operator.writes("etc/keystone/keystone.conf", NEW)
    code, said = operator.commits()
    assert code == 1
    assert "config/token-provider-uuid-removed" in said

    operator.writes(".kslint/waivers.yaml", WAIVER.format(until="2020-01-31"))
    code, said = operator.commits()
    assert code == 1
    assert "it ended on 2020-01-31" in " ".join(said.split())

    operator.writes(".kslint/waivers.yaml", WAIVER.format(until="9999-12-31"))
    waived = operator.commits()
    assert waived[0] == 0, waived[1]
