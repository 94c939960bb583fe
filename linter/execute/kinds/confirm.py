"""Asks a person whether to go on."""

from collections.abc import Mapping

from linter.execute.running import Kind, Run, Settled, StepError
from linter.model.plan import ConfirmStep
from linter.model.visible import visible


def _shown(step: ConfirmStep, _run: Run) -> tuple[str, ...]:
    return (f"# a person answers: {visible(step.question)}",)


def _ready(_step: ConfirmStep, _run: Run) -> None:
    return


def _act(step: ConfirmStep, run: Run) -> Mapping[str, str]:
    if not run.agreed(step.id, visible(step.question)):
        raise StepError(
            f"nobody said yes to: {visible(step.question)} Nothing was changed by asking. Go on "
            "with `kslint resume` when somebody says yes, or go back with `kslint rollback`."
        )
    return {"agreed": "yes"}


def _check(_step: ConfirmStep, _run: Run) -> Mapping[str, str]:
    return {}


def _settle(_step: ConfirmStep, _run: Run) -> Settled:
    """An answer that was not written down was not given."""
    return Settled.NOT_DONE


def _undo(_step: ConfirmStep, _run: Run) -> None:
    return


CONFIRM = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
