"""Records as oslo.log, Python's logging and web servers write them."""

import logging
import time

import pytest

from linter.logs.formats.layout import Record
from tests.logs.formats.splitting import layout_of, records

CONTEXT = (
    "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s "
    "[%(request_id)s %(user_identity)s] %(instance)s%(message)s"
)
DEFAULT = "%(asctime)s.%(msecs)03d %(process)d %(levelname)s %(name)s [-] %(instance)s%(message)s"
DATE = "%Y-%m-%d %H:%M:%S"
MESSAGE = 'Option "a" from group "b" is deprecated for removal.'


def logged(form: str, date: str | None = None, message: str = MESSAGE) -> bytes:
    """What logging.Formatter makes of one warning, the context as oslo.log adds it."""
    record = logging.LogRecord(
        "oslo_config.cfg", logging.WARNING, "/x/cfg.py", 7, message, None, None, "warn"
    )
    record.created = 1795361358.651
    record.msecs = 651.0
    record.process = 24969
    record.__dict__.update(
        request_id="req-1",
        global_request_id="None",
        user_identity="u p - d d",
        instance="",
    )
    formatter = logging.Formatter(form, date)
    formatter.converter = time.gmtime
    return formatter.format(record).encode() + b"\n"


@pytest.mark.parametrize("form", [CONTEXT, DEFAULT])
def test_a_record_in_the_default_format_of_oslo_log_is_read(form: str) -> None:
    assert records(logged(form, DATE)) == [
        Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg", pid="24969")
    ]


def test_a_record_of_zed_and_later_has_another_id_in_its_context() -> None:
    text = (
        b"2026-11-22 15:29:18.651 24969 WARNING oslo_config.cfg "
        b"[None req-089e7bca-c905-4ccc-bc96-db3515e49588 - - - - - -] Deprecated: x\n"
    )
    assert layout_of(text).name == "oslo"
    assert records(text) == [
        Record(
            "Deprecated: x", "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg", pid="24969"
        )
    ]


def test_lines_without_a_header_belong_to_the_record_before() -> None:
    text = (
        b"2026-11-22 15:21:24.238 10096 WARNING py.warnings [-] /x/y.py:15: UserWarning: Policy\n"
        b"  warnings.warn(deprecated_msg)\n"
        b"\n"
        b"2026-11-22 15:21:25.000 10096 INFO keystone [-] next\n"
    )
    assert records(text) == [
        Record(
            "/x/y.py:15: UserWarning: Policy\n  warnings.warn(deprecated_msg)",
            "2026-11-22T15:21:24.238",
            "WARNING",
            "py.warnings",
            pid="10096",
        ),
        Record("next", "2026-11-22T15:21:25.000", "INFO", "keystone", pid="10096"),
    ]


@pytest.mark.parametrize("level", [b"ERROR", b"TRACE"])
def test_a_traceback_belongs_to_its_record_and_loses_its_prefix(level: bytes) -> None:
    text = (
        b"2014-12-18 21:00:02.390 6 CRITICAL keystone [-] ValueError: boom\n"
        b"2014-12-18 21:00:02.390 6 %s keystone Traceback (most recent call last):\n"
        b'2014-12-18 21:00:02.390 6 %s keystone   File "/x", line 1, in <module>\n'
        b"2014-12-18 21:00:02.390 6 %s keystone ValueError: boom\n"
        b"2014-12-18 21:00:02.390 6 %s keystone \n" % ((level,) * 4)
    )
    message = (
        "ValueError: boom\nTraceback (most recent call last):\n"
        '  File "/x", line 1, in <module>\nValueError: boom'
    )
    assert records(text) == [
        Record(message, "2014-12-18T21:00:02.390", "CRITICAL", "keystone", pid="6")
    ]


def test_the_traceback_of_another_process_is_left_out() -> None:
    text = (
        b"2014-12-18 21:00:02.390 6 WARNING a [-] Deprecated: x\n"
        b"2014-12-18 21:00:02.390 7 ERROR b Traceback (most recent call last):\n"
    )
    assert records(text) == [
        Record("Deprecated: x", "2014-12-18T21:00:02.390", "WARNING", "a", pid="6")
    ]


def test_a_line_broken_after_its_level_is_joined() -> None:
    text = (
        b"2017-06-08 07:20:46.447 8407 WARNING\n"
        b'oslo_config.cfg [-] Option "rpc_backend" is deprecated\n'
        b"for removal.\n"
    )
    assert records(text) == [
        Record(
            'Option "rpc_backend" is deprecated\nfor removal.',
            "2017-06-08T07:20:46.447",
            "WARNING",
            "oslo_config.cfg",
            pid="8407",
        )
    ]


