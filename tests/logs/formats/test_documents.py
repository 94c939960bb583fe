"""Records in JSON lines and in the entries of a journal."""

import json

import pytest

from linter.logs.formats.json_lines import HIDDEN
from linter.logs.formats.layout import Record
from tests.logs.formats.splitting import layout_of, records

OSLO = "2026-11-22 15:29:18.651 9 WARNING oslo_config.cfg [-] "
TIME = "2026-11-22T15:29:18.651"


def lines(*documents: object) -> bytes:
    """The documents as their writers put them down, each on a line."""
    return b"".join(
        json.dumps(document, separators=(",", ":")).encode() + b"\n" for document in documents
    )


def docker(text: str) -> dict[str, str]:
    """A line of docker's json-file driver."""
    return {"log": text, "stream": "stderr", "time": "2026-11-22T15:29:18.7Z"}


def test_a_line_of_docker_holds_the_record_of_what_ran_in_it() -> None:
    text = lines(docker(f'{OSLO}Deprecated: "x"\n'))
    assert layout_of(text).name == "oslo in json"
    assert records(text) == [Record('Deprecated: "x"', TIME, "WARNING", "oslo_config.cfg", pid="9")]


def test_lines_of_docker_without_a_header_belong_to_the_record_before() -> None:
    text = lines(
        docker(f"{OSLO}/x.py:1: UserWarning: a\n"),
        docker("  warnings.warn('deprecated')\n"),
        docker(f"{OSLO}part one "),
        docker("part two\n"),
    )
    assert [record.message for record in records(text)] == [
        "/x.py:1: UserWarning: a\n  warnings.warn('deprecated')",
        "part one part two",
    ]


def test_a_line_of_docker_without_a_record_has_the_time_that_docker_gives_it() -> None:
    assert records(lines(docker("Deprecated: x\n"))) == [
        Record("Deprecated: x", "2026-11-22T15:29:18.7")
    ]


def test_a_line_of_docker_that_was_cut_shows_as_much_as_there_is() -> None:
    text = lines(docker(f"{OSLO}Deprecated: x and much more\n")).split(b" and")[0] + b"\n"
    whole = lines(docker(f"{OSLO}Deprecated: y\n"))
    assert [record.message for record in records(whole + whole + text)] == [
        "Deprecated: y",
        "Deprecated: y",
        "Deprecated: x",
    ]


@pytest.mark.parametrize(
    ("document", "expected"),
    [
        (
            {
                "@timestamp": "2026-11-22T15:29:18.651Z",
                "Payload": "Deprecated: x",
                "python_module": "oslo_config.cfg",
                "log_level": "WARNING",
                "Hostname": "web1",
                "programname": "keystone",
                "Pid": "9",
            },
            Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg", "keystone", "web1", "9"),
        ),
        (
            {
                "message": "Deprecated: x",
                "time": "2026-11-22 15:29:18,651",
                "name": "oslo_config.cfg",
                "level": "WARNING",
                "hostname": "web1",
            },
            Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg", host="web1"),
        ),
        (
            {
                "date": 1795361358.651,
                "log": f"{OSLO}Deprecated: x",
                "kubernetes": {"pod_name": "keystone-0", "container_name": "keystone"},
            },
            Record(
                "Deprecated: x",
                TIME,
                "WARNING",
                "oslo_config.cfg",
                "keystone",
                "keystone-0",
                "9",
            ),
        ),
        (
            {"_source": {"message": f"{OSLO}Deprecated: x"}},
            Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg", pid="9"),
        ),
        (
            {
                "_source": {
                    "@timestamp": "2026-11-22T15:29:19.000Z",
                    "log": {"file": {"path": "/var/log/keystone/keystone.log"}, "offset": 7},
                    "host": {"name": "ctl1"},
                    "message": f"{OSLO}Deprecated: x",
                }
            },
            Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg", host="ctl1", pid="9"),
        ),
        (
            {"host": "ctl1", "short_message": "Depr", "full_message": "Deprecated: x", "level": 4},
            Record("Deprecated: x", "", "WARNING", host="ctl1"),
        ),
        ({"log": "", "message": "Deprecated: x"}, Record("Deprecated: x")),
        (
            {
                "MESSAGE": "Deprecated: x",
                "SYSLOG_IDENTIFIER": "uwsgi",
                "_SYSTEMD_UNIT": "placement-api.service",
            },
            Record("Deprecated: x", program="placement-api.service"),
        ),
        (
            {
                "__REALTIME_TIMESTAMP": "1795361358651770",
                "MESSAGE": "Deprecated: x",
                "PRIORITY": "4",
                "SYSLOG_IDENTIFIER": "uwsgi",
                "_HOSTNAME": "web1",
                "_PID": "9",
            },
            Record(
                "Deprecated: x", "2026-11-22T15:29:18.651770", "WARNING", "", "uwsgi", "web1", "9"
            ),
        ),
    ],
)
def test_the_fields_of_collectors_are_known(document: object, expected: Record) -> None:
    assert records(lines(document)) == [expected]


