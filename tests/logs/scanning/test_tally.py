"""Occurrences are counted by day and by node, and parts are joined in their order."""

from msgspec.structs import replace

from linter.logs.meaning.understanding import Meaning
from linter.logs.scanning.tally import Counter, Occurrences, Tally, once_each
from linter.model.location import Location
from linter.model.logs import EventKind, Sample

FIRST, SECOND, THIRD = "2026-11-21T10:00:00", "2026-11-21T11:00:00", "2026-11-22T09:00:00"


def meaning(message: str) -> Meaning:
    return Meaning(EventKind.OTHER, "", message)


def sample(line: int) -> Sample:
    return Sample(Location("", "keystone.log", line), "deprecated")


def test_times_out_of_order_are_put_in_order() -> None:
    whole = Occurrences()
    counter = Counter(whole, "one")
    for time in (THIRD, FIRST, SECOND, ""):
        counter.add(time)
    counter.flush()

    assert whole == Occurrences(4, FIRST, THIRD, {"2026-11-22": 1, "2026-11-21": 2}, {"one": 4})


def test_many_of_a_day_count_as_one_by_one() -> None:
    whole = Occurrences()
    counter = Counter(whole, "one")
    counter.add_of_day(5, FIRST, SECOND)
    counter.add_of_day(1, THIRD, THIRD)
    counter.flush()

    assert whole == Occurrences(6, FIRST, THIRD, {"2026-11-21": 5, "2026-11-22": 1}, {"one": 6})


def test_a_counter_hands_over_what_came_since() -> None:
    whole = Occurrences()
    counter = Counter(whole)
    for _ in range(2):
        counter.add(FIRST)
        counter.flush()
        counter.flush()

    assert whole == Occurrences(2, FIRST, FIRST, {"2026-11-21": 2}, {"": 2})


def test_samples_are_the_first_of_all_parts() -> None:
    one = Occurrences(2, samples=[sample(1), sample(2)])
    one.join(Occurrences(2, samples=[sample(3), sample(4)]))

    assert one == Occurrences(4, samples=[sample(1), sample(2), sample(3)])


def test_meanings_beyond_the_most_are_counted_together() -> None:
    one, other = Tally(2), Tally(2)
    for tally, messages in ((one, "ab"), (other, "bcd")):
        for message in messages:
            tally.of(meaning(message)).join(Occurrences(1))
    one.join(other)

    assert {key.message: seen.count for key, seen in one.counted.items()} == {"a": 1, "b": 2}
    assert one.further.count == 2


def test_the_same_message_of_several_loggers_is_told_once() -> None:
    said, other = meaning("a"), meaning("b")
    counted = {
        replace(said, level="CRITICAL"): Occurrences(5, "2026-11-22", "2026-11-23"),
        replace(said, logger="keystone.a", level="WARNING"): Occurrences(1, "2026-11-21", ""),
        replace(said, logger="keystone.b", level="WARNING"): Occurrences(2),
        replace(said, service="nova"): Occurrences(1),
        other: Occurrences(1),
    }
    assert once_each(counted) == {
        replace(said, logger="keystone.b", level="CRITICAL"): Occurrences(
            8, "2026-11-21", "2026-11-23"
        ),
        replace(said, service="nova"): Occurrences(1),
        other: Occurrences(1),
    }
