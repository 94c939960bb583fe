"""The folder with the overlays of domains, as the configuration itself names it."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from linter.collect.named_paths import DOMAINS, FROM_DATABASE, OVERLAYS_ON, Name, placed
from linter.collect.tree import Tree
from linter.model.facts import Setting

DEFAULT = "/etc/keystone/domains"
"""The default of [identity] domain_config_dir in every release."""

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


def domain_folder(
    assigned: Mapping[Name, Setting], tree: Tree, base: Path, root: Path
) -> DomainFolder:
    """The folder that the assignments in force name.

    `base` is the configuration directory, which stands for /etc/keystone, and lies below the
    argument `root`. A value that is only known once a template is rendered counts as not set.
    """
    setting = assigned.get(DOMAINS)
    named = setting.value if setting else DEFAULT
    read = _is_true(assigned.get(OVERLAYS_ON)) and not _is_true(assigned.get(FROM_DATABASE))
    return DomainFolder(named, setting, placed(named, tree, base, root), read)


def _is_true(setting: Setting | None) -> bool:
    return setting is not None and setting.value.strip().lower() in _TRUE
