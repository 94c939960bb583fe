"""The folder with the overlays of domains, as the configuration itself names it."""

import os
import re
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path, PurePath

import msgspec

from linter.model.facts import Setting, SourceFile
from linter.parse.effective import normalised
from linter.parse.ini import parse_config

DEFAULT = "/etc/keystone/domains"
"""The default of [identity] domain_config_dir in every release."""

_HOME = PurePath("/etc/keystone")
_FOLDER = "domain_config_dir"
_ENABLED = "domain_specific_drivers_enabled"
_FROM_DATABASE = "domain_configurations_from_database"
_CONCERNED = re.compile(rf"[\r\n](?:{_FOLDER}|{_ENABLED}|{_FROM_DATABASE})\b".encode())
_TRUE = frozenset({"true", "1", "on", "yes"})


class DomainFolder(msgspec.Struct, frozen=True):
    """Where keystone looks for overlays.

    `named` is the folder as [identity] domain_config_dir names it, `setting` the assignment, None
    for the default. `path` is where it lies on disk, None for outside of what was given. `read`
    says whether keystone reads overlays from files at all.
    """

    named: str
    setting: Setting | None
    path: Path | None
    read: bool


def domain_folder(sources: Iterable[SourceFile], base: Path, root: Path) -> DomainFolder:
    """The folder that the configuration files, in reading order, name.

    `base` is the configuration directory, which stands for /etc/keystone, and lies below the
    argument `root`. A value that is only known once a template is rendered counts as not set.
    """
    winners = _winners(sources)
    setting = winners.get(_FOLDER)
    named = setting.value if setting else DEFAULT
    read = _is_true(winners.get(_ENABLED)) and not _is_true(winners.get(_FROM_DATABASE))
    return DomainFolder(named, setting, _placed(named, base, root), read)


def _winners(sources: Iterable[SourceFile]) -> dict[str, Setting]:
    winners: dict[str, Setting] = {}
    for source in sources:
        for setting in _settings(source.content):
            at = msgspec.structs.replace(setting.at, node=source.node, path=source.path)
            winners[setting.name] = msgspec.structs.replace(setting, at=at)
    return winners


@lru_cache(maxsize=64)
def _settings(content: bytes) -> tuple[Setting, ...]:
    """The assignments of a file that decide on the folder; nodes of a fleet share their files."""
    if not _CONCERNED.search(content):
        return ()
    file = parse_config(SourceFile("", "", content, ""), frozenset())
    return tuple(
        setting
        for setting in file.settings
        if normalised(setting.group) == "identity"
        and setting.name in {_FOLDER, _ENABLED, _FROM_DATABASE}
        and not setting.templated
    )


def _is_true(setting: Setting | None) -> bool:
    return setting is not None and setting.value.strip().lower() in _TRUE


def _placed(named: str, base: Path, root: Path) -> Path | None:
    place = PurePath(os.path.normpath(named))
    if not place.is_absolute():
        # Relative to wherever the service was started, or a reference to another option.
        return None
    argument = Path(root).absolute()
    if place.is_relative_to(argument):
        return root / place.relative_to(argument)
    if place.is_relative_to(_HOME):
        return base / place.relative_to(_HOME)
    return _in_tree(place, base, root)


def _in_tree(place: PurePath, base: Path, root: Path) -> Path | None:
    """Where a path of the node lies in a copy of its whole file system."""
    for tree in (base, *base.parents):
        if base == tree / _HOME.relative_to("/") and tree.is_relative_to(root):
            copied = tree / place.relative_to("/")
            return copied if copied.is_dir() else None
    return None
