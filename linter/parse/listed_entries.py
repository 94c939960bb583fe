"""The entries of a YAML list of mappings, each with the line where it begins."""

from collections.abc import Mapping

import msgspec
import yaml

try:
    from yaml import CSafeLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import SafeLoader as Loader  # type: ignore[assignment]

DEEPEST = 20
"""Levels of nesting; a list of entries has three."""


class ListedEntry(msgspec.Struct, frozen=True):
    """An entry with its texts as they are written, `2025.1` and `2027-03-01` too.

    `fault` says in what way it is no mapping of names to texts, "" for one that is.
    """

    texts: Mapping[str, str]
    line: int
    fault: str = ""


class ListError(Exception):
    """A text that is no list at all; the text says why and in which line."""


def listed_entries(text: str) -> tuple[ListedEntry, ...]:
    """The entries in their order, none for an empty text.

    Raises ListError for what is no YAML or no list.
    """
    try:
        _require_shallow(text)
        root = yaml.compose(text, Loader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark else 1
        raise ListError(f"line {line}: no valid YAML: {error.problem or error.context}") from error
    except (yaml.YAMLError, RecursionError) as error:
        raise ListError(f"no valid YAML: {' '.join(str(error).split())}") from error
    if root is None or (isinstance(root, yaml.ScalarNode) and root.value in {"", "~", "null"}):
        return ()
    if not isinstance(root, yaml.SequenceNode):
        raise ListError(f"line {root.start_mark.line + 1}: no list of entries, each `- name: text`")
    return tuple(_entry(node) for node in root.value)


def _require_shallow(text: str) -> None:
    """Raises ListError for a nesting at which libyaml's composer would end the process."""
    depth = 0
    for event in yaml.parse(text, Loader):
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > DEEPEST:
            raise ListError("it is nested too deeply")


def _entry(node: yaml.Node) -> ListedEntry:
    line = node.start_mark.line + 1
    if not isinstance(node, yaml.MappingNode):
        return ListedEntry({}, line, "it has no names, each with a text")
    texts: dict[str, str] = {}
    faults = []
    for key, value in node.value:
        if not isinstance(key, yaml.ScalarNode) or not isinstance(value, yaml.ScalarNode):
            faults.append(f"{_named(key)} has no plain text as its value")
        elif key.value in texts:
            faults.append(f"{_named(key)} stands there twice")
        else:
            texts[key.value] = "" if _is_null(value) else value.value
    return ListedEntry(texts, line, next(iter(faults), ""))


def _is_null(value: yaml.ScalarNode) -> bool:
    return bool(value.tag == "tag:yaml.org,2002:null")


def _named(key: yaml.Node) -> str:
    return f"`{key.value}`" if isinstance(key, yaml.ScalarNode) else "a name"
