"""How a plan stands, from its journal alone, as `kslint status` says it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import msgspec

from linter.execute.journal import Entry
from linter.execute.lock import Holder
from linter.execute.progress import Progress, State, plan_of, progress_of
from linter.execute.work import DONE, OUTCOME, REFUSED, TAKEN_BACK, VERB
from linter.model.plan import AnyStep, Override, Plan


class StepStanding(msgspec.Struct, frozen=True):
    """A step as the journal knows it; `ended` is None while nobody saw its end."""

    id: str
    title: str
    node: str
    state: State
    attempts: int
    no_return: bool
    expected: int
    begun: datetime | None
    ended: datetime | None
    seconds: float | None
    said: str


class Standing(msgspec.Struct, frozen=True):
    """A plan as the journal knows it.

    `state` is "not begun", "running", "interrupted", or how the last run ended. `digest` is the
    SHA-256 of the plan that was carried out last, `edited` that the plan at hand is another.
    """

    schema_version: int
    plan: str
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")
    strategy: str
    state: str
    verb: str
    digest: str
    edited: bool
    torn: bool
    past_no_return: bool
    overrides: tuple[Override, ...]
    holder: Holder | None
    steps: tuple[StepStanding, ...]
    said: str
    next: tuple[str, ...]


class Ground(msgspec.Struct, frozen=True):
    """What a standing is told from; `digest` is of the plan at hand, `name` its file."""

    plan: Plan
    digest: str
    name: str
    entries: Sequence[Entry]
    torn: bool = False
    holder: Holder | None = None


def schema() -> dict[str, Any]:
    """The JSON Schema of a standing."""
    return msgspec.json.schema(Standing)


def standing_of(ground: Ground) -> Standing:
    """How a plan stands."""
    plan, entries = ground.plan, ground.entries
    carried_out = plan_of(entries)
    state = _state(ground)
    verb = last_verb(entries)
    return Standing(
        schema_version=1,
        plan=plan.id,
        source=plan.source,
        target=plan.target,
        strategy=plan.strategy,
        state=state,
        verb=verb,
        digest=carried_out,
        edited=bool(carried_out) and carried_out != ground.digest,
        torn=ground.torn,
        past_no_return=is_past_no_return(plan, entries),
        overrides=plan.overrides,
        holder=ground.holder,
        steps=tuple(
            _step(step, progress, entries)
            for step, progress in zip(plan.steps, progress_of(plan.steps, entries), strict=True)
        ),
        said=_last(entries).said if _last(entries) else "",  # type: ignore[union-attr]
        next=_next(
            ground.name,
            state,
            is_back=is_being_taken_back(entries),
            is_past=is_past_no_return(plan, entries),
        ),
    )


def last_verb(entries: Sequence[Entry]) -> str:
    """What was asked for last, "apply" or "rollback"; "" where nothing was."""
    return next((entry.facts[VERB] for entry in reversed(entries) if VERB in entry.facts), "")


def is_being_taken_back(entries: Sequence[Entry]) -> bool:
    """Whether a rollback was begun that has not come to its end."""
    if last_verb(entries) != "rollback" or last_outcome(entries) == TAKEN_BACK:
        return False
    begun = [entry.what for entry in entries if VERB in entry.facts or entry.what == "undoing"]
    return begun[-1:] == ["undoing"]


def last_outcome(entries: Sequence[Entry]) -> str:
    """How the last run ended, "" where nobody saw its end, or there was none."""
    ends = [entry for entry in entries if entry.what in {"opened", "resumed", "closed"}]
    while ends and ends[-1].facts.get(OUTCOME) == REFUSED:
        # Nothing was done between the two, so that what was before counts.
        ends = ends[:-2]
    return ends[-1].facts.get(OUTCOME, "") if ends else ""


def is_past_no_return(plan: Plan, entries: Sequence[Entry]) -> bool:
    """Whether a step was begun, and not taken back, from which only the backup leads back."""
    steps = [step for step in plan.steps if step.no_return]
    return any(_is_begun(step, entries) for step in steps)


def _is_begun(step: AnyStep, entries: Sequence[Entry]) -> bool:
    ways = [entry.what for entry in entries if entry.step == step.id]
    ways = [what for what in ways if what in {"started", "undone"}]
    return ways[-1:] == ["started"]


def _last(entries: Sequence[Entry]) -> Entry | None:
    return entries[-1] if entries else None


def _state(ground: Ground) -> str:
    if ground.holder and ground.holder.plan == ground.plan.id:
        return "running"
    if not ground.entries:
        return "not begun"
    return last_outcome(ground.entries) or "interrupted"


def _next(name: str, state: str, *, is_back: bool, is_past: bool) -> tuple[str, ...]:
    restore = " --restore-database" * is_past
    match state:
        case "running":
            return ()
        case "not begun":
            return (f"kslint apply {name} --yes",)
        case _ if state == DONE:
            return (f"kslint rollback {name} --yes{restore}",)
        case _ if state == TAKEN_BACK:
            return (f"kslint apply {name} --yes",)
        case _ if is_back:
            return (f"kslint rollback {name} --yes{restore}",)
        case _:
            return (f"kslint resume {name}", f"kslint rollback {name} --yes{restore}")


def _step(step: AnyStep, progress: Progress, entries: Sequence[Entry]) -> StepStanding:
    own = [entry for entry in entries if entry.step == step.id]
    begun = [entry.at for entry in own if entry.what in {"started", "undoing"}]
    last = progress.last
    is_open = progress.state in {State.IN_DOUBT, State.UNDOING} or last is None
    return StepStanding(
        id=step.id,
        title=step.title,
        node=step.node,
        state=progress.state,
        attempts=progress.attempts,
        no_return=step.no_return,
        expected=step.expected,
        begun=begun[-1] if begun else None,
        ended=None if is_open or last is None else last.at,
        seconds=progress.seconds,
        said=last.said if last and progress.state is State.FAILED else "",
    )
