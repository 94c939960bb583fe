"""Services that are units of systemd."""

from linter.execute.running import Run, StepError
from linter.execute.services.managing import Manager, State
from linter.execute.step_commands import ask, carry_out, shown
from linter.model.plan import Step
from linter.model.site import Service

_ASKED = ("LoadState", "ActiveState", "SubState", "UnitFileState")
_STOPPED = frozenset({"inactive", "failed"})


def _order(service: Service, word: str) -> tuple[str, ...]:
    return ("systemctl", word, "--", service.unit)


def _shown(service: Service, word: str) -> tuple[str, ...]:
    return (shown(_order(service, word)),)


def _start(service: Service, step: Step, run: Run) -> None:
    # What failed too often is not started again before that is forgotten (systemd.unit(5)).
    ask(run, step, _order(service, "reset-failed"))
    carry_out(run, step, _order(service, "start"))


def _stop(service: Service, step: Step, run: Run) -> None:
    carry_out(run, step, _order(service, "stop"))


def _state(service: Service, step: Step, run: Run) -> State:
    properties = tuple(f"--property={name}" for name in _ASKED)
    answer = ask(run, step, ("systemctl", "show", *properties, "--", service.unit))
    pairs = (line.partition("=") for line in answer.text.splitlines())
    found = {name: value for name, _, value in pairs}
    if answer.code != 0 or "ActiveState" not in found:
        raise StepError(f"systemd does not say how {service.unit} is: {answer.told}")
    if found.get("LoadState") == "not-found":
        raise StepError(f"systemd knows no unit {service.unit}: correct `unit` in the plan's site")
    active, sub = found["ActiveState"], found.get("SubState", "")
    return State(active == "active", active in _STOPPED, f"{active} ({sub})")


SYSTEMD = Manager(shown=_shown, start=_start, stop=_stop, state=_state)
"""Only `active` runs: `activating (auto-restart)` is a service that fails again and again."""
