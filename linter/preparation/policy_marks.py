"""Where each rule of a policy file stands in its text."""

import json

import msgspec
import yaml

from linter.model.policy import PolicyFile

_MARK = "\ufeff"


class Pair(msgspec.Struct, frozen=True):
    """One rule in the text: where its name and its value begin and end, and what it is called."""

    name: str
    start: int
    name_end: int
    value_start: int
    end: int
    is_quoted: bool = True


class Marked(msgspec.Struct, frozen=True):
    """A text with the places of its rules; `is_flow` for those in braces, JSON among them.

    `closing` is where the closing brace stands, the end of the text without one. `mark` is the byte
    order mark, "" where there is none.
    """

    text: str
    pairs: tuple[Pair, ...]
    closing: int
    is_flow: bool = False
    is_json: bool = False
    mark: str = ""

    @property
    def newline(self) -> str:
        """How the text ends its lines."""
        return "\r\n" if "\r\n" in self.text else "\n"


def marked(content: bytes, file: PolicyFile) -> Marked:
    """The places of the rules of a file that oslo.policy can load."""
    text = content.decode("utf-8")
    mark = _MARK if text.startswith(_MARK) else ""
    text = text.removeprefix(_MARK)
    return _in_json(text) if file.is_json else _in_yaml(text, mark)


def _in_json(text: str) -> Marked:
    decoder = json.JSONDecoder()
    pairs: list[Pair] = []
    at = _past(text, text.index("{") + 1, "")
    while text[at] != "}":
        name, name_end = decoder.raw_decode(text, at)
        value_start = _past(text, name_end, ":")
        _, end = decoder.raw_decode(text, value_start)
        pairs.append(Pair(name, at, name_end, value_start, end))
        at = _past(text, end, ",")
    return Marked(text, tuple(pairs), at, is_flow=True, is_json=True)


def _past(text: str, at: int, mark: str) -> int:
    """The place of the next token behind blanks and, if it is there, the mark."""
    while text[at].isspace() or (mark and text[at] == mark):
        if text[at] == mark:
            mark = ""
        at += 1
    return at


def _in_yaml(text: str, mark: str) -> Marked:
    # libyaml counts the places otherwise once a text has characters beyond the first plane.
    root = yaml.compose(text, yaml.SafeLoader)
    if not isinstance(root, yaml.MappingNode):
        return Marked(text, (), len(text), mark=mark)
    pairs = tuple(
        _pair(text, key, value) for key, value in root.value if isinstance(key, yaml.ScalarNode)
    )
    is_flow = bool(root.flow_style)
    closing = root.end_mark.index - 1 if is_flow else len(text)
    return Marked(text, pairs, closing, is_flow=is_flow, mark=mark)


def _pair(text: str, key: yaml.ScalarNode, value: yaml.Node) -> Pair:
    start, name_end = key.start_mark.index, key.end_mark.index
    # An alias has the places of its anchor, which stands elsewhere.
    is_alias = value.start_mark.index < name_end
    value_start = end = text.index(":", name_end) + 1
    if is_alias:
        line_end = text.find("\n", end)
        end = len(text) if line_end < 0 else line_end
    else:
        value_start = max(value_start, value.start_mark.index)
        end = max(value_start, _end(text, value))
    return Pair(key.value, start, name_end, value_start, end, is_quoted=key.style is not None)


def _end(text: str, node: yaml.Node) -> int:
    """Where a value ends: one in block style would end where the next token begins."""
    if not isinstance(node, yaml.CollectionNode) or node.flow_style or not node.value:
        start, end = node.start_mark.index, node.end_mark.index
        return start + len(text[start:end].rstrip())
    last = node.value[-1]
    return _end(text, last[1] if isinstance(last, tuple) else last)
