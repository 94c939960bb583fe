"""Whatever names and values a deployment holds, nothing told of its new files is more than text."""

import json
import os
import re
from collections.abc import Mapping
from pathlib import Path

import pytest
from markdown_it import MarkdownIt

from linter.cli.main import main
from linter.collect.marker import DECISIONS
from tests.cli.test_formats_hostile import laid

pytestmark = pytest.mark.thorough


@pytest.fixture(scope="module")
def told(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, str]:
    """What is told of the hostile deployment: on a terminal, in JSON and in the directory."""
    top = tmp_path_factory.mktemp("hostile")
    laid(top)
    nodes = [str(path) for path in sorted(top.iterdir()) if path.is_dir()]
    wanted = [f"--format={name}={top}/out.{name}" for name in ("terminal", "json")]
    words = ["--from", "train", "--to", "ussuri", "--output", str(top / "new")]
    assert main(["prepare", *nodes, *words, *wanted]) == 1
    own = {"decisions": top / "new" / DECISIONS}
    files = own | {name: top / f"out.{name}" for name in ("terminal", "json")}
    return {name: path.read_text(encoding="utf-8") for name, path in files.items()}


@pytest.mark.parametrize("form", ["terminal", "json", "decisions"])
def test_every_character_can_be_printed(form: str, told: Mapping[str, str]) -> None:
    assert told[form].replace("\n", "").isprintable()
    assert "alert(1)" in told[form]


def test_json_holds_no_markup(told: Mapping[str, str]) -> None:
    assert json.loads(told["json"])["usable"] is False
    assert re.search("<[A-Za-z/!?]", told["json"]) is None


def test_decisions_hold_no_markup(told: Mapping[str, str]) -> None:
    found = MarkdownIt("commonmark").enable("table").parse(told["decisions"])
    tokens = [part for token in found for part in (token, *(token.children or ()))]

    unwanted = {"html_block", "html_inline", "image", "link_open"}
    assert {token.type for token in tokens} & unwanted == set()


def test_a_file_with_any_name_is_copied(tmp_path: Path) -> None:
    laid(tmp_path)
    node = next(path for path in sorted(tmp_path.iterdir()) if path.is_dir())
    words = ["--from", "train", "--to", "ussuri", "--output", str(tmp_path / "new")]
    assert main(["prepare", str(node), *words, f"--format=json={tmp_path}/told.json"]) == 1

    deployed = {os.fsencode(path.name) for path in node.rglob("keystone.*.conf")}
    prepared = {os.fsencode(path.name) for path in (tmp_path / "new").rglob("keystone.*.conf")}
    assert prepared == deployed
    assert deployed
