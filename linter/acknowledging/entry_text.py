"""Puts an entry into the text of a file of acknowledgements, and leaves the rest as it is.

The text is cut at the marks of the parser. A library that writes YAML anew, as ruamel.yaml, loses
the indentation of lists, line endings, and the blanks of flow style.
"""

from collections.abc import Collection
from typing import Any

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from linter.acknowledging.edits import addition, applied, renewal, renewed
from linter.acknowledging.spelling import fields_of
from linter.model.acknowledgement import Acknowledgement
from linter.parse.composed import NotComposedError, composed
from linter.parse.listed_entries import LARGEST

# The parser does not count it in its marks.
_BOM = "\ufeff"


class UneditableError(Exception):
    """A text that cannot be edited; says why, as the rest of a sentence about the file."""


class Edited(msgspec.Struct, frozen=True):
    """A text with an entry in it; `replaced` is whether there was one for the same already."""

    text: str
    replaced: bool


def with_entry(text: str, entry: Acknowledgement, targets: Collection[str]) -> Edited:
    """The text with the entry in place of the last for its id and any of the targets, or added.

    Raises UneditableError unless the result reads as the text did but for this entry.
    """
    bom = _BOM if text.startswith(_BOM) else ""
    body = text.removeprefix(_BOM)
    root = _root(body)
    before = [_said(node) for node in root.value] if root else []
    fields = tuple(fields_of(entry))
    alike = [
        (number, node)
        for number, node in enumerate(root.value if root else ())
        if isinstance(node, MappingNode) and _is_about(node, entry.id, targets)
    ]
    if alike:
        number, node = alike[-1]
        edited = applied(body, renewal(body, node, fields))
        wanted = [*before[:number], renewed(before[number], fields), *before[number + 1 :]]
    else:
        edited = applied(body, (addition(body, root, fields),))
        wanted = [*before, {field.name: field.value for field in fields}]
    if not _reads_as(edited, wanted):
        raise UneditableError("is written in a way that only a person can edit: add the entry")
    return Edited(bom + edited, replaced=bool(alike))


def _root(text: str) -> SequenceNode | None:
    try:
        root = composed(text.encode(), LARGEST)
    except NotComposedError as error:
        raise UneditableError(str(error)) from error
    if root is None or isinstance(root, SequenceNode):
        return root
    if isinstance(root, ScalarNode) and not root.value:
        return None
    raise UneditableError("is not a list of entries, each `- id: ...`")


def _said(node: Node) -> Any:
    """What a part of a document says, however it is written."""
    match node:
        case MappingNode():
            return {str(_said(key)): _said(value) for key, value in node.value}
        case SequenceNode():
            return [_said(each) for each in node.value]
        case _:
            return node.value


def _is_about(node: MappingNode, id_: str, targets: Collection[str]) -> bool:
    said = _said(node)
    return said.get("id") == id_ and str(said.get("target")).lower() in targets


def _reads_as(text: str, wanted: list[Any]) -> bool:
    try:
        root = _root(text)
    except UneditableError:
        return False
    return root is not None and _said(root) == wanted
