"""The examples in the README: commands with what they print."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

_BLOCK = re.compile(
    r"^(<!-- not run -->\n)?```(console|text)\n(.*?)^```$", re.DOTALL | re.MULTILINE
)


class Example(msgspec.Struct, frozen=True):
    """A command line of a console block and the lines that stand under it."""

    command: str
    output: str


def examples(path: Path) -> Iterator[Example]:
    """Every command of the blocks marked console, but those under `<!-- not run -->`."""
    for exempt, kind, text in _BLOCK.findall(path.read_text(encoding="utf-8")):
        if kind == "console" and not exempt:
            yield from _commands(text)


def unmarked(path: Path) -> list[str]:
    """The text blocks without the comment that says why nothing compares them."""
    blocks = _BLOCK.findall(path.read_text(encoding="utf-8"))
    return [text for exempt, kind, text in blocks if kind == "text" and not exempt]


def _commands(text: str) -> Iterator[Example]:
    for part in re.split(r"^\$ ", text, flags=re.MULTILINE)[1:]:
        command, _, output = part.partition("\n")
        yield Example(command, output)
