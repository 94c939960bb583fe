"""Turns what a file says into values, and tells each mistake by the key where it stands."""

import re
from collections.abc import Iterator, Mapping, Sequence
from typing import TypeVar

import msgspec
from msgspec import inspect

from linter.model.nearest import meant, nearest
from linter.parse.composed import shown

T = TypeVar("T")
Place = tuple[str | int, ...]
"""The keys and the positions, from 0, that lead to a part of a document."""

_COMPLAINT = re.compile(r"(?s)(.*?)(?: - at `\$(.*)`)?")
_STEP = re.compile(r"\.(\w+)|\[(\d+)\]")
_NAMED = re.compile(r"`(.*)`")
_EXPECTED = {
    "array": "a list",
    "bool": "true or false",
    "int": "a whole number",
    "object": "a mapping of keys",
    "str": "a text",
    "datetime": "a date with time and zone such as 2026-11-23T07:00:00Z",
}


class MistakeError(Exception):
    """What is wrong with a part of a document, and where that stands."""

    def __init__(self, place: Place, told: str) -> None:
        super().__init__(f"{in_words(place)}: {told}" if place else told)
        self.place = place
        self.told = told


def in_words(place: Place) -> str:
    """A place as a person would write it: "machines[0].packages.by"."""
    words = "".join(f"[{part}]" if isinstance(part, int) else f".{shown(part)}" for part in place)
    return words.removeprefix(".")


def converted(document: object, kind: type[T], *, of_texts: bool) -> T:
    """The value that a document stands for; `of_texts` is whether every scalar in it is a text.

    Raises MistakeError.
    """
    try:
        return msgspec.convert(document, kind, strict=not of_texts)
    except msgspec.ValidationError as error:
        raise _mistake(str(error), document, kind) from error


def _mistake(complaint: str, document: object, kind: type[object]) -> MistakeError:
    match = _COMPLAINT.fullmatch(complaint)
    told, path = (match[1], match[2] or "") if match else (complaint, "")
    place = tuple(_steps(path))
    types = tuple(_types_at(inspect.type_info(kind), document, place))
    if told.startswith("Object contains unknown field"):
        name = "".join(_NAMED.findall(told))
        return MistakeError((*place, name), f"is not known{nearest(name, _fields_of(types))}")
    if told.startswith("Object missing required field"):
        name = "".join(_NAMED.findall(told))
        return MistakeError(place, f"`{name}` is missing")
    if told.startswith("Invalid"):
        return MistakeError(place, _not_among(_part_at(document, place), types))
    return MistakeError(place, _expected(told))


def _steps(path: str) -> Iterator[str | int]:
    for key, position in _STEP.findall(path):
        yield key or int(position)


def _part_at(document: object, place: Place) -> object:
    for step in place:
        if isinstance(step, str) and isinstance(document, Mapping):
            document = document.get(step)
        elif isinstance(step, int) and isinstance(document, Sequence):
            document = document[step]
    return document


def _types_at(info: inspect.Type, document: object, place: Place) -> Iterator[inspect.Type]:
    """The types that a part of a document may have, by those of the parts around it."""
    match info:
        case inspect.Metadata():
            yield from _types_at(info.type, document, place)
        case inspect.UnionType():
            tags = document.get("kind") if isinstance(document, Mapping) else None
            for each in info.types:
                tag = each.tag if isinstance(each, inspect.StructType) else None
                if tag is None or tags not in _tags_of(info) or tag == tags:
                    yield from _types_at(each, document, place)
        case _ if not place:
            yield info
        case inspect.StructType():
            yield from _types_in(info, document, place)
        case inspect.VarTupleType() | inspect.TupleType():
            items = [info.item_type] if isinstance(info, inspect.VarTupleType) else info.item_types
            for item in items:
                yield from _types_at(item, _part_at(document, place[:1]), place[1:])


def _types_in(info: inspect.StructType, document: object, place: Place) -> Iterator[inspect.Type]:
    if place == (info.tag_field,):
        yield inspect.LiteralType((str(info.tag),))
    for field in info.fields:
        if field.encode_name == place[0]:
            yield from _types_at(field.type, _part_at(document, place[:1]), place[1:])


def _tags_of(info: inspect.UnionType) -> set[object]:
    return {each.tag for each in info.types if isinstance(each, inspect.StructType)}


def _fields_of(types: Sequence[inspect.Type]) -> list[str]:
    names = [
        field.encode_name
        for each in types
        if isinstance(each, inspect.StructType)
        for field in each.fields
    ]
    return list(dict.fromkeys(names))


def _not_among(value: object, types: Sequence[inspect.Type]) -> str:
    choices = [
        str(choice)
        for each in types
        if isinstance(each, inspect.LiteralType)
        for choice in each.values
    ]
    word = str(value)
    known = ", ".join(choices)
    if not known:
        return f"`{shown(word)}` cannot be used"
    return f"`{shown(word)}` is none of {known}{meant(word, choices)}"


def _expected(told: str) -> str:
    """What a complaint says was expected, in words for whoever wrote the file."""
    if "matching regex" in told:
        return "only small letters, digits, dots and dashes can stand there, the first no dash"
    names = "".join(_NAMED.findall(told.partition(",")[0])).partition(" ")[0]
    words = _EXPECTED.get(names, "something else")
    if ">= 1" in told:
        words = f"{words} greater than 0" if names == "int" else f"{words} with something in it"
    return f"{words} has to stand there"
