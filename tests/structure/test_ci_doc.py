"""docs/ci.md names what there is: files, inputs, and the words of `kslint init`."""

import re
import shutil
from pathlib import Path

import pytest
import yaml

from linter.cli.main import main
from linter.glue.files import GLUE
from linter.glue.site import Site
from tests.structure.readme import examples
from tests.structure.sources import ROOT

TEXT = (ROOT / "docs" / "ci.md").read_text(encoding="utf-8")
ACTION = yaml.safe_load((ROOT / "action.yml").read_text(encoding="utf-8"))
BLOCKS = [yaml.safe_load(block) for block in re.findall(r"(?ms)^```yaml\n(.*?)^```$", TEXT)]


def test_init_prints_what_stands_there(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    shutil.copytree(ROOT / "tests/fixtures/deployments/demo", tmp_path, dirs_exist_ok=True)
    monkeypatch.chdir(tmp_path)
    [example] = examples(TEXT)

    assert main(example.command.split()[1:]) == 0
    printed = capsys.readouterr()
    assert (printed.out + printed.err).splitlines() == example.output.splitlines()


def test_each_system_is_named_with_its_files() -> None:
    rows = dict(re.findall(r"(?m)^\| `([\w-]+)` \| (`.*?) \| .* \|$", TEXT))

    assert {name: re.findall(r"`(\S+)`", files) for name, files in rows.items()} == {
        "github": [".github/workflows/kslint.yml"],
        "gitlab": [".gitlab/kslint.yml", ".gitlab-ci.yml"],
        "zuul": [".zuul.d/kslint.yaml", "playbooks/kslint/run.yaml"],
        "pre-commit": [".pre-commit-config.yaml"],
    }
    for name, make in GLUE.items():
        for file in make(Site(), ROOT):
            assert f"`{file.path}`" in rows[name]


def test_every_input_and_output_of_the_action_is_named() -> None:
    table = TEXT[TEXT.index("| input |") : TEXT.index("## GitLab")]
    inputs = {
        name
        for row in re.findall(r"(?m)^\| (`.*?) \|", table)
        for name in re.findall(r"`([\w-]+)`", row)
    }

    assert inputs == set(ACTION["inputs"])
    assert [name for name in ACTION["outputs"] if f"`{name}`" not in table] == []


def test_the_examples_use_what_there_is() -> None:
    workflow, include, hooks = BLOCKS
    hook = yaml.safe_load((ROOT / ".pre-commit-hooks.yaml").read_text(encoding="utf-8"))[0]

    assert set(workflow["jobs"]["kslint"]["steps"][1]["with"]) <= set(ACTION["inputs"])
    assert include == {"include": [{"local": ".gitlab/kslint.yml"}]}
    assert hooks["repos"][0]["hooks"][0]["id"] == hook["id"]
