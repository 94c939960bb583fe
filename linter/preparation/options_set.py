"""Which options a configuration sets, and what the target has for each of them."""

from collections.abc import Container, Iterable, Iterator, Mapping
from functools import lru_cache

import msgspec

from linter.catalog.entries import Catalog, Name, OptionEntry, normalised_name
from linter.checks.context import Context
from linter.checks.names import key_of, names_of
from linter.checks.standing import Standing
from linter.checks.values import names_read
from linter.difference.effective import heir_of
from linter.difference.said import spoken, subject_of
from linter.parse.effective import Configuration
from linter.preparation.case import Case
from linter.preparation.decision_ids import option_id


class Scope(msgspec.Struct, frozen=True, eq=False):
    """One configuration that keystone reads on its own: the service's, or that of a domain.

    `main` is the file for new lines, `domain` is "" for the service and safe to print.
    `standings` have every line that it sets.
    """

    configuration: Configuration
    main: str
    domain: str
    standings: tuple[Standing, ...]

    def id_of(self, name: Name) -> str:
        """The id of a decision about an option."""
        return option_id(subject_of(name), self.domain)

    def lines(self, name: Name) -> tuple[Standing, ...]:
        """Every line that sets this name."""
        return _by_name(self).get(normalised_name(name), ())

    def paths(self, names: Iterable[Name]) -> tuple[str, ...]:
        """The files that set one of these names, as they are read."""
        wanted = set(names)
        found = (each.setting.at.path for each in self.standings if each.name in wanted)
        return tuple(dict.fromkeys(found))


# A scope is asked for each of its names: looking at all lines each time is quadratic.
@lru_cache(maxsize=8)
def _by_name(scope: Scope) -> Mapping[Name, tuple[Standing, ...]]:
    found: dict[Name, list[Standing]] = {}
    for each in scope.standings:
        found.setdefault(each.name, []).append(each)
    return {name: tuple(lines) for name, lines in found.items()}


class Carried(msgspec.Struct, frozen=True, eq=False):
    """An option of the target that is set here, under whatever name.

    `sources` are those of the source that are set and became it, the one of its own name first.
    `foreign` are the names by which only the target reads it, as far as they are set.
    """

    heir: OptionEntry
    sources: tuple[OptionEntry, ...] = ()
    foreign: tuple[Name, ...] = ()

    @property
    def key(self) -> Name:
        """The target's name of it."""
        return key_of(self.heir)

    @property
    def old(self) -> Name:
        """The name that the source has for it; the target's where there is more or less than one.

        A decision about it goes by this name.
        """
        return key_of(self.sources[0]) if len(self.sources) == 1 else self.key

    def names(self) -> tuple[Name, ...]:
        """Every name by which one of the releases reads it, the source's first."""
        own = (name for entry in (*self.sources, self.heir) for name in names_read(entry))
        return tuple(dict.fromkeys(own))


class SetHere(msgspec.Struct, frozen=True, eq=False):
    """What a scope sets: options that the target has, and names that it does not read.

    `also` are names that stay as they are and that the target reads for a new option as well.
    """

    carried: tuple[Carried, ...]
    unread: tuple[Standing, ...]
    also: tuple[tuple[Name, OptionEntry], ...] = ()


def scopes_of(case: Case) -> Iterator[Scope]:
    """The service's configuration, then that of each domain."""
    deployment = case.context.deployment
    paths = [file.path for file in case.node.configuration]
    main = deployment.main_path if deployment.main_path in paths else next(iter(paths), "")
    lines = tuple(each for each in case.context.standings if each.setting.at.path in paths)
    yield Scope(deployment.configuration, main, "", lines)
    for overlay in deployment.overlays:
        own = (each for each in case.context.standings if each.setting.at.path == overlay.path)
        yield Scope(overlay.configuration, overlay.path, spoken(overlay.domain), tuple(own))


def set_here(context: Context, scope: Scope) -> SetHere:
    """What is set in a scope, in the order of lines."""
    readers = readers_of(context.source.catalog)
    heirs: dict[Name, OptionEntry] = {}
    sources: dict[Name, list[OptionEntry]] = {}
    foreign: dict[Name, list[Name]] = {}
    unread = []
    for name, standing in {each.name: each for each in scope.standings}.items():
        known = readers.get(name, ())
        carried = [(entry, heir) for entry in known if (heir := heir_of(context, key_of(entry)))]
        for entry, heir in carried:
            heirs[key_of(heir)] = heir
            sources.setdefault(key_of(heir), []).append(entry)
        if not known and standing.entry:
            heirs[key_of(standing.entry)] = standing.entry
            foreign.setdefault(key_of(standing.entry), []).append(name)
        elif not carried:
            unread.append(standing)
    found = (
        Carried(heir, _ordered(key, sources.get(key, ())), tuple(foreign.get(key, ())))
        for key, heir in heirs.items()
    )
    return SetHere(tuple(found), tuple(unread), tuple(_also(context, scope, heirs)))


def _also(
    context: Context, scope: Scope, heirs: Container[Name]
) -> Iterator[tuple[Name, OptionEntry]]:
    readers = readers_of(context.target.catalog)
    for name in dict.fromkeys(each.name for each in scope.standings):
        for entry in readers.get(name, ()):
            if name in context.target.current and key_of(entry) not in heirs:
                yield name, entry


def _ordered(key: Name, sources: Iterable[OptionEntry]) -> tuple[OptionEntry, ...]:
    distinct = {key_of(entry): entry for entry in sources}
    ordered = sorted(distinct.items(), key=lambda it: (it[0] != key, it[0]))
    return tuple(entry for _, entry in ordered)


@lru_cache(maxsize=32)
def readers_of(catalog: Catalog) -> dict[Name, tuple[OptionEntry, ...]]:
    """The options that a name sets: a few old names are read by two of them."""
    found: dict[Name, list[OptionEntry]] = {}
    for entry in names_of(catalog).current.values():
        for name in names_read(entry):
            found.setdefault(name, []).append(entry)
    return {name: tuple(entries) for name, entries in found.items()}
