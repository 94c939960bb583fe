"""What collectors and servers put before lines is taken away, and tells what it tells."""

import pytest
from msgspec.structs import replace

from linter.logs.formats.layout import Record
from tests.logs.formats.splitting import layout_of, records

OSLO = b"2026-11-22 15:29:18.651 9 WARNING oslo_config.cfg [-] Deprecated: x"
TIME = "2026-11-22T15:29:18.651"


def read(program: str = "", host: str = "") -> Record:
    """The record of such a line."""
    return Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg", program, host, "9")


@pytest.mark.parametrize(
    ("before", "name", "expected"),
    [
        (b"", "oslo", read()),
        (b"# ", "oslo in quoted", read()),
        (b"> ", "oslo in quoted", read()),
        (b"\t", "oslo in quoted", read()),
        (b"    ", "oslo in quoted", read()),
        (b"Nov 22 15:29:18 web1 keystone: ", "oslo in syslog", read("keystone", "web1")),
        (b"<132>Nov  2 15:29:18 web1 keystone[9]: ", "oslo in syslog", read("keystone", "web1")),
        (b"Nov 22 15:29:18.123456 web1 uwsgi[9]: ", "oslo in syslog", read("uwsgi", "web1")),
        (
            b"2026-11-22T15:29:18.651770+00:00 web1 keystone[9]: ",
            "oslo in syslog",
            read("keystone", "web1"),
        ),
        (b"2026-11-22T15:29:18+0000 web1 httpd[9]: ", "oslo in syslog", read("httpd", "web1")),
        (
            b'<132>1 2026-11-22T15:29:18.6Z web1 keystone 9 - [a b="c\\]"][d] \xef\xbb\xbf',
            "oslo in syslog",
            read("keystone", "web1"),
        ),
        (b"<132>1 - web1 keystone - ID47 - ", "oslo in syslog", read("keystone", "web1")),
        (b"Sun 2026-11-22 15:29:18 UTC web1 uwsgi[9]: ", "oslo in syslog", read("uwsgi", "web1")),
        (b"1795361358.651770 web1 uwsgi[9]: ", "oslo in syslog", read("uwsgi", "web1")),
        (b"[  123.651770] web1 uwsgi[9]: ", "oslo in syslog", read("uwsgi", "web1")),
        (b'2026-11-22T15:29:18Z {app="keystone"} ', "oslo in stamped", read()),
        (
            b"[Sun Nov 22 15:29:18.651770 2026] [wsgi:error] [pid 8:tid 7] [remote 10.0.0.1:42] ",
            "oslo in apache",
            read(),
        ),
        (
            b"[Sun Nov 22 15:29:18 2026] [wsgi:error] [pid 8] [remote 10.0.0.1:42] [script /a] ",
            "oslo in apache",
            read(),
        ),
        (b"2026-11-22 15:29:18.651770 [script /usr/bin/a] ", "oslo in apache", read()),
        (b"[Sun Nov 22 15:29:18 2026] [error] ", "oslo in apache", read()),
        (b"[Sun Nov 22 15:29:18 2026] [error] [client 10.0.0.1] ", "oslo in apache", read()),
        (b"2026-11-22 15:29:18.651770 ", "oslo in apache", read()),
        (b"Sun Nov 22 15:29:18 2026 - ", "oslo in uwsgi", read()),
        (b"keystone-1  | ", "oslo in compose", read("keystone-1")),
        (b"\x1b[36mkeystone-1  | \x1b[0m", "oslo in compose", read("keystone-1")),
        (b"2026-11-22T15:29:18.651770123Z stderr F ", "oslo in kubernetes", read()),
        (
            b"[pod/keystone-api-0/keystone-api] ",
            "oslo in pod",
            read("keystone-api", "keystone-api-0"),
        ),
        (
            b"[pod/keystone-api-0/api] 2026-11-22T15:29:18.651770123Z ",
            "oslo in stamped in pod",
            read("api", "keystone-api-0"),
        ),
    ],
)
def test_an_envelope_is_taken_away(before: bytes, name: str, expected: Record) -> None:
    text = before + OSLO + b"\n"
    assert layout_of(text).name == name
    assert records(text) == [expected]


@pytest.mark.parametrize(
    "before",
    [
        b"# ",
        b"Nov 22 15:29:18 web1 keystone[9]: ",
        b"[Sun Nov 22 15:29:18.651770 2026] [wsgi:error] [pid 8:tid 7] [remote 10.0.0.1:42] ",
        b"2026-11-22 15:29:18.651770 ",
        b"keystone-1  | ",
        b"2026-11-22T15:29:18.651770123Z stderr F ",
        b"[pod/keystone-api-0/keystone-api] ",
    ],
)
def test_lines_that_go_on_lose_their_envelope_too(before: bytes) -> None:
    warning = b"2026-11-22 15:29:18.651 9 WARNING py.warnings [-] /x.py:1: UserWarning: a"
    text = (
        before + warning + b"\n" + before + b"  warnings.warn(deprecated)\n" + before + OSLO + b"\n"
    )
    first, second = records(text)
    assert first.message == "/x.py:1: UserWarning: a\n  warnings.warn(deprecated)"
    assert second.message == "Deprecated: x"


