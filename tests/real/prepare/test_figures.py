"""`--style keep` touches only the lines that had to change."""

from collections.abc import Callable

import pytest

from linter.model.preparation import Style
from tests.real.prepare.figures import figures, table
from tests.real.prepare.hops import UPGRADES
from tests.real.prepare.journeys import Journey
from tests.real.releases import ROOT

pytestmark = pytest.mark.release
DOC = (ROOT / "docs" / "prepare.md").read_text(encoding="utf-8")
KEPT = [hop for hop in UPGRADES if hop.style is Style.KEEP]


@pytest.mark.parametrize("hop", KEPT, ids=lambda hop: hop.name)
def test_every_line_that_is_touched_is_told(
    journey: Journey, record_property: Callable[[str, str], None]
) -> None:
    found = figures(journey.hop, journey.site.deployed, journey.prepared)
    record_property(f"table: lines touched, {journey.hop.name}", table([found]))

    *_, row = table([found]).splitlines()
    assert row.split() in [line.split() for line in DOC.splitlines()]
    assert found.untold == ()
    assert found.told > 0