def test_a_coloured_message_of_the_journal_is_an_array_of_bytes() -> None:
    message = list(b"\x1b[00;33mWARNING a.b [\x1b[01;36m-\x1b[00;33m] Deprecated: x\x1b[00m")
    text = lines({"__REALTIME_TIMESTAMP": "1795361358651770", "MESSAGE": message})
    assert HIDDEN[0] in text
    assert records(text) == [
        Record("Deprecated: x", "2026-11-22T15:29:18.651770", "WARNING", "a.b")
    ]


def test_json_within_what_a_container_runtime_puts_before_it_is_read() -> None:
    oslo = lines({"message": "Deprecated: x", "name": "a.b", "levelname": "WARNING"})
    assert records(b"2026-11-22T15:29:18.1Z stderr F " + oslo) == [
        Record("Deprecated: x", "2026-11-22T15:29:18.1", "WARNING", "a.b")
    ]


ENTRY = (
    b"__CURSOR=s=1;i=2\n__REALTIME_TIMESTAMP=1795361358651770\n__MONOTONIC_TIMESTAMP=5\n"
    b"PRIORITY=6\n_HOSTNAME=web1\nSYSLOG_IDENTIFIER=uwsgi\n%s_PID=9\n\n"
)


@pytest.mark.parametrize(
    ("message", "expected"),
    [
        (
            b"MESSAGE=" + OSLO.encode() + b"Deprecated: x\n",
            Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg", "uwsgi", "web1", "9"),
        ),
        (
            b"MESSAGE=Deprecated: x\nLOGGER_NAME=a.b\nLOGGER_LEVEL=WARNING\n",
            Record(
                "Deprecated: x",
                "2026-11-22T15:29:18.651770",
                "WARNING",
                "a.b",
                "uwsgi",
                "web1",
                "9",
            ),
        ),
        (
            b"MESSAGE\n\x0d\x00\x00\x00\x00\x00\x00\x00Deprecated\n x\n",
            Record(
                "Deprecated\n x",
                "2026-11-22T15:29:18.651770",
                "INFO",
                "",
                "uwsgi",
                "web1",
                "9",
            ),
        ),
        (
            b"MESSAGE=  warnings.warn('deprecated')\n",
            Record("", "2026-11-22T15:29:18.651770", "INFO", "", "uwsgi", "web1", "9"),
        ),
    ],
)
def test_an_exported_entry_of_the_journal_is_a_record(message: bytes, expected: Record) -> None:
    text = (ENTRY % message) * 2
    assert layout_of(text).name == "journal export"
    assert records(text) == [expected, expected]


def test_an_entry_of_the_journal_shown_with_all_fields_is_a_record() -> None:
    text = (
        b"Sun 2026-11-22 15:29:18.651770 UTC [s=1;i=2;b=3;m=4;t=5;x=6]\n"
        b"    PRIORITY=4\n    _HOSTNAME=web1\n    SYSLOG_IDENTIFIER=uwsgi\n    _PID=9\n"
        b"    MESSAGE=Deprecated: x\n            and on\n"
    )
    assert records(text) == [
        Record(
            "Deprecated: x\nand on",
            "2026-11-22T15:29:18.651770",
            "WARNING",
            "",
            "uwsgi",
            "web1",
            "9",
        )
    ]
