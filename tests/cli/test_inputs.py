"""What a report rests on besides what was found."""

import datetime as dt

import pytest
from msgspec.structs import replace

from linter.cli.inputs import last_day
from linter.model.acknowledgement import Acknowledgement, Answers
from linter.model.waiver import Waiver, Waivers
from tests.waivers.made import TODAY, UPGRADE

NEXT, LATER = TODAY + dt.timedelta(1), TODAY + dt.timedelta(9)
TARGET, OTHER = UPGRADE.target.series, UPGRADE.ladder[0].series
WAIVER = Waiver(("config/dead",), "known", LATER, "Ada")
ANSWER = Acknowledgement("question/tokens", TARGET, "Ada", TODAY, "asked", until=LATER)


def last(*said: Waiver | Acknowledgement) -> dt.date | None:
    entries = tuple(each for each in said if isinstance(each, Acknowledgement))
    waivers = Waivers(tuple(each for each in said if isinstance(each, Waiver)))
    return last_day(Answers(entries, today=TODAY), waivers, UPGRADE, TODAY)


@pytest.mark.parametrize(
    ("said", "day"),
    [
        ((), None),
        ((replace(ANSWER, until=None),), None),
        ((WAIVER, ANSWER), LATER),
        ((WAIVER, replace(ANSWER, until=NEXT)), NEXT),
        ((replace(WAIVER, until=TODAY), ANSWER), TODAY),
    ],
)
def test_a_report_holds_as_long_as_every_decision_counts(
    said: tuple[Waiver | Acknowledgement, ...], day: dt.date | None
) -> None:
    assert last(*said) == day


@pytest.mark.parametrize(
    "said",
    [
        replace(WAIVER, until=TODAY - dt.timedelta(1)),
        replace(WAIVER, target=OTHER),
        replace(ANSWER, until=TODAY - dt.timedelta(1)),
        replace(ANSWER, target=OTHER),
    ],
)
def test_decisions_that_do_not_count_end_nothing(said: Waiver | Acknowledgement) -> None:
    assert last(said) is None
