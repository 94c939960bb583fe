"""`--style keep` touches only the lines that had to change."""

import pytest

from linter.model.preparation import Style
from tests.real.prepare.figures import figures, table
from tests.real.prepare.hops import UPGRADES
from tests.real.prepare.journeys import Journey

pytestmark = pytest.mark.release
KEPT = [hop for hop in UPGRADES if hop.style is Style.KEEP]


@pytest.mark.parametrize("hop", KEPT, ids=lambda hop: hop.name)
def test_every_line_that_is_touched_is_told(
    journey: Journey, capsys: pytest.CaptureFixture[str]
) -> None:
    found = figures(journey.hop, journey.site.deployed, journey.prepared)
    with capsys.disabled():
        print(f"\n{table([found])}")  # noqa: T201  the table is for whoever runs the test

    assert found.untold == ()
    assert found.told > 0
