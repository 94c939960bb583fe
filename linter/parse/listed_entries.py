"""The entries of a YAML list of mappings, each with the line where it begins."""

from collections.abc import Mapping

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from linter.parse.composed import NotComposedError, composed, line_of, shown

# Thousands of entries, in which a reason may be long.
LARGEST = 2**21
"""The bytes of a file; of a larger one nothing is read."""
_NOTHING = frozenset({"", "~", "null"})
"""How YAML says without quotes that there is no value."""


class ListedEntry(msgspec.Struct, frozen=True):
    """An entry with its texts as they are written, `2025.1` and `2027-03-01` too.

    `fault` says in what way it is no mapping of names to texts, "" for one that is.
    """

    texts: Mapping[str, str]
    line: int
    fault: str = ""


def listed_entries(content: bytes) -> tuple[ListedEntry, ...]:
    """The entries in their order, none for an empty text.

    Raises NotComposedError for what is no YAML or no list.
    """
    root = composed(content, LARGEST)
    if root is None or _is_nothing(root):
        return ()
    if not isinstance(root, SequenceNode):
        raise NotComposedError("is not a list of entries, each `- name: text`")
    return tuple(_entry(node) for node in root.value)


def _entry(node: Node) -> ListedEntry:
    if not isinstance(node, MappingNode):
        return ListedEntry({}, line_of(node), "it has no names, each with a text")
    texts: dict[str, str] = {}
    faults = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode) or not isinstance(value, ScalarNode):
            faults.append(f"{_named(key)} has no plain text as its value")
        elif key.value in texts:
            faults.append(f"{_named(key)} stands there twice")
        else:
            texts[key.value] = "" if _is_nothing(value) else value.value
    return ListedEntry(texts, line_of(node), next(iter(faults), ""))


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.value in _NOTHING


def _named(key: Node) -> str:
    return f"`{shown(key.value)}`" if isinstance(key, ScalarNode) else "a name"
