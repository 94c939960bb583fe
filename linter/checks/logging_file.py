"""The logging configuration file that keystone loads, read as logging.config.fileConfig does."""

import configparser
import os
from collections.abc import Iterator

import msgspec

from linter.checks.context import Context
from linter.checks.values import effective_text, pinned_value
from linter.model.facts import Setting
from linter.model.location import Location
from linter.model.sections import Entry, EntrySection, SectionFile
from linter.parse.template import holds_construct

_OPTION = ("DEFAULT", "log_config_append")


class Named(msgspec.Struct, frozen=True):
    """The path that [DEFAULT] log_config_append gives, and the line that does."""

    setting: Setting
    path: str


def named_file(context: Context) -> Named | None:
    """The file that the target is told to load, None where it is told none."""
    entry = context.target.find(_OPTION)
    setting = pinned_value(context, entry) if entry else None
    path = effective_text(context, *_OPTION)
    if setting is None or setting.templated or not path:
        return None
    return Named(setting, path)


def file_in_force(context: Context) -> SectionFile | None:
    """The file that is named, where it is among those given."""
    named = named_file(context)
    if named is None:
        return None
    path = os.path.normpath(named.path)
    for home in ("/etc/keystone", context.deployment.place):
        path = path.removeprefix(f"{home}/") if home else path
    path = context.deployment.path_in_base(path)
    return next((file for file in context.deployment.loggings if file.path == path), None)


class _AsRead(configparser.BasicInterpolation):
    """Takes values as a file has them; what is wrong with a % shows when the value is used."""

    def before_set(
        self,
        parser: object,  # noqa: ARG002  the signature is configparser's
        section: str,  # noqa: ARG002
        option: str,  # noqa: ARG002
        value: str,
    ) -> str:
        return value


class Reading:
    """One file under configparser's rules: [DEFAULT] stands in, `%(name)s` is filled in."""

    def __init__(self, file: SectionFile) -> None:
        self.file = file
        self._sections: dict[str, dict[str, Entry]] = {}
        self._places: dict[str, EntrySection] = {}
        for section in file.sections:
            self._places.setdefault(section.name, section)
            entries = self._sections.setdefault(section.name, {})
            entries.update((entry.name, entry) for entry in section.entries)
        self._defaults = self._sections.pop("DEFAULT", {})
        self._parser = configparser.RawConfigParser(interpolation=_AsRead())
        self._parser.read_dict(
            {"DEFAULT": _texts(self._defaults)}
            | {name: _texts(entries) for name, entries in self._sections.items()}
        )

    def has(self, section: str) -> bool:
        """Whether there is such a section."""
        return section in self._sections

    def value(self, section: str, name: str, *, raw: bool = False) -> str | None:
        """What an option says, None where it is not set.

        Raises configparser.InterpolationError for a reference that leads nowhere.
        """
        return self._parser.get(section, name, raw=raw, fallback=None)

    def filled(self, section: str, name: str) -> str | None:
        """As `value`; None also where a reference leads nowhere."""
        try:
            return self.value(section, name)
        except configparser.InterpolationError:
            return None

    def shown(self, section: str, name: str, text: str) -> str:
        """A text that is part of an option's value, fit to print: what it refers to may not be."""
        raw = self.value(section, name, raw=True) or ""
        return raw if "%(" in raw else text

    def names(self, section: str, name: str) -> Iterator[str]:
        """The names in a list, none where it is empty or not set."""
        text = self.value(section, name)
        yield from (word.strip() for word in text.split(",")) if text else ()

    def is_templated(self, section: str, name: str) -> bool:
        """Whether a value is only known once the template is rendered."""
        return holds_construct(self.value(section, name, raw=True) or "")

    def at(self, section: str, name: str = "") -> Location:
        """Where an option is set, else its section, else the file."""
        entry = self.entry(section, name)
        if entry:
            return entry.at
        place = self._places.get(section)
        return place.at if place else Location(self.file.node, self.file.path)

    def entry(self, section: str, name: str) -> Entry | None:
        """The assignment that counts."""
        return self._sections.get(section, {}).get(name) or self._defaults.get(name)


def _texts(entries: dict[str, Entry]) -> dict[str, str]:
    return {name: entry.value for name, entry in entries.items()}
