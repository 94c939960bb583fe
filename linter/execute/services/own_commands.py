"""Services that the site starts and stops by commands of its own."""

from linter.execute.running import Run, StepError
from linter.execute.services.managing import Manager, State
from linter.execute.step_commands import ask, carry_out, shown
from linter.model.plan import Step
from linter.model.site import Service


def _shown(service: Service, word: str) -> tuple[str, ...]:
    return (shown(service.start if word == "start" else service.stop),)


def _start(service: Service, step: Step, run: Run) -> None:
    carry_out(run, step, service.start)


def _stop(service: Service, step: Step, run: Run) -> None:
    carry_out(run, step, service.stop)


def _state(service: Service, step: Step, run: Run) -> State:
    answer = ask(run, step, service.is_running)
    if answer.code is None:
        raise StepError(f"`{shown(service.is_running)}` gives no answer in time")
    return State(answer.code == 0, answer.code != 0, f"`is_running` ended with {answer.code}")


OWN_COMMANDS = Manager(shown=_shown, start=_start, stop=_stop, state=_state)
