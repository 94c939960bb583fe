"""Stops and starts all services of a machine, and believes neither before it has looked."""

from collections.abc import Iterator, Mapping

from linter.execute.commands import Process, facts_of, process_of
from linter.execute.polling import await_silence
from linter.execute.recorded import latest_fact
from linter.execute.running import Run
from linter.execute.services.answering import is_open, why_silent
from linter.execute.services.choice import CONTAINERS, MANAGERS
from linter.execute.services.proc import is_older, now, running
from linter.model.plan import Step
from linter.model.site import Machine, Service


def commands(machine: Machine, word: str) -> tuple[str, ...]:
    """What a person would type to "stop" or "start" a machine's services."""
    services = machine.services if word == "start" else machine.services[::-1]
    return tuple(line for each in services for line in MANAGERS[each.by].shown(each, word))


def look(machine: Machine, step: Step, run: Run) -> None:
    """Raises StepError where a manager does not say how a service is."""
    for service in machine.services:
        MANAGERS[service.by].state(service, step, run)


def stop(machine: Machine, step: Step, run: Run) -> Mapping[str, str]:
    """Stops every service, and gives the moment after which processes are new. Raises StepError.

    It has not been looked at yet whether they stopped.
    """
    for service in reversed(machine.services):
        MANAGERS[service.by].stop(service, step, run)
    return {_moment(machine): " ".join(facts_of(now()).values())}


def start(machine: Machine, step: Step, run: Run) -> None:
    """Starts every service that does not run. Raises StepError."""
    for service in machine.services:
        manager = MANAGERS[service.by]
        if not manager.state(service, step, run).runs:
            manager.start(service, step, run)


def require_stopped(machine: Machine, step: Step, run: Run) -> None:
    """Waits until nothing of any service is left. Raises StepError for what is."""
    await_silence(run, step.limit, lambda: _all(_still_there(machine, step, run)), _NOT_STOPPED)


def require_running(machine: Machine, step: Step, run: Run) -> None:
    """Waits until every service runs anew and the node answers. Raises StepError for what fails."""
    await_silence(run, step.limit, lambda: _all(_not_there(machine, step, run)), _NOT_RUNNING)


def why_not_stopped(machine: Machine, step: Step, run: Run) -> str:
    """What is left of a machine's services at this moment; "" if nothing is. Raises StepError."""
    return _all(_still_there(machine, step, run))


def why_not_running(machine: Machine, step: Step, run: Run) -> str:
    """What a machine's services lack to serve at this moment; "" if nothing. Raises StepError."""
    return _all(_not_there(machine, step, run))


_NOT_STOPPED = (
    "Nothing was changed after the order to stop. End what is left by hand, see that nothing starts"
    " it again (a timer, a monitor, another unit), and go on with `kslint resume`."
)
_NOT_RUNNING = (
    "Look at the log of the service and of keystone, put right what they say, and go on with "
    "`kslint resume`; or go back with `kslint rollback`."
)


def _still_there(machine: Machine, step: Step, run: Run) -> Iterator[str]:
    for service in machine.services:
        state = MANAGERS[service.by].state(service, step, run)
        if not state.stopped:
            yield f"{_named(service)} has not stopped: {state.said}"
        for process in _processes(service):
            yield f"process {process.pid} of it is still there"
        if service.port and is_open(machine.address, service.port):
            yield f"somebody still listens to port {service.port} of {machine.address}"


def _not_there(machine: Machine, step: Step, run: Run) -> Iterator[str]:
    moment = _stopped_at(machine, run)
    for service in machine.services:
        state = MANAGERS[service.by].state(service, step, run)
        if not state.runs:
            yield f"{_named(service)} does not run: {state.said}"
        for process in _processes(service):
            if moment and is_older(process, moment):
                yield f"process {process.pid} of {_named(service)} is from before the stop"
        if service.port and not is_open(machine.address, service.port):
            yield f"nobody listens to port {service.port} of {machine.address}"
    yield why_silent(machine.address)


def _processes(service: Service) -> tuple[Process, ...]:
    text = service.process or MANAGERS[service.by].process(service)
    return running(text, in_containers=service.by in CONTAINERS)


def _stopped_at(machine: Machine, run: Run) -> Process | None:
    pid, _, rest = latest_fact(run, _moment(machine)).partition(" ")
    started, _, boot = rest.partition(" ")
    return process_of({"pid": pid, "started": started, "boot": boot})


def _moment(machine: Machine) -> str:
    return f"stopped-{machine.name}"


def _named(service: Service) -> str:
    return service.unit or service.process or "the service"


def _all(faults: Iterator[str]) -> str:
    return "; ".join(filter(None, faults))
