"""The pages that are made from the program and its rules say what these say now."""

import re
import subprocess
from collections.abc import Callable
from pathlib import Path

import pytest
import shtab

from linter.cli.main import VERBS, parser
from linter.ruleset import load_rules
from tests.real.database.servers import needed
from tests.structure import manual, reference
from tests.structure.sources import ROOT


@pytest.mark.parametrize(
    ("path", "page", "target"),
    [(manual.PAGE, manual.page, "man"), (reference.PAGE, reference.page, "reference")],
    ids=["man", "reference"],
)
def test_the_page_is_up_to_date(path: Path, page: Callable[[], str], target: str) -> None:
    assert path.read_text(encoding="utf-8") == page(), f"run: make {target}"


def test_every_verb_has_its_part_of_the_manual() -> None:
    parts = re.findall(r"(?m)^\.SS kslint (\S+)$", manual.page())

    assert [verb for verb in VERBS if verb not in parts] == []


def test_every_rule_has_one_heading_that_its_link_leads_to() -> None:
    text = reference.page()

    headings = re.findall(r"(?m)^### (.*)$", text)
    anchors = [re.sub(r"[^\w-]", "", heading) for heading in headings]
    assert headings == list(load_rules().rules)
    assert re.findall(r"(?m)^\| \[.*?\]\(#(.*?)\)", text) == anchors
    assert len(set(anchors)) == len(anchors)


@pytest.mark.thorough
def test_roff_has_nothing_to_complain_of() -> None:
    command = [needed("groff-base", "groff"), "-man", "-ww", "-Tutf8", manual.PAGE]
    done = subprocess.run(command, capture_output=True, text=True, check=False)

    assert (done.returncode, done.stderr) == (0, "")
    assert "NO-GO" in done.stdout


@pytest.mark.parametrize("shell", ["bash", "zsh", "tcsh"])
def test_completion_knows_every_verb(shell: str) -> None:
    script = shtab.complete(parser(), shell=shell)

    assert [verb for verb in VERBS if verb not in script] == []


def test_the_package_brings_the_manual() -> None:
    text = (ROOT / "pyproject.toml").read_text(encoding="utf-8")

    assert '"docs/kslint.1" = "share/man/man1/kslint.1"' in text
