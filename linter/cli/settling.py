"""The settings of a site, put in the place of options that nobody gave."""

import argparse
import os
from collections.abc import Collection, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import msgspec

from linter.cli.failure import UsageError
from linter.collect.naming import shown_path
from linter.model.report import Input

if TYPE_CHECKING:
    from linter.settings.sources import SettingsFile

EVIDENCE = frozenset({"from", "to", "web", "logs", "rules", "acknowledgements"})
"""What is looked at, which is the same in every verb."""
LIVING = frozenset({"waivers", "select", "ignore", "severity"})
"""What a site says of findings."""
GATE = frozenset({"profile", "fail_on", "format", "baseline"})
"""What makes a gate of `kslint check`; no other verb takes it, least of all its profile."""
PUBLISHED = frozenset({"notes_url", "index_url"})
"""Where release notes are fetched from."""
REQUEST = EVIDENCE | LIVING | PUBLISHED
"""What every verb takes that analyses a deployment."""


class Taken(msgspec.Struct, frozen=True):
    """For each setting that counts, where it is made, and the file of settings if there is one."""

    origins: Mapping[str, str] = {}
    inputs: tuple[Input, ...] = ()

    def origin(self, name: str) -> str:
        """How a report says where a value comes from."""
        return f"set in {self.origins[name]}" if name in self.origins else f"given with --{name}"

    @contextmanager
    def naming(self, setting: str, fault: type[Exception], option: str = "") -> Iterator[None]:
        """Whatever is wrong with the value comes out as a UsageError that says where it is set.

        For a value that is not from settings that is the option, where one is given.
        """
        try:
            yield
        except fault as error:
            is_set = setting in self.origins
            where = f"{self.origins[setting]}: `{setting}`" if is_set else option
            raise UsageError(f"{where}: {error}" if where else str(error)) from error


NO_SETTINGS = Taken()


def add_settings_options(parser: argparse.ArgumentParser) -> None:
    """Adds --settings and --no-settings, which mean the same in every verb."""
    which = parser.add_argument_group("settings").add_mutually_exclusive_group()
    which.add_argument(
        "--settings",
        type=Path,
        metavar="FILE",
        help="the settings to use (default: kslint.toml, else [tool.kslint] of pyproject.toml, in "
        "the working directory); variables named KSLINT_SETTING outweigh them, options both",
    )
    which.add_argument(
        "--no-settings",
        action="store_true",
        help="use no file of settings and no variables: only the options count",
    )


def settle(
    arguments: argparse.Namespace, names: Collection[str], *, fetches: bool = False
) -> Taken:
    """Fills in what nobody gave and settings say, of the settings with these names.

    Where release notes are from is left alone if none are fetched; `fetches` is whether the verb
    does so without being told.

    Raises UsageError for settings that cannot be used, be it one that this verb does not take.
    """
    if arguments.no_settings:
        return NO_SETTINGS
    # The parser alone must stay light.
    from linter.settings.sources import from_environment  # noqa: PLC0415
    from linter.settings.values import FIELDS, SettingsError, settled  # noqa: PLC0415

    try:
        file = _file(arguments.settings)
        found = settled(file.said if file else (), from_environment(os.environ))
    except SettingsError as error:
        raise UsageError(str(error)) from error
    idle = () if _is_fetching(arguments, usual=fetches) else PUBLISHED
    origins = {}
    for name, origin in found.origins.items():
        field = FIELDS[name].name
        if name in names and name not in idle and not getattr(arguments, field):
            setattr(arguments, field, _as_option(getattr(found.settings, field)))
            origins[name] = origin
    return Taken(origins, (_input(file),) if file and file.said else ())


def _is_fetching(arguments: argparse.Namespace, *, usual: bool) -> bool:
    """Whether release notes come from where settings say, and not from a bundle."""
    words = vars(arguments)
    return bool(usual or words.get("online") or words.get("offline")) and not words.get("bundle")


def _file(named: Path | None) -> "SettingsFile | None":
    from linter.settings.sources import settings_file, settings_in  # noqa: PLC0415

    return settings_in(Path()) if named is None else settings_file(named)


def _as_option(value: object) -> object:
    """A value as the parser of options would have left it."""
    match value:
        case tuple():
            return list(value)
        case dict():
            return list(value.items())
        case _:
            return value


def _input(file: "SettingsFile") -> Input:
    return Input("", shown_path(file.path), "settings", file.sha256)
