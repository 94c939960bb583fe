"""Where a schema stands between releases, told by its heads and never by an exit code."""

import re
from collections.abc import Iterable
from functools import cache
from typing import Literal

from linter.catalog.entries import Migrations
from linter.catalog.store import load, releases
from linter.execute.running import StepError

Phase = Literal["sync", "expand", "migrate", "contract"]
Heads = tuple[str, ...]

_NUMBERED = re.compile(r"(?P<name>\w+)=0*(?P<number>\d+)")
# The tables of versions of keystone.common.sql.*_repo/migrate.cfg, up to Xena.
_REPOSITORIES = {
    "expand": "keystone_expand",
    "migrate": "keystone_data_migrate",
    "contract": "keystone_contract",
}


def heads_after(series: str, phase: Phase) -> Heads:
    """What must be among the heads after a phase with the code of a series.

    As Database.heads writes them; empty where the phase does nothing that shows. Raises StepError
    for a release whose catalog knows none.
    """
    migrations = load(series).migrations
    if migrations is None:
        raise StepError(
            f"the catalog of {series} does not say where its schema ends: build it again with "
            f"`kslint catalog build {series}`"
        )
    return _expected(migrations, phase)


def are_reached(heads: Iterable[str], wanted: Iterable[str]) -> bool:
    """Whether all of the heads wanted are there; numbered ones may be higher."""
    there = frozenset(heads)
    return all(head in there or _is_passed(head, there) for head in wanted)


def require_source(heads: Heads, source: str, target: str) -> None:
    """Raises StepError unless a schema is one that the hop from a release to another begins at.

    A schema that is at the target's already is none to refuse. Of numbered ones that of the release
    before is none either: 19.0.0 of Wallaby ends at 78 as Victoria does, and 19.0.1 at 79.
    """
    if not heads:
        raise StepError(
            "the database has no schema of keystone: [database] connection names another database, "
            "or a new one"
        )
    order = [release.series for release in releases()]
    is_numbered = any("=" in head for head in heads)
    first = max(order.index(source) - is_numbered, 0)
    allowed = order[first : order.index(target) + 1]
    if any(_is_of(heads, series) for series in allowed):
        return
    others = [series for series in order if _is_of(heads, series)]
    whose = f"those of {' and '.join(others)}" if others else "those of no release that is known"
    raise StepError(
        f"the database is at the heads {told(heads)}, {whose}, and not those of {source}: it is "
        "another release's database, or an earlier upgrade stopped in the middle of it; nothing "
        "was changed: see that [database] connection names the right one"
    )


def told(heads: Heads) -> str:
    """Heads as a person reads them."""
    return ", ".join(heads) or "none"


def _expected(migrations: Migrations, phase: Phase) -> Heads:
    if migrations.engine == "alembic":
        match phase:
            case "sync" | "contract":
                return tuple(sorted({migrations.expand, migrations.contract}))
            case "expand":
                return (migrations.expand,)
            case "migrate":
                return ()
    numbers = {
        "expand": migrations.expand,
        "migrate": migrations.expand,
        "contract": migrations.contract,
    }
    phases = tuple(numbers) if phase == "sync" else (phase,)
    return tuple(f"{_REPOSITORIES[name]}={int(numbers[name])}" for name in phases)


def _is_passed(wanted: str, there: frozenset[str]) -> bool:
    parts = _NUMBERED.fullmatch(wanted)
    if parts is None:
        return False
    found = (_NUMBERED.fullmatch(head) for head in there)
    return any(
        head["name"] == parts["name"] and int(head["number"]) >= int(parts["number"])
        for head in found
        if head
    )


@cache
def _whole(series: str) -> Heads:
    return heads_after(series, "sync")


def _is_of(heads: Heads, series: str) -> bool:
    """Whether these are exactly the heads that a series ends at."""
    whole = _whole(series)
    if any("=" in head for head in heads) != any("=" in head for head in whole):
        return False
    if "=" not in whole[0]:
        return tuple(sorted(heads)) == whole
    return are_reached(heads, whole) and are_reached(whole, _of_phases(heads))


def _of_phases(heads: Heads) -> Heads:
    """The heads of the three repositories: the legacy one beside them has numbers of its own."""
    names = frozenset(_REPOSITORIES.values())
    return tuple(head for head in heads if head.partition("=")[0] in names)
