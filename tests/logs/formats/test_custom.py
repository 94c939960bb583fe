"""Format strings of the deployment's own configuration."""

import pytest

from linter.logs.formats.custom import forms_of
from linter.logs.formats.layout import Record
from linter.logs.formats.recognition import recognise
from tests.logs.formats.splitting import layout_of, records

TIME = "2026-11-22T15:17:19.182"


@pytest.mark.parametrize(
    ("form", "line", "expected"),
    [
        (
            "%d/%b/%Y %H:%M:%S.%(msecs)03d|%(levelname)-8s|%(name)s|%(request_id)s|%(message)s|end",
            b"22/Nov/2026 15:17:19.182|WARNING |oslo_config.cfg|-|Deprecated: x|end",
            Record("Deprecated: x", TIME, "WARNING", "oslo_config.cfg"),
        ),
        (
            "KS %(levelname)s <%(name)s> %(message)s",
            b"KS WARNING <oslo_config.cfg> Deprecated: x",
            Record("Deprecated: x", "", "WARNING", "oslo_config.cfg"),
        ),
        (
            "%(asctime)s.%(msecs)03d %(hostname)s %(levelname)s: %(message)s",
            b"2026-11-22 15:17:19.182 web1 ERROR: Deprecated: x",
            Record("Deprecated: x", TIME, "ERROR", host="web1"),
        ),
        (
            "%m/%d/%y %I:%M:%S %p [%(process)5d] %(levelname)s %(name)s - %(message)s",
            b"11/22/26 03:17:19 PM [   12] ERROR a.b - Deprecated: x",
            Record("Deprecated: x", "2026-11-22T15:17:19", "ERROR", "a.b", pid="12"),
        ),
        (
            "%s.%(msecs)03d %(levelname)s %(name)s [%(user_identity)s %(request_id)s] %(message)s",
            b"1795360639.182 WARNING a.b [u p - d d req-1] Deprecated: x",
            Record("Deprecated: x", "2026-11-22T15:17:19.182000", "WARNING", "a.b"),
        ),
        (
            "%H:%M %(levelname)s %(message)s",
            b"15:17 WARNING Deprecated: x",
            Record("Deprecated: x", "", "WARNING"),
        ),
        (
            "\x1b[31m%(levelname)s\x1b[0m 100%% %(message)s",
            b"WARNING 100% Deprecated: x",
            Record("Deprecated: x", "", "WARNING"),
        ),
    ],
)
def test_a_record_in_the_deployments_own_format_is_read(
    form: str, line: bytes, expected: Record
) -> None:
    assert records(line + b"\n", (form,)) == [expected]


def test_a_format_of_the_deployment_is_read_behind_what_a_collector_put_before_it() -> None:
    line = b"Nov 22 15:29:18 web1 keystone: KS|WARNING|Deprecated: x\n"
    assert layout_of(line, ("KS|%(levelname)s|%(message)s",)).name == "configured in syslog"
    assert records(line, ("KS|%(levelname)s|%(message)s",)) == [
        Record("Deprecated: x", "", "WARNING", "", "keystone", "web1")
    ]


def test_both_formats_of_a_deployment_are_read_in_one_file() -> None:
    forms = ("KS|%(levelname)s|%(request_id)s|%(message)s", "KS-%(levelname)s-%(message)s")
    text = b"KS|INFO|req-1|one\nKS|INFO|req-1|two\nKS-WARNING-three\n  source\n"
    assert records(text, forms) == [
        Record("one", "", "INFO"),
        Record("two", "", "INFO"),
        Record("three\n  source", "", "WARNING"),
    ]


@pytest.mark.parametrize("form", ["%(message)s", "", "%(asctime)s", "[%(request_id)s] %(message)s"])
def test_a_format_that_tells_nothing_is_left_aside(form: str) -> None:
    assert forms_of((form,)) == ()


def test_the_formats_of_a_deployment_do_not_hide_those_that_a_log_really_has() -> None:
    text = b"2026-11-22 15:17:19.182 9 WARNING a.b [-] Deprecated: x\n"
    assert records(text, ("KS %(levelname)s %(message)s",)) == [
        Record("Deprecated: x", TIME, "WARNING", "a.b", pid="9")
    ]


def test_no_format_string_makes_reading_slow() -> None:
    forms = ("%(a)s%(b)s%(c)s%(d)s%(e)s%(levelname)s %(message)s", "%(name)s" * 50 + "%(message)s")
    assert recognise([b"a" * 4000, b"a b" * 1000, b" " * 4000], forms) is not None
