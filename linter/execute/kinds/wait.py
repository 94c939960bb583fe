"""Waits until a node answers, or for some seconds."""

import shlex
from collections.abc import Mapping

from linter.execute.machines import machine_of
from linter.execute.polling import await_silence
from linter.execute.running import Kind, Run, Settled
from linter.execute.services.answering import why_silent
from linter.model.plan import WaitStep

_REMEDY = (
    "Look at the log of the service and of keystone, put right what they say, and go on with "
    "`kslint resume`; or go back with `kslint rollback`."
)


def _shown(step: WaitStep, run: Run) -> tuple[str, ...]:
    if step.seconds:
        return (f"sleep {step.seconds}",)
    address = shlex.quote(machine_of(step, run).address)
    return (f"curl --fail --insecure --noproxy '*' --max-time 10 {address}",)


def _ready(step: WaitStep, run: Run) -> None:
    if not step.seconds:
        machine_of(step, run)


def _act(step: WaitStep, run: Run) -> Mapping[str, str]:
    if step.seconds:
        _pass(step.seconds, run)
    return {}


def _pass(seconds: int, run: Run) -> None:
    """Waits by a clock that nobody sets, and through whatever wakes it early."""
    end = run.monotonic() + seconds
    while (left := end - run.monotonic()) > 0:
        run.sleep(left)


def _check(step: WaitStep, run: Run) -> Mapping[str, str]:
    if not step.seconds:
        address = machine_of(step, run).address
        await_silence(run, step.limit, lambda: why_silent(address), _REMEDY)
    return {}


def _settle(_step: WaitStep, _run: Run) -> Settled:
    return Settled.NOT_DONE


def _undo(_step: WaitStep, _run: Run) -> None:
    return


WAIT = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
