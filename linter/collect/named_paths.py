"""The paths that a configuration names, and where they lie in what was given."""

import os
import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from pathlib import Path, PurePath

import msgspec

from linter.collect.place import Surroundings
from linter.collect.tree import Tree
from linter.model.facts import Setting, SourceFile
from linter.parse.effective import normalised
from linter.parse.ini import parse_config

Name = tuple[str, str]
_HOME = PurePath("/etc/keystone")
DOMAINS = ("identity", "domain_config_dir")
OVERLAYS_ON = ("identity", "domain_specific_drivers_enabled")
FROM_DATABASE = ("identity", "domain_configurations_from_database")
KEYS: Mapping[Name, str] = {
    ("fernet_tokens", "key_repository"): "/etc/keystone/fernet-keys",
    ("fernet_receipts", "key_repository"): "/etc/keystone/fernet-keys",
    ("credential", "key_repository"): "/etc/keystone/credential-keys",
    ("jwt_tokens", "jws_private_key_repository"): "/etc/keystone/jws-keys/private",
    ("jwt_tokens", "jws_public_key_repository"): "/etc/keystone/jws-keys/public",
}
"""The options that name a directory of keys, with the default of every release."""

FILES: Mapping[Name, str] = {
    ("DEFAULT", "log_config"): "",
    ("DEFAULT", "log_config_append"): "",
    ("catalog", "template_file"): "",
    ("federation", "sso_callback_template"): "/etc/keystone/sso_callback_template.html",
    ("saml", "certfile"): "",
    ("saml", "idp_metadata_path"): "",
    ("saml", "keyfile"): "",
}
"""The options that name a file, with the default where its absence says anything."""

POLICIES = tuple(
    (group, name) for group in ("oslo_policy", "DEFAULT") for name in ("policy_file", "policy_dirs")
)
"""The options that name a policy file or a folder of them, under their old names too."""

_WANTED = frozenset({DOMAINS, OVERLAYS_ON, FROM_DATABASE, *KEYS, *FILES, *POLICIES})
_NAMES = "|".join(sorted({name for _, name in _WANTED}))
_CONCERNED = re.compile(rf"[\r\n](?:{_NAMES})\b".encode())


def assigned(sources: Iterable[SourceFile]) -> dict[Name, Setting]:
    """The assignments of paths that win in the configuration files, given in reading order.

    A value that is only known once a template is rendered counts as not set.
    """
    winners: dict[Name, Setting] = {}
    for source in sources:
        for name, setting in _settings(source.content):
            at = msgspec.structs.replace(setting.at, node=source.node, path=source.path)
            winners[name] = msgspec.structs.replace(setting, at=at)
    return winners


@lru_cache(maxsize=64)
def _settings(content: bytes) -> tuple[tuple[Name, Setting], ...]:
    """The assignments in a file that name something; nodes of a fleet share their files."""
    if not _CONCERNED.search(content):
        return ()
    file = parse_config(SourceFile("", "", content, ""), frozenset())
    found = (((normalised(item.group), item.name), item) for item in file.settings)
    return tuple((name, item) for name, item in found if name in _WANTED and not item.templated)


def placed(named: str, tree: Tree, base: Path, root: Path) -> Path | None:
    """Where a path of the node lies in what was given, None for outside of it.

    `base` is the configuration directory, which stands for /etc/keystone, and lies below the
    argument `root`.
    """
    place = PurePath(os.path.normpath(named))
    if not place.is_absolute():
        # Relative to wherever the service was started, or a reference to another option.
        return None
    argument = Path(root).absolute()
    if place.is_relative_to(argument):
        return root / place.relative_to(argument)
    if place.is_relative_to(_HOME):
        return base / place.relative_to(_HOME)
    return _in_tree(place, tree, base, root)


def policy_places(
    winners: Mapping[Name, Setting], place: Callable[[str], Path | None], base: Path
) -> frozenset[Path]:
    """The policy file and the folder of them that are named, or where they would lie.

    A relative name is looked for beside the configuration.
    """
    named = (winners[name].value for name in POLICIES if name in winners)
    places = (place(text) if text.startswith("/") else base / text for text in named if text)
    return frozenset(Path(os.path.normpath(path)) for path in places if path is not None)


def placed_or_live(
    named: str, tree: Tree, base: Path, root: Path, surroundings: Surroundings
) -> Path | None:
    """As `placed`; on the running system an absolute path is what it says."""
    found = placed(named, tree, base, root)
    place = PurePath(os.path.normpath(named))
    if found is None and base.absolute() == surroundings.home and place.is_absolute():
        return surroundings.root / place.relative_to("/")
    return found


def _in_tree(place: PurePath, tree: Tree, base: Path, root: Path) -> Path | None:
    """Where a path of the node lies in a copy of its whole file system."""
    for top in (base, *base.parents):
        if base == top / _HOME.relative_to("/") and top.is_relative_to(root):
            copied = top / place.relative_to("/")
            return copied if tree.is_directory(copied) else None
    return None
