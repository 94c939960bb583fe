"""The keystones that all these tests look at, each run once."""

import tempfile
from collections.abc import Iterator, Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from tests.real.logs.deployment import Deployment, Run, run
from tests.real.logs.scenarios import DEPLOYMENTS
from tests.real.logs.servers import apache

_AT_ONCE = 2


@pytest.fixture(scope="session")
def runs() -> Iterator[Mapping[str, Run]]:
    """Where each deployment logged, and what its processes logged by witness."""
    # Folders of pytest are closed to the ordinary user that Apache runs as.
    with tempfile.TemporaryDirectory(prefix="kslint-") as name:
        folder = Path(name)
        folder.chmod(0o755)
        apache()
        with ThreadPoolExecutor(_AT_ONCE) as pool:
            yield dict(pool.map(lambda deployment: _run(deployment, folder), DEPLOYMENTS))


def _run(deployment: Deployment, folder: Path) -> tuple[str, Run]:
    place = folder / deployment.id
    place.mkdir()
    return deployment.id, run(deployment, place)
