"""The names and values of a mapping in YAML or JSON, each with its place in the text."""

import json
from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple

import yaml

from linter.model.policy import FlawKind
from linter.parse.masking import visible
from linter.parse.text import Text

try:
    from yaml import CSafeLoader as FastLoader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as FastLoader  # type: ignore[assignment]

LARGEST = 100_000
"""Nodes that a file may come to once its aliases are followed; oslo.policy would try any number."""
DEEPEST = 200
"""Levels of nesting; a rule in list form has three."""

# What PyYAML's constructors raise beside its own errors, on a wrong tag or an impossible date.
_CONSTRUCTING = (ValueError, TypeError, LookupError, AttributeError, ArithmeticError)


class Pair(NamedTuple):
    """A rule as the file has it, with line and column from 1."""

    name: object
    value: object
    line: int
    column: int


class Refused(Exception):  # noqa: N818  the name says what is the matter
    """oslo.policy cannot load the text."""

    def __init__(self, kind: FlawKind, reason: str, line: int = 0) -> None:
        super().__init__(reason)
        self.kind: FlawKind = kind
        self.line = line


def json_pairs(text: Text) -> list[Pair] | None:
    """The rules of a mapping in JSON, None for a text that is none."""
    joined = "\n".join(text.lines)
    # oslo.serialization hands the mark on to a parser that refuses it.
    if text.problems or not joined.lstrip().startswith("{"):
        return None
    try:
        if not isinstance(json.loads(joined), dict):
            return None
    except (ValueError, RecursionError):
        return None
    return list(_scanned(joined))


def _scanned(text: str) -> Iterator[Pair]:
    """The pairs of a valid JSON object with their places."""
    decoder = json.JSONDecoder()
    at = _past(text, text.index("{") + 1, "")
    line, begin = 1, 0
    while text[at] != "}":
        line += text.count("\n", begin, at)
        begin = at
        column = at - (text.rfind("\n", 0, at) + 1) + 1
        name, end = decoder.raw_decode(text, at)
        value, end = decoder.raw_decode(text, _past(text, end, ":"))
        yield Pair(name, value, line, column)
        at = _past(text, end, ",")


def _past(text: str, at: int, mark: str) -> int:
    """The place of the next token behind blanks and, if it is there, the mark."""
    while text[at].isspace() or (mark and text[at] == mark):
        if text[at] == mark:
            mark = ""
        at += 1
    return at


def yaml_pairs(text: Text) -> list[Pair]:
    """The rules of a mapping in YAML, none for a text that is empty; raises Refused."""
    joined = "\n".join(text.lines)
    kind = _loader(text.lines)
    try:
        _require_shallow(yaml.parse(joined, kind))
        # Characters that YAML does not have are refused here already.
        loader = kind(joined)
        try:
            return _composed(loader)
        finally:
            loader.dispose()
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 0
        reason = f"it is no valid YAML: {visible(error.problem or 'it cannot be read')}"
        raise Refused("not-yaml", reason, line) from error
    except (yaml.YAMLError, *_CONSTRUCTING) as error:
        raise Refused("not-yaml", "it is no valid YAML") from error
    except RecursionError as error:
        raise Refused("too-large", "it is nested too deeply") from error


def _loader(lines: list[str]) -> Any:  # one of two classes without a common type
    # oslo.policy reads with PyYAML's own scanner, which refuses tabs that libyaml lets pass.
    tabs = any("\t" in line for line in lines if not line.lstrip(" ").startswith("#"))
    return yaml.SafeLoader if tabs else FastLoader


def _require_shallow(events: Iterable[yaml.Event]) -> None:
    """Raises Refused for a nesting at which libyaml's composer would end the process."""
    depth = 0
    for event in events:
        if isinstance(event, yaml.CollectionStartEvent):
            depth += 1
        elif isinstance(event, yaml.CollectionEndEvent):
            depth -= 1
        if depth > DEEPEST:
            raise Refused("too-large", "it is nested too deeply")


def _composed(loader: Any) -> list[Pair]:  # see _loader
    root = loader.get_single_node()
    if root is None:
        return []
    if _weight(root, {}) > LARGEST:
        raise Refused("too-large", "its aliases make it too large to be read")
    if not isinstance(root, yaml.MappingNode):
        if loader.construct_document(root):
            raise Refused("not-mapping", "it is no mapping of rules to check strings", 1)
        return []
    loader.flatten_mapping(root)
    return [
        Pair(
            _hashable(loader.construct_object(key, deep=True)),
            loader.construct_object(value, deep=True),
            key.start_mark.line + 1,
            key.start_mark.column + 1,
        )
        for key, value in root.value
    ]


def _hashable(name: object) -> object:
    """A key, as far as it can be one; raises TypeError."""
    hash(name)
    return name


def _weight(node: yaml.Node, known: dict[int, int]) -> int:
    """How many nodes there are once aliases are followed; a loop counts as one."""
    if id(node) in known or isinstance(node, yaml.ScalarNode):
        return known.get(id(node), 1)
    known[id(node)] = 1
    inner = node.value
    if isinstance(node, yaml.MappingNode):
        inner = [part for pair in node.value for part in pair]
    known[id(node)] = 1 + sum(_weight(part, known) for part in inner)
    return known[id(node)]
