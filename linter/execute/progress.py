"""How far a plan was carried out, from its journal alone."""

import enum
import hashlib
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from linter.execute.commands import Process, process_of
from linter.execute.journal import Entry, What
from linter.execute.running import Settled
from linter.model.plan import AnyStep, Plan

PLAN = "plan"
"""The fact of `opened` and `resumed` that holds the SHA-256 of the plan's file."""
DEFINITION = "definition"
"""The fact of `started` that holds what `definition` said of the step."""
SETTLED = "settled"
"""The fact of `settled` that holds a linter.execute.running.Settled."""
SECONDS = "seconds"
"""The fact of `acted`, `done` and `failed` that holds seconds since `started`, by no clock."""


class State(enum.StrEnum):
    """What the journal knows of a step.

    ACTED is one whose action ended, or was found done, and that nobody has verified; UNDOING one
    that was being undone. Of those, and of IN_DOUBT, nothing is known but that it was begun.
    """

    UNTOUCHED = "untouched"
    IN_DOUBT = "in doubt"
    ACTED = "acted"
    DONE = "done"
    FAILED = "failed"
    UNDOING = "undoing"
    UNDONE = "undone"


_AFTER: Mapping[What, State] = {
    "acted": State.ACTED,
    "done": State.DONE,
    "failed": State.FAILED,
    "undoing": State.UNDOING,
    "undone": State.UNDONE,
}
_TIMED = frozenset({"acted", "done", "failed"})
_FREE = frozenset({State.UNTOUCHED, State.UNDONE})


class Progress(msgspec.Struct, frozen=True):
    """What the journal knows of a step: its state, and what was done for it.

    `seconds` is how long its last attempt took, None if that did not end. `processes` are those of
    the last attempt; any of them may still run. `definition` is of the step as it was begun.
    """

    step: str
    state: State = State.UNTOUCHED
    attempts: int = 0
    seconds: float | None = None
    processes: tuple[Process, ...] = ()
    definition: str = ""
    last: Entry | None = None


def progress_of(steps: Sequence[AnyStep], entries: Sequence[Entry]) -> tuple[Progress, ...]:
    """How far each step is, in the order of the plan."""
    known = _known(entries)
    return tuple(known.get(step.id, Progress(step.id)) for step in steps)


def definition(step: AnyStep) -> str:
    """The SHA-256 of all that a plan says of a step."""
    return hashlib.sha256(msgspec.json.encode(step)).hexdigest()


def plan_of(entries: Sequence[Entry]) -> str:
    """The SHA-256 of the plan's file that was carried out last, "" if none was."""
    opening = (entry for entry in reversed(entries) if entry.what in {"opened", "resumed"})
    return next((entry.facts[PLAN] for entry in opening if PLAN in entry.facts), "")


def edits(plan: Plan, entries: Sequence[Entry]) -> tuple[str, ...]:
    """What must not have been changed in a plan since it was begun, a sentence each."""
    return tuple(_edits(plan, _known(entries)))


def _edits(plan: Plan, known: Mapping[str, Progress]) -> Iterator[str]:
    begun = {name: each for name, each in known.items() if each.state not in _FREE}
    names = [step.id for step in plan.steps]
    for name, each in begun.items():
        if name not in names:
            yield f"step {name!r}, which is {each.state}, is gone from the plan: put it back"
    kept = [step for step in plan.steps if step.id in begun]
    for step in kept:
        each = begun[step.id]
        if each.state is not State.FAILED and each.definition != definition(step):
            yield f"step {step.id!r}, which is {each.state}, was changed: put it back as it was"
    if [step.id for step in kept] != [name for name in begun if name in names]:
        yield "the steps that were begun stand in another order: put them back as they were"
    last = max((names.index(step.id) for step in kept), default=0)
    for name in names[:last]:
        if name not in known:
            yield f"step {name!r} stands before one that was begun: let it stand behind that"


def _known(entries: Sequence[Entry]) -> dict[str, Progress]:
    """What is known of each step that the journal names, in the order in which they were begun."""
    known: dict[str, Progress] = {}
    for entry in entries:
        if entry.step:
            known[entry.step] = _after(known.get(entry.step, Progress(entry.step)), entry)
    return known


def _after(progress: Progress, entry: Entry) -> Progress:
    """What is known once an entry was read."""
    process = process_of(entry.facts) if entry.what == "running" else None
    if entry.what == "started":
        return Progress(
            progress.step,
            State.IN_DOUBT,
            progress.attempts + 1,
            definition=entry.facts.get(DEFINITION, ""),
            last=entry,
        )
    return msgspec.structs.replace(
        progress,
        state=_state(progress.state, entry),
        seconds=_seconds(entry, progress.seconds),
        processes=progress.processes + ((process,) if process else ()),
        last=entry,
    )


def _state(state: State, entry: Entry) -> State:
    if entry.what == "settled":
        return _settled(entry.facts.get(SETTLED, ""))
    return _AFTER.get(entry.what, state)


def _settled(word: str) -> State:
    """The state of a step that was looked at; what is not clear stays in doubt."""
    known = {Settled.DONE: State.ACTED, Settled.NOT_DONE: State.UNTOUCHED}
    return known.get(Settled(word), State.IN_DOUBT) if word in set(Settled) else State.IN_DOUBT


def _seconds(entry: Entry, before: float | None) -> float | None:
    told = entry.facts.get(SECONDS, "") if entry.what in _TIMED else ""
    try:
        return float(told)
    except ValueError:
        return before
