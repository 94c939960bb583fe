"""What odd logs say is found as well, whatever bytes they are made of."""

import codecs
import gzip
import itertools
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.logs.reading import LogRequest, read_logs
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, LogTally

HEAD = "2026-11-22 15:29:18.651 12 WARNING oslo_config.cfg [-] "
MESSAGE = (
    'Option "cache_time" from group "assignment" is deprecated. '
    'Use option "cache_time" from group "resource".'
)
LINE = f"{HEAD}{MESSAGE}\n"
QUIET = "2026-11-22 15:29:19.000 12 INFO keystone.x [-] nothing of interest\n"
MEBIBYTE = 1 << 20


def read(path: Path, data: bytes) -> LogTally:
    path.write_bytes(data)
    return read_logs(LogRequest((str(path),)))


def places(event: LogEvent) -> tuple[str, int, list[int]]:
    return event.message, event.count, [sample.at.line for sample in event.samples]


@pytest.fixture(name="path")
def _path(tmp_path: Path) -> Path:
    return tmp_path / "keystone.log"


@pytest.mark.parametrize(
    "data",
    [
        (QUIET + LINE).encode(),
        (QUIET + LINE).rstrip("\n").encode(),
        (QUIET + LINE).replace("\n", "\r\n").encode(),
        codecs.BOM_UTF8 + (QUIET + LINE).encode(),
        (QUIET + LINE).encode("utf-16"),
        codecs.BOM_UTF16_BE + (QUIET + LINE).encode("utf-16-be"),
        b"\0\0\0\0\n" + LINE.encode(),
        (QUIET + LINE).encode() + b"\0" * 5000,
        gzip.compress((QUIET + LINE).encode()),
    ],
    ids=["lf", "unended", "crlf", "utf-8", "utf-16-le", "utf-16-be", "nul", "nuls", "gzip"],
)
def test_a_warning_is_found_however_the_text_is_written(path: Path, data: bytes) -> None:
    (event,) = read(path, data).events

    assert places(event)[1:] == (1, [2])
    assert (event.kind, event.subject) == (EventKind.OPTION_RENAMED, "[assignment] cache_time")
    assert event.message.startswith(MESSAGE)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16"])
def test_what_came_after_a_checkpoint_is_found_in_any_encoding(path: Path, encoding: str) -> None:
    checkpoint = path.with_name("checkpoint.json")
    before = QUIET.replace("nothing", "n\u00f6thing") + LINE
    path.write_bytes(before.encode(encoding))
    read_logs(LogRequest((str(path),), checkpoint=checkpoint))
    path.write_bytes((before + LINE + QUIET).encode(encoding))

    (event,) = read_logs(LogRequest((str(path),), since=checkpoint)).events

    assert places(event) == (MESSAGE, 1, [3])


def test_an_empty_log_says_nothing(path: Path) -> None:
    tally = read(path, b"")

    assert (tally.events, [file.size for file in tally.files]) == ((), [0])


def test_a_warning_after_an_endless_line_is_found(path: Path) -> None:
    data = QUIET.encode() + b"x" * 3 * MEBIBYTE + b"\n" + LINE.encode()

    (event,) = read(path, data).events

    assert places(event) == (MESSAGE, 1, [3])


@pytest.mark.parametrize("before", [100_000, MEBIBYTE - 6, MEBIBYTE + 4, 3 * MEBIBYTE])
def test_a_warning_far_into_an_endless_line_is_told_once(path: Path, before: int) -> None:
    line = b"x" * before + b" is deprecated, and " + b"y" * 2 * MEBIBYTE + b" deprecated again\n"

    (event,) = read(path, QUIET.encode() + line + QUIET.encode()).events

    assert (event.kind, event.count) == (EventKind.OTHER, 1)
    assert "deprecated" in event.message
    assert len(event.message) < 500
    assert [sample.at.line for sample in event.samples] == [2]


def test_a_line_that_no_layout_explains_is_told(path: Path) -> None:
    data = "".join(QUIET for _ in range(100)) + "  something deprecated\n" * 2

    (event,) = read(path, data.encode()).events

    assert (event.kind, event.count) == (EventKind.OTHER, 1)
    assert "something deprecated" in event.message


