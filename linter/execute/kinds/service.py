"""Stops, starts, drains or puts back what runs keystone on a node."""

from collections.abc import Mapping

from linter.execute.balancers.balancing import Balancing
from linter.execute.balancers.choice import BALANCERS
from linter.execute.machines import machine_of
from linter.execute.polling import await_silence
from linter.execute.running import Kind, Run, Settled, StepError
from linter.execute.services import control
from linter.execute.step_commands import wait_for_earlier
from linter.model.plan import ServiceStep, Step
from linter.model.site import Balancer

_REMEDY = "See what the balancer says of it, and go on with `kslint resume`."


def _shown(step: ServiceStep, run: Run) -> tuple[str, ...]:
    machine = machine_of(step, run)
    match step.do:
        case "stop" | "start":
            return control.commands(machine, step.do)
        case "restart":
            return (*control.commands(machine, "stop"), *control.commands(machine, "start"))
        case "drain" | "undrain":
            balancing, balancer = _balancer(step, run)
            return balancing.shown(balancer, step.do)


def _ready(step: ServiceStep, run: Run) -> None:
    if step.do == "drain":
        balancing, balancer = _balancer(step, run)
        balancing.ready(balancer, step, run)
    elif step.do != "undrain":
        control.look(machine_of(step, run), step, run)


def _act(step: ServiceStep, run: Run) -> Mapping[str, str]:
    _require_quiet(step, run)
    return _done(step.do, step, run)


def _done(word: str, step: Step, run: Run) -> Mapping[str, str]:
    """The facts of doing what a word says."""
    match word:
        case "drain":
            balancing, balancer = _balancer(step, run)
            return balancing.drain(balancer, step, run)
        case "undrain":
            balancing, balancer = _balancer(step, run)
            balancing.undrain(balancer, step, run)
            return {}
    machine = machine_of(step, run)
    facts: Mapping[str, str] = {}
    if word in {"stop", "restart"}:
        facts = control.stop(machine, step, run)
        control.require_stopped(machine, step, run)
    if word in {"start", "restart"}:
        control.start(machine, step, run)
    return facts


def _check(step: ServiceStep, run: Run) -> Mapping[str, str]:
    _verified(step.do, step, run)
    return {}


def _verified(word: str, step: Step, run: Run) -> None:
    """Waits until what a word says has come about. Raises StepError."""
    match word:
        case "drain":
            balancing, balancer = _balancer(step, run)
            await_silence(
                run, step.limit, lambda: balancing.why_not_drained(balancer, step, run), _REMEDY
            )
        case "undrain":
            balancing, balancer = _balancer(step, run)
            await_silence(
                run, step.limit, lambda: balancing.why_not_serving(balancer, step, run), _REMEDY
            )
        case "stop":
            control.require_stopped(machine_of(step, run), step, run)
        case _:
            control.require_running(machine_of(step, run), step, run)


def _settle(step: ServiceStep, run: Run) -> Settled:
    """Looks at the state; what does not show there is ordered once more, which does no harm."""
    _require_quiet(step, run)
    machine = machine_of(step, run)
    match step.do:
        case "stop":
            is_done = not control.why_not_stopped(machine, step, run)
        case "start":
            is_done = not control.why_not_running(machine, step, run)
        case "restart" | "drain" | "undrain":
            is_done = False
    return Settled.DONE if is_done else Settled.NOT_DONE


def _undo(step: ServiceStep, run: Run) -> None:
    opposite = {"stop": "start", "start": "stop", "drain": "undrain", "undrain": "drain"}
    word = opposite.get(step.do, step.do)
    _require_quiet(step, run)
    _done(word, step, run)
    _verified(word, step, run)


def _require_quiet(step: Step, run: Run) -> None:
    if not wait_for_earlier(run, step):
        raise StepError(
            f"a command that an earlier run had started for {step.id} still runs after "
            f"{step.limit} s: wait for it or end it, and go on with `kslint resume`"
        )


def _balancer(step: Step, run: Run) -> tuple[Balancing, Balancer]:
    machine = machine_of(step, run)
    if machine.balancer is None:
        raise StepError(
            f"step {step.id} is about the balancer in front of {machine.name}, and the site names "
            "none: add `balancer` to the machine, or take the step out"
        )
    return BALANCERS[machine.balancer.by], machine.balancer


SERVICE = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
