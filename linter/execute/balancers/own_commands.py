"""Nodes that the site takes out of rotation by commands of its own."""

from collections.abc import Mapping

from linter.execute.balancers.balancing import Balancing
from linter.execute.running import Run
from linter.execute.step_commands import ask, carry_out, shown
from linter.model.plan import Step
from linter.model.site import Balancer


def _shown(balancer: Balancer, word: str) -> tuple[str, ...]:
    return (shown(balancer.drain if word == "drain" else balancer.undrain),)


def _ready(_balancer: Balancer, _step: Step, _run: Run) -> None:
    return


def _drain(balancer: Balancer, step: Step, run: Run) -> Mapping[str, str]:
    carry_out(run, step, balancer.drain)
    return {}


def _undrain(balancer: Balancer, step: Step, run: Run) -> None:
    carry_out(run, step, balancer.undrain)


def _why_not_drained(balancer: Balancer, step: Step, run: Run) -> str:
    code = ask(run, step, balancer.is_drained).code
    return "" if code == 0 else f"`{shown(balancer.is_drained)}` ended with {code}"


def _why_not_serving(balancer: Balancer, step: Step, run: Run) -> str:
    code = ask(run, step, balancer.is_drained).code
    return "" if code else f"`{shown(balancer.is_drained)}` still says that it is drained"


OWN_COMMANDS = Balancing(
    shown=_shown,
    ready=_ready,
    drain=_drain,
    undrain=_undrain,
    why_not_drained=_why_not_drained,
    why_not_serving=_why_not_serving,
)
