"""Where a schema stands after db_sync was started and nobody, or only half, saw the end of it."""

import enum
from collections.abc import Mapping

import msgspec

from linter.execute.databases.database import Database
from linter.execute.heads import Heads, are_reached
from linter.execute.log_tail import Mark

_VERSIONS = frozenset({"alembic_version", "migrate_version"})


class Before(msgspec.Struct, frozen=True):
    """What the database was, and how long the logs were, before a step changed anything."""

    heads: Heads
    schema: str
    rows: Mapping[str, int]
    marks: tuple[Mark, ...] = ()

    def fact(self) -> str:
        """What a journal keeps."""
        return msgspec.json.encode(self).decode()


class State(enum.StrEnum):
    """Where a schema stands between what was before a step and what comes after it."""

    UNCHANGED = "unchanged"
    REACHED = "reached"
    BETWEEN = "between"


def before_in(facts: Mapping[str, str]) -> Before | None:
    """What a journal kept, None where nothing was begun."""
    try:
        return msgspec.json.decode(facts["before"], type=Before) if "before" in facts else None
    except msgspec.MsgspecError:
        return None


def state_of(database: Database, before: Before, wanted: Heads) -> State:
    """Where it stands; a server that makes each change for itself may be in the middle of one.

    Then the heads are those of before and the definitions are not. Raises DatabaseError.
    """
    heads = database.heads()
    if wanted and are_reached(heads, wanted):
        return State.REACHED
    if heads == before.heads and database.schema() == before.schema:
        return State.UNCHANGED
    return State.BETWEEN


def lost_rows(before: Mapping[str, int], after: Mapping[str, int]) -> tuple[str, ...]:
    """Each table that has fewer rows than before, or is gone with its rows, a sentence each."""
    fewer = (
        f"{table}: {count} rows before, {after.get(table, 0)} now"
        for table, count in sorted(before.items())
        if table not in _VERSIONS and after.get(table, 0) < count
    )
    return tuple(fewer)
