"""Reads values from YAML that people write or edit, and tells each mistake by its line."""

from collections.abc import Callable, Iterator
from typing import TypeVar

from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from linter.parse.composed import NotComposedError, composed, line_of, shown
from linter.plan.converting import MistakeError, Place, converted
from linter.plan.failure import PlanError

T = TypeVar("T")
Faults = Callable[[T], Iterator[MistakeError]]
"""What is wrong with a value whose parts are each of the right type."""

_LARGEST = 2**20
# A site in a plan: machines, each with services, each with commands.
_DEEPEST = 8
_TOLD = 20
_TAGS = frozenset(f"tag:yaml.org,2002:{kind}" for kind in ("str", "seq", "map"))


def read_document(content: bytes, name: str, kind: type[T], faults: Faults[T]) -> T:
    """The value in a file of YAML.

    Raises PlanError, which names the file and the line of each mistake.
    """
    try:
        root = composed(content, _LARGEST, _DEEPEST)
    except NotComposedError as error:
        raise PlanError(f"{name} {error}") from error
    if root is None:
        raise PlanError(f"{name} is empty")
    try:
        value = converted(_plain(root, ()), kind, of_texts=True)
    except MistakeError as error:
        raise PlanError(_told(name, root, error)) from error
    mistakes = sorted(faults(value), key=lambda each: _line_at(root, each.place))
    if mistakes:
        raise PlanError(_in_lines(name, root, mistakes))
    return value


def _in_lines(name: str, root: Node, mistakes: list[MistakeError]) -> str:
    told = [_told(name, root, each) for each in mistakes[:_TOLD]]
    if len(mistakes) > _TOLD:
        told.append(f"{name}: and {len(mistakes) - _TOLD} more")
    return "; ".join(told)


def _told(name: str, root: Node, mistake: MistakeError) -> str:
    return f"{name}, line {_line_at(root, mistake.place)}: {mistake}"


def _plain(node: Node, place: Place) -> object:
    """A node as texts, lists and dictionaries. Raises MistakeError for what YAML has beyond."""
    if node.tag not in _TAGS:
        raise MistakeError(place, f"the tag {shown(node.tag)} means nothing here")
    match node:
        case ScalarNode():
            return node.value
        case SequenceNode():
            return [_plain(each, (*place, at)) for at, each in enumerate(node.value)]
        case MappingNode():
            return dict(_pairs(node, place))
    raise MistakeError(place, "it is no text, list or mapping")


def _pairs(node: MappingNode, place: Place) -> Iterator[tuple[str, object]]:
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            raise MistakeError(place, "a key is no text")
        if key.value in seen:
            # One reader takes the first, another the last.
            raise MistakeError((*place, key.value), "stands there twice")
        seen.add(key.value)
        yield key.value, _plain(value, (*place, key.value))


def _line_at(node: Node, place: Place) -> int:
    """The line of a part, or of the nearest part around it that there is."""
    for depth, step in enumerate(place, 1):
        match node:
            case MappingNode():
                found = [(key, value) for key, value in node.value if key.value == step]
                if not found:
                    break
                key, node = found[-1]
                if depth == len(place):
                    return line_of(key)
            case SequenceNode() if isinstance(step, int) and step < len(node.value):
                node = node.value[step]
            case _:
                break
    return line_of(node)
