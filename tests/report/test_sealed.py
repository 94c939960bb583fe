"""The seal of a report: whatever is changed in its file, it is noticed."""

import json

import msgspec
import pytest

from linter.report import json as report_json
from linter.report.document import document
from linter.report.sealed import repeats_a_field, seal_of
from tests.report import gate_reports


def test_the_seal_of_a_report_is_that_of_its_file() -> None:
    content = report_json.render(gate_reports.full())

    assert document(gate_reports.full()).seal == seal_of(content.encode())


def test_the_order_of_fields_and_blanks_do_not_count() -> None:
    report = json.loads(report_json.render(gate_reports.full()))
    turned = dict(reversed(report.items()))

    assert seal_of(json.dumps(turned, indent=7).encode()) == report["seal"]


@pytest.mark.parametrize("change", [{"profile": "another"}, {"more": 1}, {"gaps": []}])
def test_an_edited_report_has_another_seal(change: dict[str, object]) -> None:
    report = json.loads(report_json.render(gate_reports.full()))

    assert seal_of(json.dumps(report | change).encode()) != report["seal"]


@pytest.mark.parametrize("content", [b"", b"[]", b"\xff", b"[" * 100_000])
def test_what_is_no_report_has_no_seal(content: bytes) -> None:
    with pytest.raises((msgspec.MsgspecError, UnicodeDecodeError, RecursionError)):
        seal_of(content)


@pytest.mark.parametrize(
    ("content", "repeats"),
    [
        (b'{"a": 1, "a": 1}', True),
        (b'[{"b": {"a": 1, "\\u0061": 2}}]', True),
        (b'{"a": {"a": 1}, "b": [{"a": 1}, {"a": %s}]}' % (b"9" * 5000), False),
    ],
)
def test_a_field_that_stands_twice_is_seen(content: bytes, *, repeats: bool) -> None:
    assert repeats_a_field(content) is repeats