def test_a_line_broken_after_its_header_is_joined() -> None:
    text = b"2017-06-08 07:20:46.447 8407 WARNING oslo_config.cfg [-]\nOption is deprecated\n"
    assert [record.message for record in records(text)] == ["Option is deprecated"]


COLOURED = (
    b"\x1b[00;33mWARNING oslo_config.cfg [\x1b[01;36mNone req-1 \x1b[00;36mNone None\x1b[00;33m] "
    b"\x1b[01;35m\x1b[00;33mDeprecated: x\x1b[00m"
    b"\x1b[00;33m {{(pid=2228) warn /x/cfg.py:7}}\x1b[00m\n"
)


def test_colours_of_devstack_and_what_it_appends_are_taken_away() -> None:
    assert records(COLOURED) == [
        Record("Deprecated: x", "", "WARNING", "oslo_config.cfg", pid="2228")
    ]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"INFO keystone [-] Created\n", Record("Created", "", "INFO", "keystone")),
        (
            b"2016-01-01 12:00:00.123 \x1b[00;33mWARNING a.b [\x1b[01;36m-\x1b[00;33m] x\x1b[00m\n",
            Record("x", "2016-01-01T12:00:00.123", "WARNING", "a.b"),
        ),
        (
            b"[2024-01-01 12:00:00 +0000] [123] [WARNING] Worker exiting\n",
            Record("Worker exiting", "2024-01-01T12:00:00", "WARNING", pid="123"),
        ),
        (
            b"mod_wsgi (pid=87148): Failed to exec Python script file.\n",
            Record("mod_wsgi (pid=87148): Failed to exec Python script file.", pid="87148"),
        ),
        (
            b"WSGI0109: Unable to execute Python script file '/a'.\n",
            Record("WSGI0109: Unable to execute Python script file '/a'."),
        ),
        (
            b"/x/pycadf/identifier.py:71: UserWarning: Invalid uuid\n  warnings.warn('deprecat')\n",
            Record(
                "/x/pycadf/identifier.py:71: UserWarning: Invalid uuid\n"
                "  warnings.warn('deprecat')",
                "",
                "WARNING",
                "py.warnings",
            ),
        ),
        (
            b'10.0.0.1 - - [22/Nov/2026:15:27:33 +0000] "GET /v3 HTTP/1.1" 200 5\n',
            Record(
                '10.0.0.1 - - [22/Nov/2026:15:27:33 +0000] "GET /v3 HTTP/1.1" 200 5',
                "2026-11-22T15:27:33",
            ),
        ),
        (
            b"-- Logs begin at Mon 2026-11-02. --\n",
            Record("-- Logs begin at Mon 2026-11-02. --"),
        ),
        (b"anything deprecated at all\n", Record("anything deprecated at all")),
    ],
)
def test_a_single_record_is_read(text: bytes, expected: Record) -> None:
    assert records(text) == [expected]


@pytest.mark.parametrize(
    ("form", "expected"),
    [
        (
            "(%(name)s): %(asctime)s %(levelname)s %(message)s",
            Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg"),
        ),
        (
            "(%(name)s): %(asctime)s %(levelname)s %(module)s %(funcName)s %(message)s",
            Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg"),
        ),
        ("%(levelname)s:%(name)s:%(message)s", Record(MESSAGE, "", "WARNING", "oslo_config.cfg")),
        (
            "%(asctime)s - %(name)s - %(levelname)s - %(message)s",
            Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg"),
        ),
        (
            "%(asctime)s %(levelname)-5.5s [%(name)s] %(message)s",
            Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg"),
        ),
        (
            "%(asctime)s %(levelname)s %(message)s",
            Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING"),
        ),
        ("%(message)s", Record(MESSAGE)),
    ],
)
def test_formats_that_python_programs_often_have_need_no_configuration(
    form: str, expected: Record
) -> None:
    assert records(logged(form)) == [expected]


def test_the_module_that_logs_for_another_is_no_part_of_the_message() -> None:
    header = "(oslo_config.cfg): 2026-11-22 15:29:18,651 WARNING "
    text = f"{header}versionutils report_deprecated_feature {MESSAGE}\n".encode()
    assert records(text) == [
        Record(MESSAGE, "2026-11-22T15:29:18.651", "WARNING", "oslo_config.cfg")
    ]


