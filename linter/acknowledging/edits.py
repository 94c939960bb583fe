"""What changes in a text in YAML when an entry is added to its list, or renewed."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence

import msgspec
import yaml

from linter.acknowledging.spelling import Field

_DISPENSABLE = ("ticket", "until")
"""Fields that an entry has no more when they are not said again."""
_END_OF_LINE = re.compile(r"(?=[\r\n])|\Z")
_BLANKS_BEHIND_DASH = re.compile(r"-( +)")


class Edit(msgspec.Struct, frozen=True):
    """What stands between two places of a text from now on."""

    start: int
    end: int
    text: str


def applied(text: str, edits: Iterable[Edit]) -> str:
    """The text after all edits; of two at the same place the first comes to stand first."""
    in_order = sorted(edits, key=lambda edit: (edit.start, edit.end))
    for edit in reversed(in_order):
        text = text[: edit.start] + edit.text + text[edit.end :]
    return text


def addition(text: str, root: yaml.Node | None, fields: Sequence[Field]) -> Edit:
    """The entry behind all others, written as the last of them is."""
    if not isinstance(root, yaml.SequenceNode):
        return _as_lines(text, len(text), _in_lines(text, fields))
    start, end = root.start_mark.index, root.end_mark.index
    if not root.value:
        return Edit(start, end, _in_lines(text, fields))
    last = root.value[-1]
    if root.flow_style:
        lies_below = last.start_mark.line > root.start_mark.line
        gap = _newline(text) + " " * last.start_mark.column if lies_below else " "
        return Edit(last.end_mark.index, last.end_mark.index, f",{gap}{_in_braces(fields)}")
    margin = " " * root.start_mark.column
    if getattr(last, "flow_style", False):
        return _as_lines(text, end, f"{margin}- {_in_braces(fields)}")
    line = text[: last.start_mark.index].rpartition("\n")[2]
    beside = _BLANKS_BEHIND_DASH.fullmatch(line, root.start_mark.column)
    return _as_lines(text, end, _in_lines(text, fields, margin, beside[1] if beside else " "))


def renewal(text: str, node: yaml.MappingNode, fields: Sequence[Field]) -> Iterator[Edit]:
    """What makes an entry say the fields; what says so already is left as it is."""
    pairs = {key.value: value for key, value in node.value if isinstance(key, yaml.ScalarNode)}
    said = {field.name for field in fields}
    stale = [name for name in _DISPENSABLE if name in pairs and name not in said]
    yield from (_without(text, node, name) for name in stale)
    end = max(_span(text, value)[1] for key, value in node.value if key.value not in stale)
    for field in fields:
        if field.name in pairs and not _says(pairs[field.name], field):
            start, stop = _span(text, pairs[field.name])
            yield Edit(start, stop, field.spelt if stop > start else f" {field.spelt}")
    yield _further(text, node, end, [field for field in fields if field.name not in pairs])


def renewed(entry: Mapping[str, object], fields: Sequence[Field]) -> dict[str, object]:
    """What is read of an entry after its renewal."""
    kept = {name: value for name, value in entry.items() if name not in _DISPENSABLE}
    return {**kept, **{field.name: field.value for field in fields}}


def _newline(text: str) -> str:
    return "\r\n" if "\r\n" in text else "\n"


def _in_braces(fields: Sequence[Field]) -> str:
    return "{" + ", ".join(f"{field.name}: {field.spelt}" for field in fields) + "}"


def _in_lines(text: str, fields: Sequence[Field], margin: str = "", blanks: str = " ") -> str:
    further = f"{_newline(text)}{margin} {blanks}"
    return f"{margin}-{blanks}" + further.join(f"{field.name}: {field.spelt}" for field in fields)


def _as_lines(text: str, at: int, lines: str) -> Edit:
    """Whole lines at a place where the line before may lack its end."""
    newline = _newline(text)
    before = newline if at and text[at - 1] not in "\r\n" else ""
    return Edit(at, at, f"{before}{lines}{newline}")


def _says(value: yaml.Node, field: Field) -> bool:
    is_bare = field.name == "target" and getattr(value, "style", "") in {None, ""}
    return value.value == field.value and not is_bare


def _span(text: str, value: yaml.Node) -> tuple[int, int]:
    """Where a value stands; one of several lines would end behind the empty lines that follow."""
    start, end = value.start_mark.index, value.end_mark.index
    return start, start + len(text[start:end].rstrip())


def _further(text: str, node: yaml.MappingNode, end: int, fields: Sequence[Field]) -> Edit:
    """Fields behind the last one of their entry, which ends there."""
    if node.flow_style:
        return Edit(end, end, "".join(f", {field.name}: {field.spelt}" for field in fields))
    line_end = _END_OF_LINE.search(text, end)
    at = line_end.start() if line_end else end
    before = _newline(text) + " " * node.start_mark.column
    return Edit(at, at, "".join(f"{before}{field.name}: {field.spelt}" for field in fields))


def _without(text: str, node: yaml.MappingNode, name: str) -> Edit:
    """Takes a field from an entry, and its line where that holds nothing before it."""
    number = next(index for index, (key, _) in enumerate(node.value) if key.value == name)
    key, value = node.value[number]
    start, end = key.start_mark.index, _span(text, value)[1]
    line = text.rfind("\n", 0, start) + 1
    if not node.flow_style and not text[line:start].strip():
        below = text.find("\n", end)
        return Edit(line, below + 1 if below >= 0 else len(text), "")
    if number + 1 < len(node.value):
        return Edit(start, node.value[number + 1][0].start_mark.index, "")
    return Edit(_span(text, node.value[number - 1][1])[1], end, "")
