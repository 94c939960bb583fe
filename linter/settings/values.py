"""The settings that there are, and what counts of those that are made in several places."""

from collections.abc import Iterable, Mapping
from typing import Any, Literal

import msgspec

from linter.model.finding import Severity
from linter.model.nearest import meant
from linter.model.passwords import without_passwords
from linter.model.visible import visible


class SettingsError(Exception):
    """A setting that cannot be used; the text says where it is made and what is wrong with it."""


class Settings(msgspec.Struct, frozen=True):
    """Every setting by the name of its option, None for what nobody says.

    Paths are relative to the working directory, wherever they were written.
    """

    source: str | None = msgspec.field(default=None, name="from")
    target: str | None = msgspec.field(default=None, name="to")
    profile: Literal["gate", "approval"] | None = None
    fail_on: Literal["blocker", "condition", "warning"] | None = None
    format: tuple[str, ...] | None = None
    web: tuple[str, ...] | None = None
    logs: tuple[str, ...] | None = None
    rules: tuple[str, ...] | None = None
    acknowledgements: str | None = None
    waivers: str | None = None
    baseline: str | None = None
    select: tuple[str, ...] | None = None
    ignore: tuple[str, ...] | None = None
    severity: Mapping[str, Severity] | None = None
    notes_url: str | None = None
    index_url: str | None = None


SITE = "site"
"""The table that tells a plan how keystone is run; no setting, and read by whoever plans alone."""
FIELDS = {field.encode_name: field for field in msgspec.structs.fields(Settings)}


class Said(msgspec.Struct, frozen=True):
    """One setting that is made somewhere, its value checked; `origin` is how to find it again."""

    name: str
    value: Any
    origin: str


class Settled(msgspec.Struct, frozen=True):
    """What counts, and for each setting that is made by its name, where."""

    settings: Settings
    origins: Mapping[str, str]


def settled(*layers: Iterable[Said]) -> Settled:
    """What counts of the layers, the last of which outweighs those before."""
    said = {each.name: each for layer in layers for each in layer}
    fields = {FIELDS[name].name: each.value for name, each in said.items()}
    return Settled(Settings(**fields), {name: each.origin for name, each in said.items()})


_DECISIONS = ("blocker", "condition", "warning")
_CHOICES = {
    "profile": ("gate", "approval"),
    "fail_on": _DECISIONS,
    "severity": (*_DECISIONS, "info"),
}
_KINDS = {
    "Expected `array": 'it is no list of texts such as ["a", "b"]',
    "Expected `str": "it is no text",
    "Expected `object": "it is no table of rules, each with its severity",
}


def checked(key: str, value: object, where: str) -> Any:  # of the field's type
    """The value of a setting as its field has it.

    Raises SettingsError, which begins with where the setting is made, for one that does not exist
    or has another type, and for an empty text: it can mean everything and nothing.
    """
    field = FIELDS.get(key)
    if field is None:
        known = FIELDS if key == SITE else (*FIELDS, SITE)
        raise SettingsError(f"{where} is no setting{meant(key, known)}")
    try:
        found = msgspec.convert(value, field.type)
    except msgspec.ValidationError as error:
        raise SettingsError(f"{where}: {_words(key, str(error))}") from error
    if found == "" or (isinstance(found, tuple) and "" in found):
        raise SettingsError(f"{where}: a text is empty")
    if any("\0" in str(text) for text in (found if isinstance(found, tuple) else (found,))):
        raise SettingsError(f"{where}: a text holds a NUL")
    return found


def _words(key: str, complaint: str) -> str:
    """What msgspec complains of, in words for whoever made the setting."""
    for kind, words in _KINDS.items():
        if complaint.startswith(kind):
            return words
    choices = _CHOICES.get(key, ())
    wrong = complaint.removeprefix("Invalid enum value ").partition(" - at ")[0].strip("'")
    if choices and wrong != complaint:
        return f"{visible(repr(wrong))} is none of {', '.join(choices)}{meant(wrong, choices)}"
    return without_passwords(visible(complaint))
