"""What a catalog says of one release: facts only, as read from the real release."""

from typing import Literal

import msgspec

from linter.model.release import Release

SCHEMA_VERSION = 1

Name = tuple[str, str]
"""An option's (group, name)."""

Phase = Literal["start", "token", ""]
"""When a running release first reads an option: while the WSGI application loads, while it issues
and validates a first token, or later, if ever."""


def normalised(group: str) -> str:
    """A group's name as oslo.config compares it: [Token] is [token], but [default] no [DEFAULT]."""
    return group if group == "DEFAULT" else group.lower()


def normalised_name(name: Name) -> Name:
    """An option's name with its group as oslo.config compares it; option names keep their case."""
    return normalised(name[0]), name[1]


class OptionType(msgspec.Struct, frozen=True, omit_defaults=True):
    """The value type of an option, with the arguments of its class in oslo_config.types.

    `kind` is that class in small letters with dashes: string, integer, float, boolean, list, dict,
    port, ip, hostname, host-address, host-domain, uri, range, multi, or `other` for a callable that
    is none of them.
    """

    kind: str
    choices: tuple[str, ...] = ()
    min: float | None = None
    max: float | None = None
    max_length: int | None = None
    regex: str = ""
    quotes: bool = False
    ignore_case: bool = False
    bounds: bool = False
    item: "OptionType | None" = None
    schemes: tuple[str, ...] = ()
    version: int | None = None


class OptionEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """An option that a release knows.

    `name` is what a configuration file must say (oslo.config's dest: underscores). `aliases` are
    the older names still read, in the order in which oslo.config tries them. `sampled` is false for
    the options registered only while running. `namespace` is the package that owns it ("keystone",
    "oslo.cache"). `default` is JSON: "null" where there is none.
    """

    group: str
    name: str
    type: OptionType
    namespace: str = "keystone"
    default: msgspec.Raw = msgspec.Raw(b"null")
    aliases: tuple[Name, ...] = ()
    multi: bool = False
    required: bool = False
    secret: bool = False
    mutable: bool = False
    for_removal: bool = False
    deprecated_since: str = ""
    sampled: bool = True
    read: Phase = ""


class Reading(msgspec.Struct, frozen=True, omit_defaults=True):
    """Options that are read, beyond those of a plain deployment, when one setting has one value.

    `value` is the converted value as Python writes it: "True", "ldap".
    """

    group: str
    name: str
    value: str
    start: tuple[Name, ...] = ()
    token: tuple[Name, ...] = ()


class PolicyDeprecation(msgspec.Struct, frozen=True, omit_defaults=True):
    """The rule that a policy default replaces, still honoured until enforce_new_defaults."""

    name: str
    check: str
    since: str = ""


class PolicyRule(msgspec.Struct, frozen=True, omit_defaults=True):
    """A policy rule with its default check string; `for_removal_since` is set if it will go."""

    name: str
    check: str
    scopes: tuple[str, ...] = ()
    operations: tuple[str, ...] = ()
    deprecated: PolicyDeprecation | None = None
    for_removal_since: str = ""


class Migrations(msgspec.Struct, frozen=True, omit_defaults=True):
    """The schema heads that the release's db_sync ends at.

    `legacy_first` and `legacy_last` bound the numbered sqlalchemy-migrate scripts it still carries,
    0 when it carries none.
    """

    engine: Literal["alembic", "sqlalchemy-migrate"]
    expand: str
    contract: str
    legacy_first: int = 0
    legacy_last: int = 0


class NoteEntry(msgspec.Struct, frozen=True, omit_defaults=True):
    """A release note that is new in the series: its id and what it mentions, never its prose."""

    id: str
    sections: tuple[str, ...] = ()
    options: tuple[Name, ...] = ()
    groups: tuple[str, ...] = ()
    rules: tuple[str, ...] = ()
    files: tuple[str, ...] = ()
    commands: tuple[str, ...] = ()


class BuiltWith(msgspec.Struct, frozen=True, omit_defaults=True):
    """The exact environment that the facts were read in; a rebuild makes the same one again."""

    python: str
    packages: dict[str, str]
    build_packages: dict[str, str] = {}
    previous: str = ""


class Catalog(msgspec.Struct, frozen=True, omit_defaults=True):
    """Everything known of one release.

    `entry_points` maps a namespace to its names; `paste_filters` and `paste_pipelines` are empty
    from the release on that ships no keystone-paste.ini. `dynamic_groups` are patterns (fnmatch) of
    groups whose names a site chooses.
    """

    schema: int
    release: Release
    built_with: BuiltWith
    options: tuple[OptionEntry, ...]
    dynamic_groups: tuple[str, ...] = ()
    readings: tuple[Reading, ...] = ()
    policy_rules: tuple[PolicyRule, ...] = ()
    entry_points: dict[str, tuple[str, ...]] = {}
    paste_filters: tuple[str, ...] = ()
    paste_pipelines: dict[str, tuple[str, ...]] = {}
    commands: tuple[str, ...] = ()
    symptoms: tuple[str, ...] = ()
    migrations: Migrations | None = None
    notes: tuple[NoteEntry, ...] = ()

    def __hash__(self) -> int:
        """By the release, so that what follows from it can be kept; equality looks deeper."""
        return hash((self.release.series, self.release.version))
