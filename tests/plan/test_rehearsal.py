"""What a rehearsal has measured stands in the plan, and one that failed makes none."""

import datetime as dt

import pytest

from linter.plan.failure import PlanError
from linter.plan.making import plans
from linter.plan.rehearsal import Measured, Rehearsal, expecting
from tests.plan.orders import order
from tests.plan.sites import ONE

(PLAN,) = plans(order("2024.1", "2025.1", "offline", ONE))
ON = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
SYNC = Measured("database-sync", 12.2, "done")


def test_steps_that_were_measured_say_how_long_they_take() -> None:
    plan = expecting(PLAN, Rehearsal(1, PLAN.id, ON, "10.11.6-MariaDB", (SYNC,)))

    assert {step.id: step.expected for step in plan.steps if step.expected} == {"database-sync": 13}


@pytest.mark.parametrize(
    ("rehearsal", "told"),
    [
        (
            Rehearsal(1, "other", ON, "", (SYNC,)),
            f"the rehearsal is of the plan other, and this is {PLAN.id}",
        ),
        (
            Rehearsal(1, PLAN.id, ON, "", (Measured("database-sync", 3, "failed", "no room"),)),
            (
                "database-sync failed in the rehearsal: no room; nothing was changed but a copy: "
                "put that right and rehearse again"
            ),
        ),
    ],
)
def test_a_rehearsal_that_says_nothing_of_this_plan_is_refused(
    rehearsal: Rehearsal, told: str
) -> None:
    with pytest.raises(PlanError) as refused:
        expecting(PLAN, rehearsal)
    assert str(refused.value) == told
