"""Services that are programs of supervisor."""

from linter.execute.running import Run, StepError
from linter.execute.services.managing import Manager, State
from linter.execute.step_commands import ask, carry_out, shown
from linter.model.plan import Step
from linter.model.site import Service

_STOPPED = frozenset({"STOPPED", "EXITED", "FATAL"})
_KNOWN = _STOPPED | {"STARTING", "RUNNING", "BACKOFF", "STOPPING", "UNKNOWN"}


def _order(service: Service, word: str) -> tuple[str, ...]:
    return ("supervisorctl", word, service.unit)


def _shown(service: Service, word: str) -> tuple[str, ...]:
    return (shown(_order(service, word)),)


def _start(service: Service, step: Step, run: Run) -> None:
    if not _state(service, step, run).runs:
        carry_out(run, step, _order(service, "start"))


def _stop(service: Service, step: Step, run: Run) -> None:
    # Asked to stop what has stopped, supervisorctl ends with 1 in some versions.
    if not _state(service, step, run).stopped:
        carry_out(run, step, _order(service, "stop"))


def _state(service: Service, step: Step, run: Run) -> State:
    answer = ask(run, step, _order(service, "status"))
    lines = [line.split() for line in answer.text.splitlines()]
    # A group of several processes is one line each: "keystone:*".
    words = [line[1] for line in lines if len(line) > 1 and line[1] in _KNOWN]
    if not words:
        # It ends with 3 for what has stopped, and with 4 for what it does not know or cannot reach.
        said = (answer.text.strip() or answer.told)[:400]
        raise StepError(f"supervisor does not say how {service.unit} is: {said}")
    return State(
        all(word == "RUNNING" for word in words),
        all(word in _STOPPED for word in words),
        ", ".join(words),
    )


SUPERVISOR = Manager(shown=_shown, start=_start, stop=_stop, state=_state)
