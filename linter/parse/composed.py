"""Composes YAML that is written by hand: every scalar as it stands, with the place of each part."""

import yaml
from yaml.nodes import Node

from linter.model.passwords import without_passwords
from linter.model.visible import visible

try:
    # Every scalar as it is written: what says only 2025.1 is a text.
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

# A list of mappings of lists, or a mapping of lists of texts with room for a mistake.
_DEEPEST = 3
_SHOWN = 80


class NotComposedError(Exception):
    """Why a text cannot be read; it follows the name of the file in a sentence: "is not UTF-8"."""


def composed(content: bytes, largest: int, deepest: int = _DEEPEST) -> Node | None:
    """The root of a document, None for an empty one.

    Raises NotComposedError for what is no YAML, larger than so many bytes, nested deeper than
    allowed, or repeats a part of itself.
    """
    if len(content) > largest:
        raise NotComposedError(f"is larger than {largest} bytes")
    try:
        text = content.decode("utf-8-sig")
        _refuse(text, deepest)
        return yaml.compose(text, Loader)
    except UnicodeDecodeError as error:
        raise NotComposedError(f"is not UTF-8 at byte {error.start}") from error
    except yaml.MarkedYAMLError as error:
        line = getattr(error.problem_mark, "line", 0) + 1
        reason = shown(str(error.problem))
        raise NotComposedError(f"is not YAML at line {line}: {reason}") from error
    except yaml.YAMLError as error:
        raise NotComposedError(
            "is not YAML: it holds a character that YAML does not allow"
        ) from error


def _refuse(text: str, deepest: int) -> None:
    """Aliases, which can repeat a text without end, and depths in which the C reader would end."""
    depth = 0
    for event in yaml.parse(text, Loader):
        if isinstance(event, yaml.AliasEvent):
            raise NotComposedError(f"repeats a part of itself at line {line_of(event)}")
        depth += isinstance(event, yaml.CollectionStartEvent)
        depth -= isinstance(event, yaml.CollectionEndEvent)
        if depth > deepest:
            raise NotComposedError(f"is nested deeper than {deepest}")


def line_of(part: yaml.Event | Node) -> int:
    """Where a part of a document begins; both readers of YAML always say so."""
    return getattr(part.start_mark, "line", 0) + 1


def shown(text: str) -> str:
    """A text of a document in a sentence about it: short, on one line, with nothing hidden.

    Passwords are masked, and before it is cut: what is left of one has no looks to know it by.
    """
    return visible(without_passwords(" ".join(text.split()))[:_SHOWN])
