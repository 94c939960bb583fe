"""What looks like a mistake in an assignment that oslo.config reads without a word."""

import re
from collections.abc import Iterator
from typing import NamedTuple

_INLINE_COMMENT = re.compile(r"\s[#;]")
_INVISIBLE = re.compile(
    r"[^\S\n\t ]|[\x00-\x08\x0e-\x1f\x7f\u200b-\u200f\u202a-\u202e\u2066-\u2069]"
)
# What somebody may have meant as an assignment of its own; in a DN "dc=example" is none.
_ASSIGNMENT = re.compile(r"([A-Za-z]\w*_\w+|[A-Za-z]{3,}(?= ?= ))\s*=(?!=)")
_HEADER = re.compile(r"\[[\w.-]+\]$")


class Doubt(NamedTuple):
    """A doubt about one line of a value; `name` is what an indented line seems to set."""

    kind: str
    line: int
    mark: str = ""
    name: str = ""

    def column(self, line: str) -> int:
        """The column in the whole source line, counted from 1, of what gave rise to the doubt."""
        return line.find(self.mark) + 1


def doubts(value: list[str], first: int) -> Iterator[Doubt]:
    """The doubts about a value of one or more lines that starts at line `first`."""
    for line, text in enumerate(value, first):
        if "#" in text or ";" in text:
            comment = _INLINE_COMMENT.search(text)
            if comment:
                yield Doubt("inline-comment", line, mark=text[comment.end() - 1 :])
        if not text.isprintable():
            invisible = _INVISIBLE.search(text)
            if invisible:
                yield Doubt("control-character", line, mark=invisible[0])
        if line > first:
            yield from _swallowed(text, line)


def _swallowed(text: str, line: int) -> Iterator[Doubt]:
    assignment = _ASSIGNMENT.match(text)
    if assignment:
        yield Doubt("continued-assignment", line, mark=text, name=assignment[1])
    elif _HEADER.match(text):
        yield Doubt("continued-section", line, mark=text)
