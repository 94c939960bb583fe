"""Reads the files of web servers and service managers for how keystone is run."""

import re
from collections.abc import Iterable, Iterator
from pathlib import PurePosixPath

from linter.model.facts import SourceFile
from linter.model.location import Location
from linter.model.webserver import Server, WebFile, WebUse
from linter.parse.masking import visible, without_credentials
from linter.parse.template import language_of, literal_lines
from linter.parse.text import decode
from linter.parse.web_statements import Statement, statements
from linter.parse.web_uses import uses_of

_MOST_LINES = 50_000
_LONGEST = 300
"""Characters of a value or a line; no path that could be meant is as long."""
_HEAD = 500
"""So many lines tell the language."""
_PROGRAM = re.compile(r"(?<![\w-])keystone-(?:wsgi-(?:public|admin)|all)(?![\w.-])")
_COMMENT = re.compile(r"\s*(?:#|;|//|<!--)")


def parse_web(source: SourceFile) -> WebFile:
    """What the file makes use of; never raises."""
    lines = decode(source.content).lines
    kept = lines[:_MOST_LINES]
    language = language_of(kept)
    server = _server(source.path, lines[:_HEAD])
    said = list(statements(server, literal_lines(kept) if language else kept))
    about = _about_keystone(said, source.path)

    uses = tuple(
        WebUse(
            kind,
            without_credentials(value[:_LONGEST]),
            statement.name,
            Location(source.node, source.path, statement.line, statement.line, 1),
            visible(without_credentials(f"{statement.name} {value[:_LONGEST]}")),
            statement.block in about or "keystone" in statement.argument.lower(),
        )
        for statement in said
        for kind, value in uses_of(server, statement)
    )
    return WebFile(
        source.node,
        source.path,
        source.sha256,
        server=server,
        uses=uses,
        template=language,
        is_cut=len(lines) > _MOST_LINES,
        programs=tuple(sorted(set(_programs(kept)))),
    )


def _programs(lines: Iterable[str]) -> Iterator[str]:
    for line in lines:
        if not _COMMENT.match(line):
            yield from _PROGRAM.findall(line)


def _about_keystone(said: Iterable[Statement], path: str) -> frozenset[int]:
    """The blocks that speak of keystone, all of them where the file's name does."""
    everywhere = "keystone" in PurePosixPath(path).name.lower()
    return frozenset(
        statement.block
        for statement in said
        if everywhere
        or (statement.block and "keystone" in f"{statement.name} {statement.argument}".lower())
    )


_TEXTS: tuple[tuple[Server, str], ...] = (
    ("script", r"\A#![^\n]*python|^(?:from|import) +[\w.]+"),
    ("shell", r"\A#![^\n]*sh\b"),
    ("unit", r"^\[(?:Unit|Service|program:[^\]\n]*)\]|^ *Exec\w+ *="),
    ("uwsgi", r"^\[uwsgi\]|^[^\w\n]*uwsgi[^\w\n]*[:>]|\"uwsgi\" *:"),
    ("nginx", r"^[ \t]*(?:server|http|upstream +\S+|location +[^{\n]+) *\{"),
    ("nginx", r"^[ \t]*(?:listen|uwsgi_pass|proxy_pass) +[^;\n]+;"),
    ("apache", r"(?i)^[ \t]*<(?:virtualhost|directory|location|ifmodule|ifversion|files)"),
    ("apache", r"(?i)^[ \t]*(?:wsgi\w+|listen|alias|redirect|rewriterule)[ \t]+\S"),
    ("apache", r"(?i)^[ \t]*(?:proxypass\w*|include(?:optional)?)[ \t]+\S"),
)
_LANGUAGES = [(server, re.compile(pattern, re.MULTILINE)) for server, pattern in _TEXTS]


def _server(path: str, lines: list[str]) -> Server:
    if path.endswith((".wsgi", ".py")):
        return "script"
    text = "\n".join(line[:_LONGEST] for line in lines)
    return next((server for server, pattern in _LANGUAGES if pattern.search(text)), "")
