"""Whatever the policy files say, they say the same in the target afterwards."""

import pytest

from linter.preparation.policies import plan_policies
from linter.preparation.policy_proof import PolicyProof, policies_after
from tests.preparation.cases import case_of
from tests.preparation.policy_files import by_chance, carried

HOPS = (
    ("queens", "rocky"),
    ("stein", "train"),
    ("ussuri", "victoria"),
    ("stein", "victoria"),
    ("victoria", "wallaby"),
    ("2023.1", "2024.1"),
    ("2024.1", "2025.1"),
    ("2025.1", "2026.1"),
)


@pytest.mark.thorough
@pytest.mark.parametrize("seed", range(25))
@pytest.mark.parametrize("hop", HOPS)
def test_every_rule_means_the_same_and_a_second_time_nothing_changes(
    seed: int, hop: tuple[str, str]
) -> None:
    case = case_of(by_chance(seed, hop), hop)
    found = carried(case)
    assert found.part.gaps == ()
    assert policies_after(case, found.after) == PolicyProof()
    for again in (hop, (hop[1], hop[1])):
        part = plan_policies(case_of(found.files, again))
        assert (part.files, part.edits, part.changes) == ((), (), ())
        assert not any(decision.is_open for decision in part.decisions)
