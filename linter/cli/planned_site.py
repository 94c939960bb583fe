"""Finds how the site runs keystone: in the file of --site, else in the settings."""

import argparse
from pathlib import Path

from linter.cli.failure import UsageError
from linter.model.site import Site
from linter.plan.failure import PlanError
from linter.plan.site_reading import read_site, site_of_settings
from linter.settings.sources import settings_file, settings_in
from linter.settings.values import SettingsError

_MISSING = (
    "nobody says how this site runs keystone: give --site FILE, or a table [site] in kslint.toml; "
    "`kslint plan --example-site` prints one"
)


def site_of(arguments: argparse.Namespace) -> Site:
    """The site that a command line means. Raises UsageError where there is none to be used."""
    try:
        if arguments.site is not None:
            return read_site(_content(arguments.site), str(arguments.site))
        path = _settings(arguments)
        found = site_of_settings(_content(path), path.name) if path else None
    except PlanError as error:
        raise UsageError(str(error)) from error
    if found is None:
        raise UsageError(_MISSING)
    return found


def _settings(arguments: argparse.Namespace) -> Path | None:
    if arguments.no_settings:
        return None
    try:
        file = settings_file(arguments.settings) if arguments.settings else settings_in(Path())
    except SettingsError as error:
        raise UsageError(str(error)) from error
    return file.path if file else None


def _content(path: Path) -> bytes:
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
