"""The examples in the README: commands with what they print.

`python tests/structure/readme.py` puts into the README what the commands print now, and between
`<!-- agreement -->` and `<!-- bench -->` and their ends the tables that the last run of the tests
and of the benchmark left in build/.
"""

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.structure.sources import ROOT

README = ROOT / "README.md"
SETTINGS = {"NO_COLOR": "1", "COLUMNS": "100", "TERM": "dumb", "LC_ALL": "C.UTF-8"}
_BLOCK = re.compile(
    r"^(<!-- not run -->\n)?```(console|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)
_TABLE = re.compile(r"<!-- (agreement|bench) -->\n.*?<!-- /\1 -->", re.DOTALL)
_PROMPT = re.compile(r"^\$ ", re.MULTILINE)


class Example(msgspec.Struct, frozen=True):
    """A command line of a console block and the lines that stand under it."""

    command: str
    output: str


def examples(text: str) -> Iterator[Example]:
    """Every command of the blocks marked console, but those under `<!-- not run -->`."""
    for exempt, kind, block in _BLOCK.findall(text):
        if kind == "console" and not exempt:
            yield from _commands(block)


def unmarked(text: str) -> list[str]:
    """The text blocks without the comment that says that nothing compares them."""
    blocks = _BLOCK.findall(text)
    return [block for exempt, kind, block in blocks if kind == "text" and not exempt]


def printed(command: str) -> str:
    """What a command prints in the checkout, without blanks at the ends of lines."""
    path = f"{Path(sys.executable).parent}:{os.environ['PATH']}"
    done = subprocess.run(
        ["bash", "-c", command],
        env={**os.environ, **SETTINGS, "PATH": path}, cwd=ROOT,
        stdout=subprocess.PIPE, stderr=subprocess.STDOUT, text=True, check=False, timeout=120,
    )  # fmt: skip
    return trimmed(done.stdout)


def trimmed(text: str) -> str:
    """The text without blanks at the ends of lines and without empty lines around it."""
    return "\n".join(line.rstrip() for line in text.strip("\n").splitlines())


def renewed(text: str) -> str:
    """The README with what the commands print now."""

    def renew(found: re.Match[str]) -> str:
        if found[1] or found[2] != "console":
            return found[0]
        parts = [f"$ {each.command}\n{printed(each.command)}\n" for each in _commands(found[3])]
        return f"```console\n{''.join(parts)}```"

    return _TABLE.sub(_tabled, _BLOCK.sub(renew, text))


def _tabled(found: re.Match[str]) -> str:
    """The first table of the file in build/; what stands there if there is none."""
    path = ROOT / "build" / f"{found[1]}.md"
    if not path.exists():
        return found[0]
    table = path.read_text(encoding="utf-8").split("\n\n", 1)[0].strip()
    return f"<!-- {found[1]} -->\n{table}\n\n<!-- /{found[1]} -->"


def _commands(block: str) -> Iterator[Example]:
    for part in _PROMPT.split(block)[1:]:
        command, _, output = part.partition("\n")
        yield Example(command, trimmed(output))


if __name__ == "__main__":
    README.write_text(renewed(README.read_text(encoding="utf-8")), encoding="utf-8")
