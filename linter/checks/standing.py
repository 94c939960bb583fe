"""What becomes of each name that a deployment sets, from the source release to the target."""

import enum
from collections.abc import Callable, Sequence

import msgspec

from linter.catalog.entries import Migrations, Name, OptionEntry
from linter.checks.names import Names, key_of
from linter.model.facts import Setting
from linter.parse.effective import normalised

History = Callable[[Name], tuple[str, ...]]


class Fate(enum.StrEnum):
    """How the target release takes a name."""

    CURRENT = "current"
    RENAMED = "renamed"
    ALIAS_DROPPED = "alias-dropped"
    REMOVED = "removed"
    GROUP_REMOVED = "group-removed"
    DEAD = "dead"
    UNKNOWN = "unknown"
    SITE = "site"


class Standing(msgspec.Struct, frozen=True):
    """One setting and its fate.

    `entry` is the option it sets in the target, `before` the one it sets in the source. `since` is
    the series that stopped reading the name. `successor` is the name to use instead. `known_in` are
    the series that know the name, for one that neither end knows.
    """

    setting: Setting
    fate: Fate
    entry: OptionEntry | None = None
    before: OptionEntry | None = None
    since: str = ""
    successor: Name | None = None
    known_in: tuple[str, ...] = ()

    @property
    def name(self) -> Name:
        """The name as oslo.config looks it up."""
        return normalised(self.setting.group), self.setting.name


class Span(msgspec.Struct, frozen=True):
    """The releases of an upgrade: the source, those entered (the target last), all there are.

    `migrations` tells the schema heads of any series in the ladder.
    """

    source: Names
    crossed: tuple[Names, ...]
    history: History
    ladder: tuple[str, ...]
    migrations: Callable[[str], Migrations | None]

    @property
    def target(self) -> Names:
        """The release that the upgrade ends at."""
        return self.crossed[-1] if self.crossed else self.source

    def ends_within(self, *, first: str = "", last: str = "") -> bool:
        """Whether the target is one of the series from first to last; an empty end is open."""
        rank = self.ladder.index(self.target.series)
        begins = self.ladder.index(first) if first else 0
        ends = self.ladder.index(last) if last else len(self.ladder)
        return begins <= rank <= ends


def standing_of(setting: Setting, span: Span) -> Standing:
    """The fate of one setting."""
    name = (normalised(setting.group), setting.name)
    before = span.source.find(name)
    if entry := span.target.current.get(name):
        return Standing(setting, Fate.CURRENT, entry, before)
    if entry := span.target.aliases.get(name):
        return Standing(setting, Fate.RENAMED, entry, before, successor=key_of(entry))
    if before is not None:
        return _gone(setting, name, before, span)
    if span.target.lets_site_name(name):
        return Standing(setting, Fate.SITE)
    if span.source.lets_site_name(name):
        closed = [names.series for names in span.crossed if not names.lets_site_name(name)]
        return Standing(setting, Fate.GROUP_REMOVED, since=closed[0])
    return _unknown(setting, name, span)


def _gone(setting: Setting, name: Name, before: OptionEntry, span: Span) -> Standing:
    since = _first_without(name, span.crossed)
    successor = _successor(name, (span.source, *span.crossed))
    if successor is not None:
        entry = span.target.current[successor]
        return Standing(setting, Fate.ALIAS_DROPPED, entry, before, since, successor)
    fate = Fate.REMOVED if name[0] in span.target.groups else Fate.GROUP_REMOVED
    return Standing(setting, fate, None, before, since)


def _first_without(name: Name, crossed: Sequence[Names]) -> str:
    """The series from which on no release up to the target reads the name."""
    since = ""
    for names in reversed(crossed):
        if names.find(name):
            break
        since = names.series
    return since


def _successor(name: Name, way: Sequence[Names]) -> Name | None:
    """The target's name of an option that was once also read under this name."""
    target = way[-1]
    for names in reversed(way):
        renamed = names.aliases.get(name)
        if renamed is None:
            continue
        heir = target.find(key_of(renamed))
        return key_of(heir) if heir else None
    return None


def _unknown(setting: Setting, name: Name, span: Span) -> Standing:
    known_in = span.history(name)
    ranks = [span.ladder.index(series) for series in known_in if series in span.ladder]
    start = span.ladder.index(span.source.series)
    if any(rank < start for rank in ranks):
        last = max(rank for rank in ranks if rank < start)
        since = span.ladder[last + 1]
        return Standing(setting, Fate.DEAD, since=since, known_in=known_in)
    return Standing(setting, Fate.UNKNOWN, known_in=known_in)
