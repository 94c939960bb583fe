"""What is counted in a log does not depend on the format that it is in."""

import json
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from linter.logs.reading import LogRequest, read_logs

OPTION = 'Deprecated: Option "a" from group "b" is deprecated. Use option "c" from group "b".'
RECORDS = (
    "2026-11-22 15:29:17.000 9 INFO keystone.cmd [-] begun",
    f"2026-11-22 15:29:18.651 9 WARNING oslo_config.cfg [-] {OPTION}",
    "2026-11-22 15:29:19.000 9 WARNING py.warnings [-] /x/k.py:1: UserWarning: deprecated thing",
    "  warnings.warn('deprecated thing')",
    "",
    f"2026-11-23 15:29:18.651 9 WARNING oslo_config.cfg [-] {OPTION}",
)


def docker(line: str) -> str:
    return json.dumps({"log": f"{line}\n", "stream": "stderr", "time": "2026-11-22T15:29:18.7Z"})


def exported(line: str) -> str:
    return f"__CURSOR=s=1\n__REALTIME_TIMESTAMP=1795361358651770\nMESSAGE={line}\n_PID=9\n"


def as_array(line: str) -> str:
    entry = {"__REALTIME_TIMESTAMP": "1795361358651770", "MESSAGE": list(line.encode()), "_PID": 9}
    return json.dumps(entry, separators=(",", ":"))


def counted(log: Path) -> list[tuple[int, str, str, str]]:
    """What is told of the records above."""
    tally = read_logs(LogRequest((str(log),)))
    return [(event.count, event.subject, event.first, event.last) for event in tally.events]


COUNTED = [
    (2, "[b] a", "2026-11-22T15:29:18.651", "2026-11-23T15:29:18.651"),
    (1, "k", "2026-11-22T15:29:19.000", "2026-11-22T15:29:19.000"),
]


@pytest.mark.parametrize(
    "written",
    [
        str,
        docker,
        exported,
        as_array,
        lambda line: f"Nov 22 15:29:18 web1 keystone[9]: {line}",
        lambda line: f"2026-11-22 15:29:18.651770 {line}\\x1b[00m",
        lambda line: f"[Sun Nov 22 15:29:18.651770 2026] [wsgi:error] [pid 8:tid 7] {line}",
        lambda line: f"2026-11-22T15:29:18.651770123Z stderr F {line}",
        lambda line: f"keystone-1  | {line}",
        lambda line: f"[pod/keystone-0/api] {line}",
        lambda line: f"\t{line}",
        lambda line: f"<132>1 2026-11-22T15:29:18.6Z web1 keystone 9 - - {line}",
    ],
)
def test_a_log_says_the_same_in_every_format(written: Callable[[str], str], tmp_path: Path) -> None:
    log = tmp_path / "keystone.log"
    log.write_text("".join(f"{written(line)}\n" for line in RECORDS), encoding="utf-8")
    assert counted(log) == COUNTED


@pytest.mark.parametrize("written", [str, docker, exported])
@pytest.mark.parametrize(
    "before", ["mapped 166880 bytes", "2026-11-22 15:29:17.000 9 INFO a [-] b"]
)
def test_a_format_that_begins_late_in_a_log_is_recognised(
    written: Callable[[str], str], before: str, tmp_path: Path
) -> None:
    log = tmp_path / "keystone.log"
    lines = (f"{before}\n" * 200, *(f"{written(line)}\n" for line in RECORDS))
    log.write_text("".join(lines), encoding="utf-8")
    assert counted(log) == COUNTED


@pytest.mark.parametrize("many", [0, 3000], ids=["from the first", "late and for a while"])
def test_the_lines_of_a_record_stay_together_where_apache_and_keystone_write_to_one_file(
    many: int, tmp_path: Path
) -> None:
    log = tmp_path / "keystone.log"
    quiet = f"{RECORDS[0]}\n" * (many + 1)
    apache = "".join(f"[Sun Nov 22 15:29:18.651 2026] [wsgi:error] [pid 8] {x}\n" for x in RECORDS)
    log.write_text(quiet + apache + quiet, encoding="utf-8")
    assert counted(log) == COUNTED


def test_banners_before_the_records_of_a_container_hide_nothing(tmp_path: Path) -> None:
    log = tmp_path / "a-json.log"
    lines = (f"{docker('mapped 166880 bytes')}\n" * 200, *(f"{docker(line)}\n" for line in RECORDS))
    log.write_text("".join(lines), encoding="utf-8")
    assert counted(log) == COUNTED


def test_a_log_without_years_is_of_the_year_in_which_it_was_last_written(tmp_path: Path) -> None:
    log = tmp_path / "syslog"
    log.write_text(
        f"Dec 31 23:59:59 web1 keystone: {OPTION}\nJan  2 00:00:00 web1 keystone: {OPTION}\n",
        encoding="utf-8",
    )
    january = 1767312000
    os.utime(log, (january, january))
    (event,) = read_logs(LogRequest((str(log),))).events
    assert (event.first, event.last) == ("2025-12-31T23:59:59", "2026-01-02T00:00:00")