def test_what_another_program_says_between_the_lines_stands_for_itself() -> None:
    text = (
        b"<132>Nov 22 15:29:18 web1 keystone[9]: " + OSLO + b"\n"
        b"<132>Nov 22 15:29:18 web2 keystone[9]:   of another host\n"
        b"<132>Nov 22 15:29:18 web1 keystone[9]:   and on\n"
        b"<132>Nov 22 15:29:18 web1 dockerd[7]: Deprecated: y\n"
        b"<132>Nov 22 15:29:18 web1 dockerd[7]:   and on\n"
    )
    assert records(text) == [
        replace(read("keystone", "web1"), message="Deprecated: x\n  and on"),
        Record("Deprecated: y\n  and on", "", "WARNING", "", "dockerd", "web1", "7"),
    ]


def test_what_other_modules_of_apache_say_stands_for_itself() -> None:
    text = (
        b"[Sun Nov 22 15:29:18.651770 2026] [:error] [pid 8] " + OSLO + b"\n"
        b"[Sun Nov 22 15:29:19 2026] [php:notice] [pid 7] PHP Deprecated: y\n"
    )
    assert records(text) == [
        read(),
        Record("PHP Deprecated: y", "2026-11-22T15:29:19", "NOTICE", pid="7"),
    ]


def test_journalctl_indents_lines_that_go_on_by_the_width_of_its_header() -> None:
    before = b"Nov 22 15:29:18 web1 uwsgi[9]: "
    text = before + OSLO + b"\n" + b" " * len(before) + b"  source\n"
    assert [record.message for record in records(text)] == ["Deprecated: x\n  source"]


def test_parts_of_a_long_line_are_joined_as_the_container_wrote_them() -> None:
    text = (
        b"2026-11-22T15:29:18.1Z stderr P " + OSLO + b" and\n"
        b"2026-11-22T15:29:18.2Z stderr F  on\n"
        b"2026-11-22T15:29:18.3Z stderr F   source\n"
    )
    assert [record.message for record in records(text)] == ["Deprecated: x and on\n  source"]


def test_what_apache_escapes_is_as_it_was() -> None:
    text = b"2026-11-22 15:29:18.651770 " + OSLO + b' "\\xc3\\xa9" \\\\d\\x1b[00m\n'
    assert records(text)[0].message == 'Deprecated: x "\N{LATIN SMALL LETTER E WITH ACUTE}" \\d'


def test_what_rsyslog_escapes_is_as_it_was() -> None:
    text = b"Nov 22 15:29:18 web1 keystone: " + OSLO + b"#012  source#033[00m\n"
    assert records(text)[0].message == "Deprecated: x\n  source"


def test_records_of_apache_have_the_level_and_the_time_that_apache_gives_them() -> None:
    text = (
        b"[Sun Nov 22 15:29:14.902161 2026] [mpm_event:notice] [pid 24967:tid 24967] AH00489: "
        b"Apache/2.4.71 configured -- resuming normal operations\n"
        b"[Sun Nov 22 15:29:18.651770 2026] [wsgi:error] [pid 8:tid 7] " + OSLO + b"\n"
    )
    assert records(text) == [
        Record(
            "AH00489: Apache/2.4.71 configured -- resuming normal operations",
            "2026-11-22T15:29:14.902161",
            "NOTICE",
            pid="24967",
        ),
        read(),
    ]


@pytest.mark.parametrize(
    ("latest", "times"),
    [
        ("2026-11-23", ["2025-12-31T23:59:59", "2026-11-22T15:29:18"]),
        ("2026-01-01", ["2025-12-31T23:59:59", "2025-11-22T15:29:18"]),
        ("", ["", ""]),
    ],
)
def test_a_time_without_a_year_is_of_the_year_before_the_end(latest: str, times: list[str]) -> None:
    text = (
        b"<132>Dec 31 23:59:59 web1 keystone[9]: Deprecated: y\n"
        b"<132>Nov 22 15:29:18 web1 keystone[9]: Deprecated: x\n"
    )
    found = records(text, latest=latest)
    assert found == [
        Record(message, time, "WARNING", "", "keystone", "web1", "9")
        for message, time in zip(["Deprecated: y", "Deprecated: x"], times, strict=True)
    ]


def test_an_indented_line_of_prose_is_no_quotation() -> None:
    assert layout_of(b"# a comment\n  some text\n").name == "plain"
