"""Where a live database stands among the releases, told by what migration tools wrote down."""

from collections.abc import Iterator, Mapping

import msgspec

from linter.catalog.entries import Migrations
from linter.checks.context import Context
from linter.model.live import Schema
from linter.model.release import Release

_BRANCHES = ("keystone_expand", "keystone_data_migrate", "keystone_contract")
"""The repositories of sqlalchemy-migrate from Newton on (migrate.cfg of each)."""


class Position(msgspec.Struct, frozen=True):
    """How far a database has come.

    `needs` is the oldest release that knows all that was done to it, `finished` the newest whose
    db_sync it has been through, None where that is before every known one; `oldest_finished` is the
    first that ends at the same. `numbered` is the lowest version of sqlalchemy-migrate for a
    database that alembic does not know, -1 for one that it does. `unknown` are revisions of no
    known release. `halted` says that one branch is behind another, or between two releases.
    """

    shown: str
    needs: Release | None
    finished: Release | None
    oldest_finished: Release | None
    numbered: int
    unknown: tuple[str, ...] = ()
    halted: bool = False

    @property
    def fits(self) -> str:
        """The series whose db_sync ends where the database is, "" for none."""
        if self.finished is None or self.oldest_finished is None or self.halted:
            return ""
        first, last = self.oldest_finished.series, self.finished.series
        return first if first == last else f"{first} to {last}"


Known = tuple[tuple[Release, Migrations], ...]


def position_of(context: Context, between: Mapping[str, str]) -> Position | None:
    """The position of the live database, None where none was asked or nothing is written down.

    `between` are alembic revisions that no release ends at, each with the series that passes it.
    """
    database = context.live.database
    schema = database.schema if database else None
    if schema is None or not (schema.alembic or schema.migrate):
        return None
    known = tuple(_known(context))
    if schema.alembic:
        return _under_alembic(schema.alembic, known, between)
    return _numbered(schema, known)


def _known(context: Context) -> Iterator[tuple[Release, Migrations]]:
    for release in context.upgrade.ladder:
        migrations = context.span.migrations(release.series)
        if migrations:
            yield release, migrations


def _under_alembic(heads: tuple[str, ...], known: Known, between: Mapping[str, str]) -> Position:
    alembic = [(release, steps) for release, steps in known if steps.engine == "alembic"]
    ends = {
        head: [release for release, steps in alembic if head in {steps.expand, steps.contract}]
        for head in heads
    }
    passing = {
        head: release
        for head in heads
        for release, _ in alembic
        if release.series == between.get(head)
    }
    unknown = tuple(head for head in heads if not ends[head] and head not in passing)
    first_to_know = [ends[head][0] if ends[head] else passing.get(head) for head in heads]
    fits = [release for release, steps in alembic if {steps.expand, steps.contract} == set(heads)]
    finished = fits or _finished_by_all(alembic, ends, passing)
    return Position(
        shown=" and ".join(heads),
        needs=max(filter(None, first_to_know), key=_age, default=None),
        finished=finished[-1] if finished else None,
        oldest_finished=finished[0] if finished else None,
        numbered=-1,
        unknown=unknown,
        halted=not fits and not unknown,
    )


def _finished_by_all(
    alembic: list[tuple[Release, Migrations]],
    ends: Mapping[str, list[Release]],
    passing: Mapping[str, Release],
) -> list[Release]:
    """The releases that even the branch that is furthest behind has been through."""
    behind = [_age(found[-1]) for found in ends.values() if found]
    behind += [_age(release) - 1 for release in passing.values()]
    limit = min(behind, default=0)
    return [release for release, _ in alembic if _age(release) <= limit][-1:]


def _numbered(schema: Schema, known: Known) -> Position:
    numbers = [schema.migrate.get(branch, 0) for branch in _BRANCHES]
    low, high = min(numbers), max(numbers)
    legacy = [(release, s) for release, s in known if s.engine == "sqlalchemy-migrate"]
    through = [release for release, steps in legacy if steps.legacy_last <= low]
    same = [release for release, steps in legacy if steps.legacy_last == low]
    knowing = [release for release, steps in legacy if steps.legacy_last >= high]
    return Position(
        shown=_shown(schema, numbers),
        needs=knowing[0] if knowing else None,
        finished=through[-1] if through else None,
        oldest_finished=next(iter(same or through[-1:]), None),
        numbered=low,
        unknown=() if knowing else (str(high),),
        halted=low != high,
    )


def _shown(schema: Schema, numbers: list[int]) -> str:
    if not any(branch in schema.migrate for branch in _BRANCHES):
        return f"version {max(schema.migrate.values()):03} of the repository before Newton"
    if min(numbers) == max(numbers):
        return f"version {numbers[0]:03}"
    return "expand {:03}, data {:03}, contract {:03}".format(*numbers)


def _age(release: Release) -> int:
    return release.major


def takes(position: Position, migrations: Migrations | None) -> bool:
    """Whether db_sync with these migrations can take the database, unless it is newer."""
    if migrations is None or position.numbered < 0:
        return True
    if migrations.engine == "alembic" and not migrations.legacy_first:
        return False
    # init_version is one below the first script that the release carries.
    return position.numbered >= migrations.legacy_first - 1


def stops(context: Context, position: Position) -> tuple[tuple[Release, ...], ...]:
    """The releases whose db_sync has to come first: one of each group, in their order."""
    ladder = context.upgrade.ladder
    groups: list[tuple[Release, ...]] = []
    wanted = context.upgrade.target
    while not takes(position, context.span.migrations(wanted.series)):
        group = _before(wanted, ladder)
        if not group:
            break
        groups.insert(0, group)
        wanted = group[0]
    return tuple(groups)


def _before(wanted: Release, ladder: tuple[Release, ...]) -> tuple[Release, ...]:
    """The releases that leave a database that one can take and that ask less of it themselves."""
    floor = next((each.major for each in ladder if each.series == wanted.database_floor), 0)
    return tuple(
        each
        for each in ladder
        if floor <= each.major < wanted.major and each.database_floor != wanted.database_floor
    )


def in_words(groups: tuple[tuple[Release, ...], ...]) -> str:
    """Groups of releases as one reads them: `ussuri, victoria or xena, then zed or 2023.1`."""
    return ", then ".join(_one_of([str(release) for release in group]) for group in groups)


def _one_of(names: list[str]) -> str:
    return " or ".join(filter(None, (", ".join(names[:-1]), names[-1])))
