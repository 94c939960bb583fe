"""Real deployments run before the upgrade, and the prepared directories run after it."""

import stat

import pytest

from linter.model.verdict import EXIT_OK
from tests.real.prepare.hops import HOPS, UPGRADES
from tests.real.prepare.journeys import Journey, Travelled

FEWEST_OPTIONS = 40

pytestmark = pytest.mark.release
EACH = pytest.mark.parametrize("hop", UPGRADES, ids=lambda hop: hop.name)
EACH_SOURCE = pytest.mark.parametrize("source", HOPS)


@EACH_SOURCE
def test_the_deployment_is_a_real_one(travelled: Travelled) -> None:
    said = travelled.source

    assert said.error == "", said.written
    assert said.steps == (
        "ran db_sync", "ran bootstrap", "started", "issued", "validated", "served",
    )  # fmt: skip


@EACH
def test_it_is_prepared_with_nothing_left_to_do(journey: Journey) -> None:
    assert journey.prepared.code == EXIT_OK, journey.prepared.said


@EACH
def test_the_target_starts_from_it_and_knows_the_tokens_of_before(journey: Journey) -> None:
    assert journey.outcome is not None, journey.prepared.said
    assert journey.outcome.error == "", journey.outcome.written
    assert journey.outcome.steps == (
        "ran db_sync", "ran bootstrap", "started", "issued", "validated", "old token valid",
        "served",
    )  # fmt: skip


@EACH
def test_keys_are_carried_over_as_they_were(journey: Journey) -> None:
    keys = {
        path.relative_to(folder): (path.read_bytes(), stat.S_IMODE(path.stat().st_mode))
        for folder in (journey.site.deployed,)
        for name in ("fernet-keys", "credential-keys")
        for path in (folder / name).iterdir()
    }
    carried = {
        path: (file.read_bytes(), stat.S_IMODE(file.stat().st_mode))
        for path in keys
        if (file := journey.prepared.folder / path).exists()
    }

    assert carried == keys