def test_what_is_said_before_logging_is_set_up_stands_for_itself() -> None:
    early = 'Deprecated: Option "logdir" from group "DEFAULT" is deprecated. Use option "log-dir"'
    text = (
        b"spawned uWSGI worker 2 (pid: 9, cores: 1)\n"
        + f"{early}\n{early}\n".encode()
        + b"2026-11-22 15:27:30.000 9 WARNING oslo_config.cfg [-] Deprecated: x\n"
    )
    assert records(text) == [
        Record("spawned uWSGI worker 2 (pid: 9, cores: 1)"),
        Record(early),
        Record(early),
        Record("Deprecated: x", "2026-11-22T15:27:30.000", "WARNING", "oslo_config.cfg", pid="9"),
    ]


def test_what_uwsgi_says_itself_is_told_from_what_keystone_says() -> None:
    text = (
        b"*** Starting uWSGI 2.0.30 (64bit) on [Sun Nov 22 15:27:28 2026] ***\n"
        b"2026-11-22 15:27:30.000 9 WARNING oslo_config.cfg [-] Deprecated: x\n"
        b"[pid: 9|app: 0|req: 1/1] 10.0.0.1 () {26 vars in 488 bytes} [Sun Nov 22 15:27:33 2026] "
        b"GET /v3 => generated 8 bytes in 6 msecs (HTTP/1.1 200)\n"
        b"spawned uWSGI worker 1 (pid: 9, cores: 1)\n"
        b"mapped 166880 bytes (162 KB) for 1 cores\n"
    )
    assert records(text) == [
        Record(
            "*** Starting uWSGI 2.0.30 (64bit) on [Sun Nov 22 15:27:28 2026] ***",
            "2026-11-22T15:27:28",
        ),
        Record("Deprecated: x", "2026-11-22T15:27:30.000", "WARNING", "oslo_config.cfg", pid="9"),
        Record(
            "[pid: 9|app: 0|req: 1/1] 10.0.0.1 () {26 vars in 488 bytes} "
            "[Sun Nov 22 15:27:33 2026] GET /v3 => generated 8 bytes in 6 msecs (HTTP/1.1 200)",
            "2026-11-22T15:27:33",
            pid="9",
        ),
        Record("spawned uWSGI worker 1 (pid: 9, cores: 1)"),
        Record("mapped 166880 bytes (162 KB) for 1 cores"),
    ]


def test_a_file_that_changes_its_format_is_read_in_both() -> None:
    text = (
        b"2026-11-22 15:27:30.000 9 INFO keystone [-] one\n" * 70
        + b"Nov 22 15:27:33 web1 keystone[9]: 2026-11-22 15:27:33.000 9 WARNING a.b [-] two\n"
        + b"WARNING:a.c:three\n"
    )
    assert records(text)[70:] == [
        Record("two", "2026-11-22T15:27:33.000", "WARNING", "a.b", "keystone", "web1", "9"),
        Record("three", "", "WARNING", "a.c"),
    ]


def test_without_any_records_every_line_that_is_not_indented_is_one() -> None:
    text = b"Modules with known issues\nTraceback (most recent call last):\n  File x\nValueError\n"
    assert layout_of(text).name == "plain"
    assert records(text) == [
        Record("Modules with known issues"),
        Record("Traceback (most recent call last):\n  File x"),
        Record("ValueError"),
    ]


def test_a_json_record_of_oslo_log_is_read_from_its_fields() -> None:
    text = (
        b'{"message": "Deprecated: \\"x\\"", "asctime": "2026-11-22 15:21:24,238", '
        b'"name": "oslo_config.cfg", "msg": "Deprecated: %s", "args": [], "levelname": "WARNING", '
        b'"process": 17, "hostname": "web1", "traceback": null}\n'
    )
    assert records(text) == [
        Record(
            'Deprecated: "x"',
            "2026-11-22T15:21:24.238",
            "WARNING",
            "oslo_config.cfg",
            host="web1",
            pid="17",
        )
    ]


def test_no_line_takes_long_whatever_it_holds() -> None:
    evil = (
        b"a",
        b"x ",
        b"a.",
        b"(a",
        b"1",
        b"[a]",
        b"ERROR ",
        b"\x1b[0m",
        b"[pid: 1|",
        b'{"log":"',
    )
    for piece in evil:
        assert records(piece * 100_000)
