"""What each kind of step needs to be carried out, and what it answers."""

import enum
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import msgspec

from linter.execute.commands import Runner
from linter.execute.journal import Entry, Writer
from linter.model.plan import Plan


class StepError(Exception):
    """A step that cannot be carried out or did not do what it was to do: what, and what to do."""


class Settled(enum.StrEnum):
    """What became of a step that nobody saw the end of."""

    DONE = "done"
    NOT_DONE = "not done"
    UNCLEAR = "unclear"


class Run(msgspec.Struct, frozen=True, eq=False):
    """A run of a plan: what is written down, who runs commands, where files of the run go.

    `history` are all entries up to the call that gets this, those of earlier runs too: a backup
    that this run made is among them. `monotonic` tells seconds that no clock changes, `sleep` waits
    for some, `tell` hears what goes on. `agreed` tells whether a person says yes, for the id of a
    step and its question; unless somebody is asked, nobody does.
    """

    plan: Plan
    journal: Writer
    history: tuple[Entry, ...]
    runner: Runner
    folder: Path
    monotonic: Callable[[], float]
    sleep: Callable[[float], None]
    tell: Callable[[str], None]
    agreed: Callable[[str, str], bool] = lambda _step, _question: False


class Kind(msgspec.Struct, frozen=True):
    """How steps of one kind are carried out; each function gets the step and the run.

    `shown` are the commands as a person would type them, without secrets. `ready` raises StepError
    unless what must hold first does. `act` carries it out and gives the facts to be written down,
    `check` raises StepError unless it did what it was to do. `settle` looks what became of an
    action that nobody saw the end of, and `undo` takes it back; both may be called twice.
    """

    shown: Callable[[Any, Run], tuple[str, ...]]
    ready: Callable[[Any, Run], None]
    act: Callable[[Any, Run], Mapping[str, str]]
    check: Callable[[Any, Run], Mapping[str, str]]
    settle: Callable[[Any, Run], Settled]
    undo: Callable[[Any, Run], None]
