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

    `names` are those of all its fields, `texts` has those whose values are texts. `faults` say in
    what ways it is no mapping of names to texts, and are none for one that is.
    """

    names: tuple[str, ...]
    texts: Mapping[str, str]
    line: int
    faults: tuple[str, ...] = ()


def listed_entries(content: bytes, first: str) -> tuple[ListedEntry, ...]:
    """The entries in their order, none for an empty text.

    `first` is the name that an entry begins with, to say what is wanted. Raises NotComposedError
    for what is no YAML or no list.
    """
    root = composed(content, LARGEST)
    if root is None or _is_nothing(root):
        return ()
    if not isinstance(root, SequenceNode):
        raise NotComposedError(f"is not a list of entries, each `- {first}: ...`")
    return tuple(_entry(node, first) for node in root.value)


def _entry(node: Node, first: str) -> ListedEntry:
    if not isinstance(node, MappingNode):
        return ListedEntry((), {}, line_of(node), (f"it has no fields, such as `{first}: ...`",))
    names: dict[str, None] = {}
    texts: dict[str, str] = {}
    faults = []
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            faults.append("the name of a field is not a text")
            continue
        if key.value in names:
            faults.append(f"`{shown(key.value)}` stands twice")
        elif not isinstance(value, ScalarNode):
            faults.append(f"`{shown(key.value)}` is not a text")
        else:
            texts[key.value] = "" if _is_nothing(value) else value.value
        names[key.value] = None
    return ListedEntry(tuple(names), texts, line_of(node), tuple(faults))


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and not node.style and node.value in _NOTHING
