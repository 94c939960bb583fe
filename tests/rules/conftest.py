"""Rules are loaded once for all cases."""

from collections.abc import Iterator
from functools import cache

import pytest

from linter.cli import analysis


@pytest.fixture(autouse=True, scope="session")
def _rules_loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "load_rules", cache(analysis.load_rules))
        yield
