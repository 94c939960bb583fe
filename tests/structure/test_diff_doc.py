"""docs/diff.md shows what the command prints, and names what there is."""

import re

import pytest

from linter.cli.formats import DIFFERENCES
from linter.difference.options import Taken
from linter.difference.sections import Part
from tests.structure.readme import examples, printed
from tests.structure.sources import ROOT

TEXT = (ROOT / "docs" / "diff.md").read_text(encoding="utf-8")


def _first_cells(heading: str) -> set[str]:
    table = TEXT[TEXT.index(heading) :].split("\n\n", 1)[0]
    rows = (row.split("|")[1] for row in table.splitlines()[2:])
    return {word for row in rows for word in re.findall(r"`([\w-]+)`", row)}


@pytest.mark.thorough
def test_the_example_is_what_the_command_prints() -> None:
    [example] = examples(TEXT)
    assert printed(example.command) == example.output


def test_every_word_is_explained() -> None:
    words = {each.value for each in Taken} | {each.value for each in Part} - {"kept"}
    assert _first_cells("| word |") == words | {"changed", "default", "own", "rule"}


def test_every_format_is_named() -> None:
    assert _first_cells("| format |") == set(DIFFERENCES)
