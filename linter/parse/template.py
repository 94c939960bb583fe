"""What language a file is a template of, and which of its lines are nothing but constructs."""

import re
from typing import Literal

Language = Literal["", "jinja", "erb", "go", "other"]

# Braces alone prove nothing: devstack writes "{{(pid=%(process)d)" into rendered files.
_GO = re.compile(
    r"\{\{-?\s*(?:\.[A-Z]\w*|\$\.?\w|(?:if|else if|range|with|include|template|define|block|tuple"
    r"|required|default|printf|toYaml|tpl|quote)\s+[\"$.(\w]|/\*)[^{}]{0,400}\}\}"
)
_JINJA = re.compile(
    r"\{%[-+]?\s*(?:if|for|set|include|import|from|macro|block|extends|raw|filter|with|do|call"
    r"|else|elif|end\w+)\b[^{}]{0,2000}%\}"
    r"|\{\{[-+]?\s*[A-Za-z_][\w.]*\s*(?:[-+]?\}\}|(?:[|\[(~+]|\b(?:if|or|and|is|not|in)\b)"
    r"[^\n]{0,400}?\}\})"
)
_ERB = re.compile(r"<%[-=#]?[^\n]{0,400}?[-=]?%>|<%[-=#]?\s*(?:if|unless|end|@)[^%]{0,2000}%>")
_MAKO = re.compile(r"^\s*%\s*(?:if|for|endif|endfor|elif|else)\b.*:?\s*$", re.MULTILINE)
_LANGUAGES: tuple[tuple[Language, re.Pattern[str]], ...] = (
    ("go", _GO),
    ("jinja", _JINJA),
    ("erb", _ERB),
    ("other", _MAKO),
)
_CONSTRUCT = re.compile(
    r"\{%.{0,4000}?%\}|\{\{.{0,4000}?\}\}|\{#.{0,4000}?#\}|<%.{0,4000}?%>", re.DOTALL
)
# What is put in here may bring sections of its own; control flow and definitions do not.
_INSERTION = re.compile(
    r"\{%[-+]?\s*include\b|<%="
    r"|\{\{(?!-?\s*(?:(?:if|else|end|range|with|define|block)\b|/\*|\$\w+\s*:?=))"
)
_BRACKETS = ("{{", "{%", "<%", "{#")


def language_of(lines: list[str]) -> Language:
    """The template language that real constructs in these lines prove, "" when there are none.

    Comments prove nothing: `# {{ ansible_managed }}` stays in many a rendered file.
    """
    candidates = (line for line in lines if "{" in line or "%" in line)
    text = "\n".join(line for line in candidates if not line.startswith(("#", ";")))
    for language, pattern in _LANGUAGES:
        if pattern.search(text):
            return language
    return ""


def literal_lines(lines: list[str]) -> list[str]:
    """The same lines with each one emptied that has nothing but constructs, or parts of one.

    Where a construct inserts whole lines, nobody knows which section goes on below it: there stands
    a header that names the construct.
    """
    text = "\n".join(lines)
    literal = _CONSTRUCT.sub(lambda found: "\n" * found[0].count("\n"), text).split("\n")
    return [_literal(line, rest) for line, rest in zip(lines, literal, strict=True)]


def _literal(line: str, rest: str) -> str:
    if rest.strip() and not _MAKO.match(line):
        return line
    return f"[{line.strip()}]" if _INSERTION.search(line) else ""


def literal_text(text: str) -> str:
    """The text without its constructs."""
    return _CONSTRUCT.sub(" ", text)


def holds_construct(text: str) -> bool:
    """Whether a text is only known once the template is rendered."""
    return any(bracket in text for bracket in _BRACKETS)
