"""What has to have happened on every machine before the whole schema is changed, and contracted."""

from collections.abc import Iterator

from linter.model.plan import AnyStep, BackupStep, ServiceStep
from linter.model.site import Machine, Site
from linter.plan.converting import MistakeError, Place


def faults_before_sync(before: list[AnyStep], site: Site, place: Place) -> Iterator[MistakeError]:
    """Machines that still run, and a backup that lacks what they wrote until they were stopped."""
    running = {machine.name for machine in site.machines}
    is_covered = False
    for step in before:
        match step:
            case ServiceStep(do="stop"):
                running.discard(machine_of(step, site))
            case ServiceStep(do="start" | "restart"):
                running.add(machine_of(step, site))
                is_covered = False
            case BackupStep():
                is_covered = is_covered or not running
            case _:
                pass
    for name in sorted(running):
        yield MistakeError(place, f"keystone on {name} is not stopped before it")
    if not running and not is_covered:
        told = "no backup is made after all is stopped, so that what is written until then is lost"
        yield MistakeError(place, told)


def faults_before_contract(
    before: list[AnyStep], site: Site, place: Place
) -> Iterator[MistakeError]:
    """Machines on which the old release may still run, which needs what is taken away."""
    for machine in site.machines:
        if not _is_started(machine, before, site):
            told = f"keystone on {machine.name} is not started with the new release before it"
            yield MistakeError(place, told)


def _is_started(machine: Machine, before: list[AnyStep], site: Site) -> bool:
    return any(
        isinstance(step, ServiceStep)
        and step.do in {"start", "restart"}
        and machine_of(step, site) == machine.name
        for step in before
    )


def machine_of(step: AnyStep, site: Site) -> str:
    """The machine that a step is about, "" where it names none of several."""
    return step.node or (site.machines[0].name if len(site.machines) == 1 else "")