def test_another_layout_further_on_is_learned(path: Path) -> None:
    quiet = '{"message": "nothing", "asctime": "2026-11-23 10:00:00", "levelname": "INFO"}\n'
    said = MESSAGE.replace('"', '\\"')
    warning = (
        f'{{"message": "{said}", "asctime": "2026-11-23 10:00:00", "name": "oslo_config.cfg", '
        '"levelname": "WARNING"}\n'
    )

    (event,) = read(path, (QUIET * 300 + LINE + quiet * 50 + warning).encode()).events

    assert places(event) == (MESSAGE, 2, [301, 352])
    assert event.days == (("2026-11-22", 1), ("2026-11-23", 1))


@pytest.mark.parametrize("size", [1000, 3 * MEBIBYTE])
@pytest.mark.parametrize("pack", [bytes, gzip.compress])
def test_the_record_after_a_hole_is_read_with_its_time(
    size: int, pack: Callable[[bytes], bytes], path: Path
) -> None:
    tally = read(path, pack(b"\0" * size + (LINE + QUIET).encode()))

    assert [(event.message, event.days) for event in tally.events] == [
        (MESSAGE, (("2026-11-22", 1),))
    ]
    assert tally.first.startswith("2026-11-22T15:29:18")


def test_a_record_of_many_lines_is_counted_once(path: Path) -> None:
    data = LINE + "  more is deprecated\n" * 63 + "  this is deprecated as well\n"

    assert [event.count for event in read(path, data.encode()).events] == [1, 1]


def test_a_record_is_cut_at_a_length_that_fits(path: Path) -> None:
    data = LINE + "  more\n" * 200 + "more is deprecated\n" + QUIET

    events = read(path, data.encode()).events

    assert [(event.count, event.message) for event in events] == [
        (1, MESSAGE),
        (1, "more is deprecated"),
    ]


@pytest.mark.thorough
def test_more_messages_than_can_be_told_apart_are_counted(path: Path) -> None:
    names = ("".join(letters) for letters in itertools.product("abcdefghij", repeat=4))
    data = "".join(f"{HEAD}the thing {name} is deprecated\n" for name in names) + LINE * 7

    tally = read(path, data.encode())

    assert len(tally.events) == 10_001
    assert {event.count for event in tally.events} == {1, 7}
    assert tally.events[0].message.startswith("messages beyond the first 10000")
    assert [gap.required for gap in tally.gaps if gap.what == "messages in the logs"] == [True]


def test_a_damaged_stream_is_read_as_far_as_it_goes(path: Path) -> None:
    data = (LINE * 1000).encode()
    packed = gzip.compress(data, mtime=0)

    tally = read(path, packed[:-8])

    assert [event.count for event in tally.events] == [1000]
    assert [file.complete for file in tally.files] == [False]
    assert tally.gaps == (
        Gap(
            "log keystone.log",
            f"only its first {len(data)} bytes could be read: it ends too early",
            "give the log again, undamaged",
            required=True,
            at=Location("", "keystone.log"),
        ),
    )


def test_an_exported_journal_has_its_times(path: Path) -> None:
    times = (1795361358651770, 1795364958651770)
    entries = (f"__CURSOR=s=1\n__REALTIME_TIMESTAMP={time}\n_PID=9\nMESSAGE=a\n" for time in times)
    tally = read(path, "\n".join(entries).encode())

    assert (tally.first, tally.last) == ("2026-11-22T15:29:18.651770", "2026-11-22T16:29:18.651770")


def test_a_file_is_described_by_its_head_and_its_tail(path: Path) -> None:
    (file,) = read(path, (QUIET + LINE * 3000 + QUIET.replace("19.000", "20.000")).encode()).files

    assert (file.layout, file.first, file.last, file.complete) == (
        "oslo",
        "2026-11-22T15:29:19.000",
        "2026-11-22T15:29:20.000",
        True,
    )
    assert file.size == path.stat().st_size
    assert file.levels == ("INFO", "WARNING")
