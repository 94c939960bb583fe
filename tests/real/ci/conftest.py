"""What CI systems install: a wheel of this very checkout, beside the package index."""

from pathlib import Path

import pytest

from linter.catalog.environment import run_uv
from tests.structure.sources import ROOT


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> dict[str, str]:
    """The variables with which pip finds the wheel as if it were published."""
    folder: Path = tmp_path_factory.mktemp("published")
    run_uv(["build", "--wheel", "--quiet", "--out-dir", str(folder), str(ROOT)])
    return {"PIP_FIND_LINKS": str(folder), "PIP_DISABLE_PIP_VERSION_CHECK": "1"}
