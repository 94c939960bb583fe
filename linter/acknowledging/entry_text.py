"""Puts an entry into the text of a file of acknowledgements, and leaves the rest as it is.

The text is cut at the marks of the parser. A library that writes YAML anew, as ruamel.yaml, loses
the indentation of lists, line endings, and the blanks of flow style.
"""

from collections.abc import Collection

import msgspec
import yaml

from linter.acknowledging.edits import addition, applied, renewal, renewed
from linter.acknowledging.spelling import fields_of
from linter.model.acknowledgement import Acknowledgement

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

# libyaml does not count it in its marks.
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
    before = _entries(body)
    root = yaml.compose(body, Loader)
    fields = tuple(fields_of(entry))
    number = _last_alike(before, entry.id, targets)
    old = before[number] if number is not None else None
    if number is not None and isinstance(old, dict) and isinstance(root, yaml.SequenceNode):
        edited = applied(body, renewal(body, root.value[number], fields))
        wanted = [*before[:number], renewed(old, fields), *before[number + 1 :]]
    else:
        edited = applied(body, (addition(body, root, fields),))
        wanted = [*before, {field.name: field.value for field in fields}]
    if not _reads_as(edited, wanted):
        raise UneditableError("is written in a way that only a person can edit: add the entry")
    return Edited(bom + edited, replaced=number is not None)


def _reads_as(text: str, wanted: list[object]) -> bool:
    try:
        return _entries(text) == wanted
    except UneditableError:
        return False


def _entries(text: str) -> list[object]:
    try:
        entries = yaml.load(text, Loader) or []  # noqa: S506  makes strings only
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise UneditableError(f"is no valid YAML: {' '.join(str(error).split())}") from error
    if not isinstance(entries, list):
        raise UneditableError("is not a list of entries, each `- id: ...`")
    return entries


def _last_alike(entries: list[object], id_: str, targets: Collection[str]) -> int | None:
    alike = (
        number
        for number, entry in enumerate(entries)
        if isinstance(entry, dict) and entry.get("id") == id_ and entry.get("target") in targets
    )
    return max(alike, default=None)
