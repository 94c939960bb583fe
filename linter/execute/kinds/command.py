"""Runs a command of the site."""

from collections.abc import Mapping

from linter.execute.running import Kind, Run, Settled, StepError
from linter.execute.step_commands import carry_out, find, shown, wait_for_earlier
from linter.model.plan import CommandStep


def _shown(step: CommandStep, _run: Run) -> tuple[str, ...]:
    return tuple(shown(words) for words in (step.run, step.verify) if words)


def _ready(step: CommandStep, _run: Run) -> None:
    find(step.run)


def _act(step: CommandStep, run: Run) -> Mapping[str, str]:
    carry_out(run, step, step.run)
    return {}


def _check(step: CommandStep, run: Run) -> Mapping[str, str]:
    if step.verify:
        carry_out(run, step, step.verify)
    return {}


def _settle(step: CommandStep, run: Run) -> Settled:
    """Only the site's own `verify` can tell; without one, whether it may be done twice."""
    if not wait_for_earlier(run, step):
        return Settled.UNCLEAR
    if step.verify:
        return Settled.DONE if _holds(step, run) else _undone(step)
    return _undone(step)


def _holds(step: CommandStep, run: Run) -> bool:
    try:
        carry_out(run, step, step.verify)
    except StepError as error:
        run.tell(str(error))
        return False
    return True


def _undone(step: CommandStep) -> Settled:
    return Settled.NOT_DONE if step.repeatable else Settled.UNCLEAR


def _undo(step: CommandStep, run: Run) -> None:
    if not wait_for_earlier(run, step):
        raise StepError(
            f"`{shown(step.run)}` still runs after {step.limit} s: wait for it or end it, and go "
            "on with `kslint rollback`"
        )
    if step.revert:
        carry_out(run, step, step.revert)
    else:
        run.tell(f"{step.id}: the plan names no command that takes `{shown(step.run)}` back")


COMMAND = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
