"""Whole plans as a person reads them; reading one gives an equal plan back."""

from pathlib import Path

import pytest

from linter.plan.cautions import cautions
from linter.plan.failure import PlanError
from linter.plan.making import plans
from linter.plan.reading import read_plan, require_turn
from linter.plan.writing import written
from tests.plan.orders import order
from tests.plan.sites import ONE, THREE

EXPECTED = Path(__file__).parents[1] / "fixtures" / "plans"
ORDERS = {
    "offline-2024.1-2025.1": lambda: order("2024.1", "2025.1"),
    "rolling-2025.1-2026.1": lambda: order("2025.1", "2026.1", "rolling"),
    "offline-train-ussuri": lambda: order("train", "ussuri", "offline", ONE),
    "rolling-train-ussuri": lambda: order("train", "ussuri", "rolling", ONE),
}


@pytest.mark.parametrize("name", ORDERS)
def test_a_plan_is_written_as_expected(name: str) -> None:
    made = ORDERS[name]()

    (plan,) = plans(made)
    text = written(plan, tuple(cautions(made)))
    assert text == (EXPECTED / f"{name}.yaml").read_text(encoding="utf-8")
    assert read_plan(text.encode(), "plan.yaml") == plan


def test_several_hops_become_plans_of_which_the_first_can_be_run() -> None:
    first, second = plans(order("2024.1", "2026.1"))

    assert [(each.source, each.target, each.number, each.of) for each in (first, second)] == [
        ("2024.1", "2025.1", 1, 2),
        ("2025.1", "2026.1", 2, 2),
    ]
    require_turn(first)
    with pytest.raises(PlanError) as refused:
        require_turn(second)
    assert str(refused.value) == (
        "plan 2 of 2 shows a later hop and cannot be run: when 2025.1 runs, make the report on "
        "2025.1 to 2026.1, prepare its files, and plan again"
    )


def test_a_later_plan_names_no_package_and_no_file_that_nobody_has_named() -> None:
    _, second = plans(order("2024.1", "2026.1"))

    packages = [machine.packages for machine in second.site.machines]
    assert {(each.wanted, each.present) for each in packages} == {
        ((), THREE.machines[0].packages.wanted)
    }
    assert (second.site.prepared, second.origin.inputs) == ("", ())
    assert read_plan(written(second).encode(), "plan-2.yaml") == second


def test_equal_orders_give_equal_bytes() -> None:
    first, second = (written(*plans(order("2024.1", "2025.1"))) for _ in range(2))

    assert first == second


def test_files_outside_the_configuration_directory_are_no_inputs_of_a_plan() -> None:
    (plan,) = plans(order("2024.1", "2025.1"))

    assert plan.origin.inputs == (
        ("domains/keystone.a.conf", "2" * 64),
        ("keystone.conf", "1" * 64),
    )
