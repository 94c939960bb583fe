"""The example in docs/prepare.md does what the page says, and every command in it is one."""

import re
import shlex
from pathlib import Path

import pytest

from linter.cli.main import main, parser
from linter.model.preparation import Style
from tests.structure.sources import ROOT

TEXT = (ROOT / "docs" / "prepare.md").read_text(encoding="utf-8")


def blocks(language: str) -> list[str]:
    return re.findall(rf"(?ms)^```{language}\n(.*?)^```$", TEXT)


@pytest.mark.thorough
def test_the_example_gives_the_file_that_is_shown(tmp_path: Path) -> None:
    deployed, prepared = blocks("ini")
    (answers,) = blocks("yaml")
    etc, new, file = tmp_path / "etc", tmp_path / "new", tmp_path / "answers.yaml"
    etc.mkdir()
    (etc / "keystone.conf").write_text(deployed, encoding="utf-8")
    file.write_text(answers, encoding="utf-8")
    words = ["prepare", str(etc), "--from", "2024.1", "--to", "2025.1", "-o", str(new)]

    assert main(words) == 1
    assert main([*words, "--answers", str(file)]) == 0
    assert (new / "keystone.conf").read_text(encoding="utf-8") == prepared


def test_every_command_is_one() -> None:
    lines = [line for block in blocks("console") for line in block.splitlines()]
    commands = [shlex.split(line) for line in lines if line.startswith("kslint ")]

    for _, *words in commands:
        parser().parse_args(words)
    assert {words[1] for words in commands} == {"prepare", "check"}


def test_every_style_is_told() -> None:
    assert re.findall(r"(?m)^\| `(\w+)` \| (?:the|only)", TEXT)[: len(Style)] == list(Style)
