"""The time between two runs of a line in a crontab."""

import pytest

from linter.parse.schedule import seconds_between

HOUR, DAY = 3600, 86400


@pytest.mark.parametrize(
    ("line", "seconds"),
    [
        ("@hourly keystone run", HOUR),
        ("@daily keystone run", DAY),
        ("* * * * * run", 60),
        ("0 * * * * run", HOUR),
        ("*/30 * * * * run", HOUR // 2),
        ("0,20,40 * * * * run", HOUR // 3),
        ("0 0 * * * run", DAY),
        ("0 */6 * * * run", 6 * HOUR),
        ("0 8-11 * * * run", 6 * HOUR),
        ("0 0 * * 0 run", 7 * DAY),
        ("0 0 * * 7 run", 7 * DAY),
        ("0 0 * * 1-5 run", round(7 * DAY / 5)),
        ("0 0 1 * * run", 31 * DAY),
        ("\t5\t4 * * sun run", 0),
        ("0 0 1 1 * run", 0),
        ("60 * * * * run", 0),
        ("5-1 * * * * run", 0),
        ("*/0 * * * * run", 0),
        ("@reboot run", 0),
        ("run it", 0),
        ("", 0),
    ],
)
def test_the_mean_time_is_told(line: str, seconds: int) -> None:
    assert seconds_between(line) == seconds


def test_a_day_of_the_month_or_of_the_week_will_do() -> None:
    # 7 of the 217 days are the first of a month, 31 are Sundays, one is both.
    assert seconds_between("0 0 1 * 0 run") == round(217 * DAY / 37)
