"""The keystones that all these tests look at, each run once."""

from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor

import pytest

from tests.real.logs.deployment import Deployment, Run, run
from tests.real.logs.scenarios import DEPLOYMENTS

_AT_ONCE = 2


@pytest.fixture(scope="session")
def runs(tmp_path_factory: pytest.TempPathFactory) -> Mapping[str, Run]:
    """Where each deployment logged, and what its processes logged by witness."""
    folder = tmp_path_factory.mktemp("logs")

    def run_one(deployment: Deployment) -> tuple[str, Run]:
        place = folder / deployment.id
        place.mkdir()
        return deployment.id, run(deployment, place)

    with ThreadPoolExecutor(_AT_ONCE) as pool:
        return dict(pool.map(run_one, DEPLOYMENTS))
