"""The journeys of the deployments whose tests are run, begun once."""

from collections.abc import Iterator

import pytest

from tests.real.prepare.hops import HOPS, Hop
from tests.real.prepare.journeys import Journey, Journeys, Travelled


@pytest.fixture(scope="session")
def journeys(
    request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Journeys]:
    asked = {source for item in request.session.items for source in _sources(item)}
    begun = Journeys(tmp_path_factory.mktemp("prepare"), [each for each in HOPS if each in asked])
    yield begun
    begun.end()


def _sources(item: pytest.Item) -> Iterator[str]:
    """The deployments that a test is about."""
    values = getattr(item, "callspec").params if hasattr(item, "callspec") else {}  # noqa: B009
    if isinstance(hop := values.get("hop"), Hop):
        yield hop.source
    if isinstance(source := values.get("source"), str):
        yield source


@pytest.fixture
def journey(journeys: Journeys, hop: Hop) -> Journey:
    """What came of the upgrade that the test is about."""
    return journeys.upgrade(hop)


@pytest.fixture
def travelled(journeys: Journeys, source: str) -> Travelled:
    """What came of the deployment that the test is about."""
    return journeys.of(source)
