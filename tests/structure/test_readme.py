"""What the README shows is what the program prints."""

import pytest

from linter.cli.main import VERBS
from tests.structure.readme import README, Example, examples, printed, unmarked

TEXT = README.read_text(encoding="utf-8")
COMMANDS = {"kslint"}


@pytest.mark.thorough
@pytest.mark.parametrize("example", list(examples(TEXT)), ids=lambda example: example.command)
def test_a_console_block_is_what_the_command_prints(example: Example) -> None:
    assert example.command.split()[0] in COMMANDS
    assert printed(example.command).splitlines() == example.output.splitlines()


def test_text_blocks_say_that_they_are_not_run() -> None:
    assert unmarked(TEXT) == []


def test_every_verb_is_named() -> None:
    assert [verb for verb in VERBS if f"| `kslint {verb}" not in TEXT] == []
