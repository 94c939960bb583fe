"""Lines of Markdown in which nothing from a file is markup, a link or a mention."""

import re
from collections.abc import Iterable

from linter.report.phrases import line
from linter.report.rst.markdown import code_markdown, plain_markdown

# What stands between backticks is code; so is what a forge would make a link or a mention of.
_CODE = re.compile(r"`([^`]+)`|(?<![^\s`])(\S*(?:@|://|www\.)\S*)")


def code(text: str) -> str:
    """A line of text as code."""
    return code_markdown(line(text))


def codes(rules: Iterable[str]) -> str:
    """Several ids as code."""
    return ", ".join(map(code, rules))


def prose(text: str) -> str:
    """A line of text in which nothing is markup but code between backticks."""
    pieces: list[str] = []
    end = 0
    text = line(text)
    for match in _CODE.finditer(text):
        pieces += (_plain(text[end : match.start()]), code_markdown(match[1] or match[2]))
        end = match.end()
    return "".join([*pieces, _plain(text[end:])])


def on(nodes: tuple[str, ...]) -> str:
    """On which nodes something is, with a blank before it; nothing where that is all of them."""
    return f" on {', '.join(map(code, nodes))}" if nodes else ""


def fenced(text: str, language: str) -> str:
    """Lines of code in a language."""
    fence = "```"
    while fence in text:
        fence += "`"
    return f"{fence}{language}\n{text}\n{fence}"


def _plain(text: str) -> str:
    return plain_markdown(text) if text else ""
