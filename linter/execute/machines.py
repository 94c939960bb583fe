"""The machine that a step is about."""

from linter.execute.running import Run, StepError
from linter.model.plan import Step
from linter.model.site import Machine


def machine_of(step: Step, run: Run) -> Machine:
    """The machine that a step names, or the only one there is. Raises StepError."""
    machines = run.plan.site.machines
    if not step.node and len(machines) == 1:
        return machines[0]
    for machine in machines:
        if machine.name == step.node:
            return machine
    names = ", ".join(machine.name for machine in machines)
    raise StepError(
        f"step {step.id} is for the machine `{step.node}`, and the site has {names}: name one of "
        "them as its `node`"
    )
