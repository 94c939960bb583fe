"""Services that are containers of docker or podman."""

from functools import partial
from typing import Literal

from linter.execute.running import Run, StepError
from linter.execute.services.managing import Manager, State
from linter.execute.step_commands import ask, carry_out, shown
from linter.model.plan import Step
from linter.model.site import Service

Program = Literal["docker", "podman"]
_STOPPED = frozenset({"exited", "created", "configured", "dead", "stopped", "initialized"})
_FORMAT = "{{.State.Status}} {{.State.Restarting}}"


def _order(program: Program, service: Service, word: str) -> tuple[str, ...]:
    return (program, word, service.unit)


def _shown(program: Program, service: Service, word: str) -> tuple[str, ...]:
    return (shown(_order(program, service, word)),)


def _give(program: Program, word: str, service: Service, step: Step, run: Run) -> None:
    carry_out(run, step, _order(program, service, word))


def _state(program: Program, service: Service, step: Step, run: Run) -> State:
    words = (program, "container", "inspect", "--format", _FORMAT, service.unit)
    answer = ask(run, step, words)
    status = answer.text.split()
    if answer.code != 0 or not status:
        raise StepError(f"{program} does not say how {service.unit} is: {answer.told}")
    restarts = "true" in status[1:]
    return State(
        status[0] == "running" and not restarts,
        status[0] in _STOPPED and not restarts,
        "restarting" if restarts else status[0],
    )


def _manager(program: Program) -> Manager:
    return Manager(
        shown=partial(_shown, program),
        start=partial(_give, program, "start"),
        stop=partial(_give, program, "stop"),
        state=partial(_state, program),
    )


DOCKER = _manager("docker")
PODMAN = _manager("podman")
