"""The text of an assignment: under another name, with another value, as a comment."""

import re
import textwrap
from itertools import chain, repeat

from linter.model.preparation import COMMENT
from linter.model.visible import visible

_WIDTH = 100
_INDENT = "    "
_DELIMITER = re.compile(r"[=:]")
_QUOTES = ('"', "'")


def renamed(line: str, name: str) -> str:
    """The first line of an assignment with another name."""
    key = _key(line)
    blank = len(key) - len(key.lstrip())
    return key[:blank] + name + key[len(key.rstrip()) :] + line[len(key) :]


def written(name: str, value: str) -> tuple[str, ...]:
    """The lines of a new assignment."""
    return valued((f"{name} = ",), value)


def valued(lines: tuple[str, ...], value: str) -> tuple[str, ...]:
    """The lines of an assignment with another value, the style around it kept.

    A value that oslo.config cannot read from an assignment comes out as another one.
    """
    first, *others = value.split("\n")
    line, *rest = lines
    key = _key(line)
    behind = line[len(key) + 1 :]
    raw = behind.strip()
    head = line[: len(line) - len(behind.lstrip())]
    if not behind and key != key.rstrip():
        head += " "
    indents = (old[: len(old) - len(old.lstrip())] for old in rest)
    usual = chain(indents, repeat(_INDENT))
    continued = tuple(indent + text for indent, text in zip(usual, others, strict=False))
    return (head + _quoted(first, raw), *continued) if first else (head.rstrip(), *continued)


def commented(lines: tuple[str, ...], reason: str) -> tuple[str, ...]:
    """The lines as comments, below the reason."""
    return (*explained(reason), *(f"#{line}" for line in lines))


def explained(reason: str) -> tuple[str, ...]:
    """A reason as one comment, on as many lines as it takes."""
    words = visible(" ".join(reason.split())) or "commented out"
    return tuple(
        textwrap.wrap(
            words,
            _WIDTH,
            initial_indent=COMMENT,
            subsequent_indent="#   ",
            break_long_words=False,
            break_on_hyphens=False,
        )
    )


def _key(line: str) -> str:
    found = _DELIMITER.search(line)
    return line[: found.start()] if found else line


def _quoted(text: str, old: str) -> str:
    """The text in the quotes that the old one had, or in those that it needs to stay as it is."""
    is_old_quoted = len(old) > 1 and old[0] == old[-1] and old[0] in _QUOTES
    if is_old_quoted:
        return old[0] + text + old[0]
    is_changed = text != text.strip() or (text[0] == text[-1] and text[0] in _QUOTES)
    return f'"{text}"' if is_changed else text
