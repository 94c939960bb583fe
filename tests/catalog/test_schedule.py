import pytest

from linter.catalog.errors import UnknownRelease
from linter.catalog.schedule import Scheduled, schedule, scheduled


def test_the_table_has_one_release_for_each_version_number() -> None:
    assert [known.major for known in schedule()] == list(range(12, 31))


def test_a_release_to_come_follows_from_its_name() -> None:
    assert scheduled("2027.1") == Scheduled("2027.1", "2027.1", 31, slurp=True)
    assert scheduled("2027.2") == Scheduled("2027.2", "2027.2", 32, slurp=False)


def test_the_rule_gives_the_numbers_of_the_table_too() -> None:
    numbered = [known for known in schedule() if known.series[0] == "2"]
    assert [23 + 2 * (int(known.series[:4]) - 2023) + int(known.series[5]) - 1
            for known in numbered] == [known.major for known in numbered]  # fmt: skip


@pytest.mark.parametrize("text", ["2027.3", "indri", "31", "1999.1"])
def test_what_is_no_series_is_refused(text: str) -> None:
    with pytest.raises(UnknownRelease, match=f"'{text}' is no series: give YEAR.1, YEAR.2 or"):
        scheduled(text)
