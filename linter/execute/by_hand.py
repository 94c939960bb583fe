"""What a step would do, and what is left to do, as a person would read and type it."""

from collections.abc import Callable, Iterator, Mapping, Sequence
from pathlib import Path

from linter.execute.commands import Command, Ended, Process
from linter.execute.journal import Entry, What
from linter.execute.kinds.choice import kind_of
from linter.execute.progress import State, progress_of
from linter.execute.running import Run, StepError
from linter.model.plan import (
    AnyStep,
    ConfigurationStep,
    DatabaseStep,
    Override,
    PackageStep,
    Plan,
    ServiceStep,
)
from linter.model.visible import visible

_FREE = frozenset({State.UNTOUCHED, State.UNDONE})


def commands(step: AnyStep, run: Run) -> tuple[str, ...]:
    """The commands of a step, or why they cannot be told."""
    try:
        return kind_of(step).shown(step, run)
    except (StepError, OSError) as error:
        return (f"# {visible(str(error))}",)


def remaining(run: Run) -> Iterator[str]:
    """The commands of all steps that are not done, line by line."""
    for step, progress in zip(
        run.plan.steps, progress_of(run.plan.steps, run.history), strict=True
    ):
        if progress.state is not State.DONE:
            yield f"# {step.id}: {visible(step.title)} ({progress.state})"
            yield from commands(step, run)


def outline(plan: Plan, entries: Sequence[Entry], folder: Path) -> Iterator[str]:
    """What applying the plan would do, line by line; `folder` is where its steps keep files."""
    run = _idle(plan, entries, folder)
    yield f"{plan.id}: Keystone {plan.source} to {plan.target}, {plan.strategy}. Nothing is done."
    yield from overridden(plan.overrides)
    states = progress_of(plan.steps, run.history)
    for number, (step, progress) in enumerate(zip(plan.steps, states, strict=True), 1):
        done = "" if progress.state in _FREE else f" [{progress.state}]"
        yield ""
        if step.no_return:
            yield "--- from here on only the backup leads back ---"
        where = f" on {step.node}" if step.node else ""
        yield f"{number}. {step.id}{where}: {visible(step.title)}{done}"
        yield from _told(step)
        yield from (f"   $ {line}" for line in commands(step, run))
    expected = sum(step.expected for step in plan.steps)
    if expected:
        yield ""
        yield f"Expected: {expected} s, where it is known."


def backward(plan: Plan, entries: Sequence[Entry]) -> Iterator[str]:
    """What taking the plan back would do, line by line."""
    yield f"{plan.id}: back to Keystone {plan.source}. Nothing is done."
    yield from overridden(plan.overrides)
    yield from _left_back(plan, entries)


def remaining_back(run: Run) -> Iterator[str]:
    """What is left to be taken back, line by line."""
    yield from _left_back(run.plan, run.history)


def _left_back(plan: Plan, entries: Sequence[Entry]) -> Iterator[str]:
    states = progress_of(plan.steps, entries)
    for step, progress in reversed(tuple(zip(plan.steps, states, strict=True))):
        if progress.state in _FREE:
            continue
        restores = " (the backup is restored)" * step.no_return
        undo = f": {visible(step.undo)}" if step.undo else ""
        yield f"{step.id} [{progress.state}]{undo}{restores}"


def _told(step: AnyStep) -> Iterator[str]:
    words = {"before": step.before, "check": step.check, "undo": step.undo}
    yield from (f"   {name}: {visible(text)}" for name, text in words.items() if text)
    expected = f", expected {step.expected} s" if step.expected else ""
    yield f"   limit {step.limit} s{expected}"


def overridden(overrides: Sequence[Override]) -> Iterator[str]:
    """Against what report somebody goes on, and why."""
    for each in overrides:
        yield (
            f"AGAINST THE REPORT ({each.against}), by {visible(each.by)} on "
            f"{each.on:%Y-%m-%d}: {visible(each.reason)}"
        )


def situation(plan: Plan, run: Run) -> Iterator[str]:
    """In which state the system is, as far as the journal knows."""
    begun = [
        (step, progress.state)
        for step, progress in zip(plan.steps, progress_of(plan.steps, run.history), strict=True)
        if progress.state not in _FREE
    ]
    names = [machine.name for machine in plan.site.machines]
    for name in names:
        own = [each for each in begun if each[0].node == name or len(names) == 1]
        yield f"{name}: {', '.join(_of_machine(own, plan))}"
    changes = [f"{step.id} {state}" for step, state in begun if isinstance(step, DatabaseStep)]
    yield f"database: {', '.join(changes) or f'as {plan.source} left it'}"
    passed = [step.id for step, _ in begun if step.no_return]
    if passed:
        yield f"past the point of no return ({', '.join(passed)}): only the backup leads back"
    elif any(step.no_return for step in plan.steps):
        yield "the point of no return was not reached"


def _of_machine(begun: Sequence[tuple[AnyStep, State]], plan: Plan) -> Iterator[str]:
    """What is known of service, code and configuration of a machine, of each its last step."""
    told = {
        "service": "was not touched",
        "code": f"of {plan.source}",
        "configuration": f"of {plan.source}",
    }
    for step, state in begun:
        match step:
            case ServiceStep():
                told["service"] = f"{step.do} {state}"
            case PackageStep():
                told["code"] = f"of {plan.target}" if state is State.DONE else f"change {state}"
            case ConfigurationStep():
                done = state is State.DONE
                told["configuration"] = f"of {plan.target}" if done else f"change {state}"
            case _:
                pass
    return (f"{name} {words}" for name, words in told.items())


class _Nowhere:
    """A journal and a runner for what only tells."""

    def add(
        self,
        what: What,
        step: str = "",
        said: str = "",  # noqa: ARG002  the protocol's
        facts: Mapping[str, str] | None = None,  # noqa: ARG002  the protocol's
    ) -> Entry:
        """Nothing: it refuses."""
        raise StepError(f"{step}: {what} was to be written where nothing is done")

    def run(self, command: Command, started: Callable[[Process], None] | None = None) -> Ended:  # noqa: ARG002  the protocol's
        """Nothing: it refuses."""
        raise StepError(f"{command.words[0]} was to be run where nothing is done")


def _idle(plan: Plan, entries: Sequence[Entry], folder: Path) -> Run:
    return Run(
        plan=plan,
        journal=_Nowhere(),
        history=tuple(entries),
        runner=_Nowhere(),
        folder=folder,
        monotonic=lambda: 0.0,
        sleep=lambda _seconds: None,
        tell=lambda _text: None,
    )
