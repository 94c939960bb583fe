"""What the README shows is what the program prints."""

import os
import subprocess
import sys
from pathlib import Path

import pytest

from tests.structure.readme import Example, examples, unmarked
from tests.structure.sources import ROOT

README = ROOT / "README.md"
SETTINGS = {"NO_COLOR": "1", "COLUMNS": "100", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
COMMANDS = {"kslint"}


@pytest.mark.parametrize("example", list(examples(README)), ids=lambda example: example.command)
def test_a_console_block_is_what_the_command_prints(example: Example) -> None:
    folder = Path(sys.executable).parent
    variables = {**os.environ, **SETTINGS, "PATH": f"{folder}:{os.environ['PATH']}"}
    done = subprocess.run(
        ["bash", "-c", example.command],
        env=variables, cwd=ROOT, capture_output=True, text=True, check=False, timeout=120,
    )  # fmt: skip

    assert example.command.split()[0] in COMMANDS
    assert lines(done.stdout + done.stderr) == lines(example.output)


def lines(text: str) -> list[str]:
    return [line.rstrip() for line in text.strip().splitlines()]


def test_text_blocks_say_that_they_are_not_run() -> None:
    assert unmarked(README) == []
