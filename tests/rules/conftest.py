"""Rules are loaded once for all cases."""

from collections.abc import Iterator
from functools import cache

import pytest

from linter.cli import analysis

_LOADED_ONCE = cache(analysis.load_rules)


# Of a module, not of the session: other tests change rules that they have loaded.
@pytest.fixture(autouse=True, scope="module")
def _rules_loaded_once() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(analysis, "load_rules", _LOADED_ONCE)
        yield
