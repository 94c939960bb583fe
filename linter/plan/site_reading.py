"""Reads how a site runs keystone, from a table of settings or from a file of its own."""

from collections.abc import Iterator

from linter.model.site import Site
from linter.plan.converting import MistakeError, converted
from linter.plan.documents import read_document
from linter.plan.failure import PlanError
from linter.plan.site_faults import site_faults
from linter.plan.texts import text_faults
from linter.settings.sources import site_in, toml_table
from linter.settings.values import SettingsError

_TOML = ".toml"


def read_site(content: bytes, name: str) -> Site:
    """The site in a file: TOML by its name, else YAML.

    In TOML it may stand in a table as in settings. Raises PlanError, which names each mistake by
    its key, and in YAML by its line.
    """
    if not name.endswith(_TOML):
        return read_document(content, name, Site, _faults)
    try:
        found = site_in(content, name) or (toml_table(content, name), name)
    except SettingsError as error:
        raise PlanError(str(error)) from error
    return _of_table(*found)


def site_of_settings(content: bytes, name: str) -> Site | None:
    """The site in a file of settings, None where that says nothing of it. Raises PlanError."""
    try:
        found = site_in(content, name)
    except SettingsError as error:
        raise PlanError(str(error)) from error
    return _of_table(*found) if found else None


def _of_table(table: object, where: str) -> Site:
    try:
        site = converted(table, Site, of_texts=False)
    except MistakeError as error:
        raise PlanError(f"{where}: {error}") from error
    mistakes = "; ".join(_told(site, where))
    if mistakes:
        raise PlanError(mistakes)
    return site


def _told(site: Site, where: str) -> Iterator[str]:
    for mistake in _faults(site):
        yield f"{where}: {mistake}"


def _faults(site: Site) -> Iterator[MistakeError]:
    yield from text_faults(site)
    yield from site_faults(site)
