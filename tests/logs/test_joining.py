"""Parts are joined to files, and what is missing of them is said."""

from linter.logs.coverage.signs import Signs
from linter.logs.files.source import LogSource
from linter.logs.joining import Joined
from linter.logs.scanning.part import PartRead, Task
from linter.logs.scanning.pool import WorkerDied
from linter.logs.scanning.tally import Tally
from linter.logs.scanning.windows import Segment
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import LogFile, LogTally

SOURCE = LogSource("", "keystone.log", "keystone.log", -1, 200)
GROWN = LogSource("", "keystone.log", "keystone.log", -1, 300, begin=200)


def part(number: int, read: int, first: str = "", last: str = "") -> PartRead:
    return PartRead(number, read, Tally(1), Signs(), ("oslo",), first, last)


def task(number: int, begin: int, end: int) -> Task:
    return Task(number, (SOURCE, GROWN)[number], Segment(begin, end))


def whole(joined: Joined) -> LogTally:
    return joined.whole(lambda place: place)


def file(size: int, first: str, last: str, *, complete: bool = True) -> LogFile:
    return LogFile("", "keystone.log", "keystone.log", "oslo", size, first, last, (), complete)


def test_the_parts_of_a_file_and_what_it_grew_by_are_one() -> None:
    joined = Joined()
    joined.sources += [SOURCE, GROWN]
    joined.add(task(0, 0, 100), part(0, 100, first="1"))
    joined.add(task(0, 100, 200), part(0, 200, last="2"))
    joined.add(task(1, 200, 300), part(1, 300, "3", "4"))

    assert whole(joined) == LogTally(files=(file(300, "1", "4"),))
    assert joined.read() == {SOURCE: 200, GROWN: 300}


def test_a_part_whose_process_was_killed_is_a_required_gap() -> None:
    joined = Joined()
    joined.sources.append(SOURCE)
    joined.add(task(0, 0, 100), WorkerDied(-9))
    joined.add(task(0, 100, 200), part(0, 200, last="2"))

    assert whole(joined) == LogTally(
        files=(file(200, "", "2", complete=False),),
        gaps=(
            Gap(
                "log keystone.log",
                "a process that read it ended with -9, for want of memory perhaps",
                "read it again with more memory, or with `--jobs 1`",
                required=True,
                at=Location("", "keystone.log"),
            ),
        ),
    )
