"""The statements of web servers' files, each with its line and the block that it stands in."""

import re
from collections.abc import Callable, Iterable, Iterator

import msgspec

from linter.model.webserver import Server

_LONGEST = 4000
"""Characters of a line or a statement that are looked at."""


class Statement(msgspec.Struct, frozen=True):
    """A directive, an option or a command; `block` numbers the outermost block, 0 for none.

    `name` is in the case of the file, which only some languages tell apart.
    """

    name: str
    argument: str
    line: int
    block: int = 0


Line = tuple[int, str]


def statements(server: Server, lines: list[str]) -> Iterator[Statement]:
    """Everything that the lines say in the language of the server."""
    numbered = [(number, line[:_LONGEST]) for number, line in enumerate(lines, 1)]
    yield from _READERS[server](_joined(numbered))


def _joined(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines, with those that end in a backslash joined to the next."""
    start, held = 0, ""
    for number, line in lines:
        start = start or number
        if line.endswith("\\") and len(held) < _LONGEST:
            held += f"{line[:-1]} "
            continue
        yield start, held + line
        start, held = 0, ""
    if held:
        yield start, held


_SECTION = re.compile(r"<(/?)([A-Za-z]\w*)\s*([^>\n]*)>?")
_DIRECTIVE = re.compile(r"([A-Za-z]\w*)(?:\s+(.*))?$", re.DOTALL)
_OUTERMOST = frozenset({"virtualhost"})


def _apache(lines: Iterable[Line]) -> Iterator[Statement]:
    blocks, block = 0, 0
    for number, line in lines:
        text = line.strip()
        section = _SECTION.match(text)
        if section:
            closes, name = section[1] == "/", section[2]
            if name.lower() in _OUTERMOST:
                blocks += not closes
                block = 0 if closes else blocks
            if not closes:
                yield Statement(name, section[3], number, block)
            continue
        directive = None if text.startswith("#") else _DIRECTIVE.match(text)
        if directive:
            yield Statement(directive[1], directive[2] or "", number, block)


_NGINX_WORD = re.compile(r"[;{}]|#[^\n]*|\"[^\"\n]*\"|'[^'\n]*'|[^;{}#\"'\s]+")


def _nginx(lines: Iterable[Line]) -> Iterator[Statement]:
    depth, block, blocks, first = 0, 0, 0, 0
    words: list[str] = []
    outer = 0
    for number, line in lines:
        for word in _NGINX_WORD.findall(line):
            if word.startswith("#"):
                break
            if word not in {";", "{", "}"}:
                first = number if not words else first
                words.append(word.strip("\"'"))
                continue
            if words:
                if word == "{" and words[0] in {"server", "upstream"} and not block:
                    blocks += 1
                    block, outer = blocks, depth
                yield Statement(words[0], " ".join(words[1:]), first, block)
            depth += {"{": 1, "}": -1}.get(word, 0)
            if word == "}" and depth <= outer:
                block = 0
            words = []


_OPTION = re.compile(
    r"(?:^|[\s\"'<{,\[])([a-z][\w-]*)[\"']?\s*[:=>]\s*[\"'\[]*([^\"'<>,\]}\n]*)", re.IGNORECASE
)
_COMMENTED = re.compile(r"\s*(?:[#;]|<!--)")


def _uwsgi(lines: Iterable[Line]) -> Iterator[Statement]:
    """The options of uwsgi, be it in ini, YAML, JSON or XML."""
    for number, line in lines:
        if _COMMENTED.match(line):
            continue
        for option in _OPTION.finditer(line):
            yield Statement(option[1], option[2].strip(), number)


_ASSIGNMENT = re.compile(r"\s*([A-Za-z]\w*)\s*=\s*(.*)$", re.DOTALL)


def _unit(lines: Iterable[Line]) -> Iterator[Statement]:
    for number, line in lines:
        found = None if _COMMENTED.match(line) else _ASSIGNMENT.match(line)
        if found:
            yield Statement(found[1], found[2], number)


def _shell(lines: Iterable[Line]) -> Iterator[Statement]:
    for number, line in lines:
        if line.strip() and not _COMMENTED.match(line):
            yield Statement("command", line, number)


def _script(lines: Iterable[Line]) -> Iterator[Statement]:
    for number, line in lines:
        code = line.partition("#")[0]
        if code.strip():
            yield Statement("code", code, number)


def _nothing(_: Iterable[Line]) -> Iterator[Statement]:
    yield from ()


_READERS: dict[Server, Callable[[Iterable[Line]], Iterator[Statement]]] = {
    "apache": _apache,
    "nginx": _nginx,
    "uwsgi": _uwsgi,
    "unit": _unit,
    "shell": _shell,
    "script": _script,
    "": _nothing,
}
