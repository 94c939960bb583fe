"""The files that `kslint init` makes say what they are to say, in the form that is read."""

import re
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

from linter.glue.files import GLUE, GlueFile, settings_file
from linter.glue.site import Site
from linter.settings.sources import from_toml
from linter.settings.values import FIELDS
from tests.structure.sources import ROOT

SITE = Site(("etc/keystone", "a b/keystone"), "2024.1", "2025.1", "1.2.3")
COMMAND = "kslint check etc/keystone 'a b/keystone'"


def made(name: str, folder: Path) -> dict[str, str]:
    return {file.path: file.text for file in GLUE[name](SITE, folder)}


def test_settings_name_the_upgrade() -> None:
    file = settings_file(SITE)

    said = from_toml(file.text.encode(), file.path)
    assert {each.name: each.value for each in said} == {"from": "2024.1", "to": "2025.1"}


def test_settings_that_nobody_said_are_comments() -> None:
    assert from_toml(settings_file(Site()).text.encode(), "kslint.toml") == ()


def test_every_setting_stands_there_with_a_value_that_is_taken() -> None:
    text = re.sub(r"(?m)^#(?=\[|\S+ = )", "", settings_file(Site()).text)

    said = from_toml(text.encode(), "kslint.toml")
    assert {each.name for each in said} == set(FIELDS)
    assert len(tomllib.loads(text)) == len(said)


def test_the_workflow_of_github_gives_what_fails_it(tmp_path: Path) -> None:
    workflow = yaml.safe_load(made("github", tmp_path)[".github/workflows/kslint.yml"])

    steps = workflow["jobs"]["kslint"]["steps"]
    assert steps[2]["run"] == "pip install kslint==1.2.3"
    assert f"{COMMAND} \\\n" in steps[3]["run"]
    assert steps[3]["run"].endswith('exit "$code"\n')
    assert workflow["permissions"] == {"contents": "read", "security-events": "write"}


def test_the_job_of_gitlab_keeps_its_reports_whatever_comes_out(tmp_path: Path) -> None:
    files = made("gitlab", tmp_path)

    assert yaml.safe_load(files[".gitlab-ci.yml"]) == {"include": [{"local": ".gitlab/kslint.yml"}]}
    job = yaml.safe_load(files[".gitlab/kslint.yml"])["kslint"]
    [script] = job["script"]
    assert script == (
        f"{COMMAND} --format terminal --format gitlab=gl-code-quality-report.json "
        "--format junit=kslint.xml --format json=kslint.json --format html=kslint.html"
    )
    assert job["artifacts"] == {
        "when": "always",
        "expose_as": "Readiness of Keystone",
        "paths": ["kslint.html", "kslint.json"],
        "reports": {"codequality": "gl-code-quality-report.json", "junit": "kslint.xml"},
    }


def test_the_hook_of_pre_commit_checks_the_whole_configuration(tmp_path: Path) -> None:
    config = yaml.safe_load(made("pre-commit", tmp_path)[".pre-commit-config.yaml"])

    hook = config["repos"][0]["hooks"][0]
    assert hook == {
        "id": "kslint",
        "name": "kslint",
        "description": "whether this Keystone can be upgraded, and what stands against it",
        "language": "python",
        "additional_dependencies": ["kslint==1.2.3"],
        "entry": COMMAND,
        "pass_filenames": False,
        "files": r"^etc/keystone(/|$)|^a\ b/keystone(/|$)|^kslint\.toml$|^\.kslint/",
    }


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("etc/keystone/keystone.conf", True),
        ("a b/keystone/policy.yaml", True),
        ("kslint.toml", True),
        (".kslint/waivers.yaml", True),
        ("etc/keystone-old/keystone.conf", False),
        ("docs/kslint.toml", False),
    ],
)
def test_what_can_change_the_verdict_starts_the_hook(path: str, *, counts: bool) -> None:
    assert (re.search(SITE.changed, path) is not None) is counts


def test_in_a_repository_that_is_the_configuration_every_file_counts() -> None:
    assert re.search(Site((".",)).changed, "keystone.conf")


def test_the_job_of_zuul_runs_its_playbook(tmp_path: Path) -> None:
    files = made("zuul", tmp_path)

    job = yaml.safe_load(files[".zuul.d/kslint.yaml"])[0]["job"]
    play = yaml.safe_load(files[job["run"]])[0]
    assert play["tasks"][2]["ansible.builtin.shell"] == (
        f"{{{{ kslint_environment }}}}/bin/{COMMAND} --format terminal "
        "--format html={{ kslint_logs }}/kslint.html --format json={{ kslint_logs }}/kslint.json"
    )


@pytest.mark.parametrize(
    ("there", "path"),
    [
        ("zuul.yaml", "zuul.yaml"),
        (".zuul.yaml", ".zuul.yaml"),
        ("zuul.d/jobs.yaml", "zuul.d/kslint.yaml"),
        (".zuul.d/jobs.yaml", ".zuul.d/kslint.yaml"),
    ],
)
def test_the_job_of_zuul_goes_where_zuul_looks(there: str, path: str, tmp_path: Path) -> None:
    (tmp_path / there).parent.mkdir(exist_ok=True)
    (tmp_path / there).touch()

    assert path in made("zuul", tmp_path)


@pytest.mark.parametrize("file", [file for make in GLUE.values() for file in make(SITE, Path())])
def test_nothing_that_only_we_expand_is_left(file: GlueFile) -> None:
    assert list(_unexpanded(file.text)) == []
    assert file.text.endswith("\n")


def _unexpanded(text: str) -> Iterator[str]:
    yield from re.findall(r"<<.*?>>|\{%.*?%\}", text)


@pytest.mark.parametrize(
    ("path", "counts"),
    [
        ("etc/keystone/policy.yaml", True),
        ("nodes/ctl1/keystone.conf", True),
        ("roles/keystone/templates/keystone.conf.j2", True),
        ("keystone-paste.ini", True),
        ("logging.conf", True),
        ("domains/keystone.heroes.conf", True),
        ("kslint.toml", True),
        (".kslint/waivers.yaml", True),
        ("README.md", False),
        ("etc/nova/nova.conf", False),
    ],
)
def test_the_hook_of_this_repository_starts_for_what_keystone_reads(
    path: str, *, counts: bool
) -> None:
    text = (ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8")

    assert (re.search(yaml.safe_load(text)[0]["files"], path) is not None) is counts
