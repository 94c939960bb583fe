"""What is wrong with the steps of a plan, each by itself and in the order that they stand in."""

import re
from collections.abc import Iterator

from linter.catalog.errors import CatalogError
from linter.execute.heads import heads_after
from linter.model.plan import (
    AnyStep,
    BackupStep,
    CommandStep,
    ConfigurationStep,
    DatabaseStep,
    DoctorStep,
    FlushStep,
    PackageStep,
    Plan,
    ServiceStep,
    TokenStep,
    WaitStep,
)
from linter.model.site import Site
from linter.plan.converting import MistakeError, Place
from linter.plan.order_faults import (
    faults_before_contract,
    faults_before_sync,
    machine_of,
)
from linter.plan.site_faults import program_faults

_ID = re.compile(r"[a-z0-9][a-z0-9.-]{0,99}")
_DIGEST = re.compile(r"[0-9a-f]{64}")
_PHASES = {
    "offline": ("sync", "credentials"),
    "rolling": ("trigger-creators", "expand", "migrate", "contract", "credentials"),
}
"""The changes of the database that each strategy knows, in their order."""
_NEEDS = {ConfigurationStep: "prepared", FlushStep: "memcached", TokenStep: "credentials"}
"""What a site has to say for steps of a kind."""
_WITH_HEADS = frozenset({"sync", "expand", "migrate", "contract"})
_FINAL = frozenset({"sync", "contract"})


def step_faults(plan: Plan) -> Iterator[MistakeError]:
    """What is wrong with the steps of a plan."""
    before: list[AnyStep] = []
    for at, step in enumerate(plan.steps):
        place = ("steps", at)
        yield from _identity(step, before, plan.site, place)
        yield from _content(step, plan.site, place)
        yield from _order(step, before, plan.site, place)
        if isinstance(step, DatabaseStep):
            yield from _database(step, before, plan, place)
        before.append(step)


def _identity(
    step: AnyStep, before: list[AnyStep], site: Site, place: Place
) -> Iterator[MistakeError]:
    if not _ID.fullmatch(step.id):
        told = "an id has small letters, digits, dots and dashes, 100 at most"
        yield MistakeError((*place, "id"), told)
    if any(step.id == other.id for other in before):
        yield MistakeError((*place, "id"), f"{step.id} stands there twice")
    if step.expected < 0:
        yield MistakeError((*place, "expected"), "seconds are not less than 0")
    names = [machine.name for machine in site.machines]
    if step.node and step.node not in names:
        told = f"`{step.node}` is no machine of the site ({', '.join(names)})"
        yield MistakeError((*place, "node"), told)
    is_of_node = isinstance(step, ServiceStep | PackageStep | ConfigurationStep)
    # The only one there is is meant without saying so.
    if not step.node and is_of_node and len(names) > 1:
        yield MistakeError((*place, "node"), f"is missing: one of {', '.join(names)}")


def _content(step: AnyStep, site: Site, place: Place) -> Iterator[MistakeError]:
    match step:
        case ServiceStep():
            yield from _service(step, site, place)
        case ConfigurationStep() if not _DIGEST.fullmatch(step.digest):
            yield MistakeError((*place, "digest"), "is no SHA-256")
        case CommandStep():
            for name in ("run", "verify", "revert"):
                yield from program_faults(getattr(step, name), (*place, name))
        case WaitStep() if step.seconds < 0 or not (step.seconds or machine_of(step, site)):
            yield MistakeError(place, "says neither a `node` nor for how many `seconds`")
        case _:
            pass
    for kind, name in _NEEDS.items():
        if isinstance(step, kind) and not getattr(site, name):
            yield MistakeError(place, f"the site says no `{name}`")


def _service(step: ServiceStep, site: Site, place: Place) -> Iterator[MistakeError]:
    if step.do not in {"drain", "undrain"}:
        return
    name = machine_of(step, site)
    if any(machine.name == name and machine.balancer is None for machine in site.machines):
        yield MistakeError(place, f"{name} has no `balancer` in the site")


def _order(
    step: AnyStep, before: list[AnyStep], site: Site, place: Place
) -> Iterator[MistakeError]:
    if isinstance(step, DoctorStep | TokenStep) and step.do == "compare":
        kind = type(step)
        if not any(isinstance(other, kind) and other.do == "record" for other in before):
            yield MistakeError(place, "compares with what no step before it records")
    is_behind_backup = any(isinstance(other, BackupStep) for other in before)
    if not is_behind_backup and (step.no_return or isinstance(step, DatabaseStep)):
        yield MistakeError(place, "no step before it backs up, so that nothing would lead back")
    # Debian's package runs db_sync by itself where debconf says keystone/configure_db.
    if not is_behind_backup and isinstance(step, PackageStep) and _runs_scripts(step, site):
        told = "no step before it backs up, and scripts of packages may change the database"
        yield MistakeError(place, told)


def _runs_scripts(step: PackageStep, site: Site) -> bool:
    name = machine_of(step, site)
    return any(
        machine.name == name and machine.packages.by in {"apt", "dnf"} for machine in site.machines
    )


def _database(
    step: DatabaseStep, before: list[AnyStep], plan: Plan, place: Place
) -> Iterator[MistakeError]:
    phases = _PHASES[plan.strategy]
    if step.do not in phases:
        told = f"{step.do} is no part of the {plan.strategy} strategy ({', '.join(phases)})"
        yield MistakeError((*place, "do"), told)
        return
    done = [other.do for other in before if isinstance(other, DatabaseStep)]
    behind = [phase for phase in done if phase in phases[phases.index(step.do) :]]
    if behind:
        yield MistakeError((*place, "do"), f"{step.do} stands behind {behind[-1]}")
    if step.do == "contract" and "expand" not in done:
        yield MistakeError((*place, "do"), "contract has no expand before it")
    if step.do in _FINAL and not step.no_return:
        told = f"`no_return: true` is missing: after {step.do} only the backup leads back"
        yield MistakeError(place, told)
    if step.do == "sync":
        yield from faults_before_sync(before, plan.site, place)
    if step.do == "contract":
        yield from faults_before_contract(before, plan.site, place)
    yield from _heads(step, plan, place)


def _heads(step: DatabaseStep, plan: Plan, place: Place) -> Iterator[MistakeError]:
    if step.do not in _WITH_HEADS:
        return
    try:
        # mypy knows no literal behind a set.
        wanted = heads_after(plan.target, step.do)  # type: ignore[arg-type]
    except CatalogError:
        # What the plan says of its releases is told elsewhere.
        return
    if step.heads != wanted:
        told = f"the heads of {plan.target} after it are {', '.join(wanted) or 'none'}"
        yield MistakeError((*place, "heads"), told)
