"""What a rehearsal on a copy of the database has measured, and a plan that says so."""

import math
from datetime import datetime
from typing import Literal

import msgspec
from msgspec.structs import replace

from linter.model.plan import AnyStep, Plan
from linter.plan.failure import PlanError


class Measured(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """How a step went on the copy, in seconds; `said` is why it failed, masked."""

    step: str
    seconds: float
    outcome: Literal["done", "failed"]
    said: str = ""


class Rehearsal(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A rehearsal of a plan; `plan` is its id, `server` the version of the database server."""

    kslint_rehearsal: Literal[1]
    plan: str
    on: datetime
    server: str
    steps: tuple[Measured, ...]


def expecting(plan: Plan, rehearsal: Rehearsal) -> Plan:
    """The plan with the seconds that its steps took, rounded up.

    Raises PlanError for a rehearsal of another plan, and for one that failed.
    """
    if rehearsal.plan != plan.id:
        raise PlanError(f"the rehearsal is of the plan {rehearsal.plan}, and this is {plan.id}")
    for measured in rehearsal.steps:
        if measured.outcome == "failed":
            raise PlanError(
                f"{measured.step} failed in the rehearsal: {measured.said}; nothing was changed "
                "but a copy: put that right and rehearse again"
            )
    seconds = {measured.step: math.ceil(measured.seconds) for measured in rehearsal.steps}
    steps: tuple[AnyStep, ...] = tuple(
        replace(step, expected=seconds.get(step.id, step.expected)) for step in plan.steps
    )
    return replace(plan, steps=steps)
