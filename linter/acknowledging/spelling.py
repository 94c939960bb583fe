"""The fields of an acknowledgement, spelt so that every reader of YAML reads the same."""

import re
from collections.abc import Iterator

import msgspec
import yaml

from linter.model.acknowledgement import Acknowledgement

# What every version of YAML takes for a string without quotes, in lines and in braces.
_PLAIN = re.compile(r"[A-Za-z](?:[\w ./()-]*[\w./()-])?", re.ASCII)
_WORDS = frozenset({"y", "yes", "n", "no", "on", "off", "true", "false", "null"})


class Field(msgspec.Struct, frozen=True):
    """A field of an entry: its value, and how it is spelt."""

    name: str
    value: str
    spelt: str


def fields_of(entry: Acknowledgement) -> Iterator[Field]:
    """The fields of an entry in their order, those left out that say nothing."""
    yield _text("id", entry.id)
    # "2025.1" would be a number, and so would a digest of digits.
    yield _quoted("target", entry.target)
    yield _text("by", entry.by)
    yield Field("on", str(entry.on), str(entry.on))
    yield _text("reason", entry.reason)
    if entry.ticket:
        yield _text("ticket", entry.ticket)
    if entry.digest:
        yield _quoted("digest", entry.digest)
    if entry.until:
        yield Field("until", str(entry.until), str(entry.until))


def _text(name: str, value: str) -> Field:
    if _PLAIN.fullmatch(value) and value.lower() not in _WORDS:
        return Field(name, value, value)
    return _quoted(name, value)


def _quoted(name: str, value: str) -> Field:
    spelt = yaml.safe_dump(value, default_style='"', width=float("inf"), allow_unicode=True)
    return Field(name, value, spelt.strip())
