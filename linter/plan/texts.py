"""Finds in the texts of a site or a plan what must stand in no file that people may read."""

from collections.abc import Iterator

import msgspec

from linter.model.passwords import without_passwords, without_secrets
from linter.plan.converting import MistakeError, Place

_READABLE = (
    "holds what looks like a secret: put it into a file that only its user can read, and name that"
)


def text_faults(value: msgspec.Struct) -> Iterator[MistakeError]:
    """Secrets, and characters that could not be seen, wherever they stand."""
    yield from _in_part(msgspec.to_builtins(value), ())


def _in_part(part: object, place: Place) -> Iterator[MistakeError]:
    match part:
        case str():
            yield from _in_text(part, place)
        case dict():
            for key, each in part.items():
                yield from _in_part(each, (*place, key))
        case list() | tuple():
            if _is_command_with_secret(part):
                yield MistakeError(place, _READABLE)
                return
            for at, each in enumerate(part):
                yield from _in_part(each, (*place, at))


def _is_command_with_secret(words: list[object] | tuple[object, ...]) -> bool:
    """Whether one word is the secret that another announces: --password x."""
    line = " ".join(word for word in words if isinstance(word, str))
    return without_secrets(line) != line


def _in_text(text: str, place: Place) -> Iterator[MistakeError]:
    if not text.replace("\n", "").isprintable():
        yield MistakeError(place, "holds a character that cannot be seen: take it out")
    elif without_passwords(text) != text:
        yield MistakeError(place, _READABLE)
