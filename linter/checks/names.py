"""The options of one release, by every name that a configuration file may give them."""

from collections.abc import Iterable, Mapping
from fnmatch import fnmatchcase

import msgspec

from linter.catalog.entries import Catalog, Name, OptionEntry
from linter.parse.effective import normalised


class Names(msgspec.Struct, frozen=True):
    """One catalog, indexed by current and by old names; groups as oslo.config compares them."""

    catalog: Catalog
    current: Mapping[Name, OptionEntry]
    aliases: Mapping[Name, OptionEntry]
    groups: frozenset[str]

    @property
    def series(self) -> str:
        """The series that these names are of."""
        return self.catalog.release.series

    def find(self, name: Name) -> OptionEntry | None:
        """The option that a name, current or old, sets in this release."""
        return self.current.get(name) or self.aliases.get(name)

    def lets_site_name(self, name: Name) -> bool:
        """Whether the group is one whose options a site or a plugin may name."""
        return any(fnmatchcase(name[0], pattern) for pattern in self.catalog.dynamic_groups)


def names_of(catalog: Catalog) -> Names:
    """The names of one catalog, indexed."""
    current = {(normalised(entry.group), entry.name): entry for entry in catalog.options}
    aliases: dict[Name, OptionEntry] = {}
    for entry in catalog.options:
        for group, name in entry.aliases:
            aliases.setdefault((normalised(group), name), entry)
    return Names(catalog, current, aliases, frozenset(group for group, _ in current))


def key_of(entry: OptionEntry) -> Name:
    """The name under which an option is looked up."""
    return normalised(entry.group), entry.name


def written(name: Name) -> str:
    """An option as operators write it: `[token] provider`."""
    return f"[{name[0]}] {name[1]}"


def named(subject: str) -> Name:
    """The name of an option that is written as `[token] provider`."""
    group, _, name = subject.removeprefix("[").partition("] ")
    return group, name


def is_among(subject: str, patterns: Iterable[str]) -> bool:
    """Whether a written option fits one of the patterns, whose brackets stand for themselves."""
    return any(fnmatchcase(subject, pattern.replace("[", "[[]", 1)) for pattern in patterns)
