"""The repository that all tests of this folder look at, made once."""

from pathlib import Path

import pytest

from tests.real.notes.printed import Printed, as_reno_prints
from tests.real.notes.repository import MAJORS, repository, trees


@pytest.fixture(scope="session")
def upstream(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return repository(tmp_path_factory.mktemp("upstream") / "keystone", trees())


@pytest.fixture(scope="session")
def printed(upstream: Path) -> dict[str, list[Printed]]:
    return {series: list(as_reno_prints(upstream, series)) for series in MAJORS}
