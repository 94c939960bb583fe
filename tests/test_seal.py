"""A report holds as long as all is as it was; what is not is named."""

import datetime as dt
import json

import pytest
from msgspec.structs import replace

from linter.model.finding import Gap
from linter.model.notes import RELEASE_NOTES
from linter.model.report import Input, Report, Tool
from linter.report import json as report_json
from linter.report.changed_lines import Span
from linter.report.told import ReportError
from linter.seal import Change, SealedReport, read_sealed, verified
from tests.report import gate_reports, log_tallies

TODAY = dt.date(2026, 11, 23)
PAGE = Input("", "https://docs.example/train.html", RELEASE_NOTES, "9" * 64)
INPUTS = (
    Input("ctl1", "keystone.conf", "configuration", "1" * 64, "0001 +1 0002"),
    Input("ctl2", "keystone.conf", "configuration", "1" * 64, "0001 +1 0002"),
    Input("", "acks.yaml", "acknowledgements", "2" * 64),
    PAGE,
)
UNASKED = Gap("database", "it was not part of this check", "compare its version", required=False)
REPORT = replace(
    gate_reports.report_of(gate_reports.full().findings, (UNASKED,), INPUTS),
    created=dt.datetime(2026, 11, 20, 10, tzinfo=dt.UTC),
    valid_until=TODAY,
    logs=log_tallies.FULL,
)
LOGS = "logs grow and are not sealed: what was logged since then is not looked at"


def sealed(report: Report = REPORT) -> SealedReport:
    return read_sealed(report_json.render(report).encode())


def changes(
    inputs: tuple[Input, ...] = INPUTS, tool: Tool = REPORT.tool, today: dt.date = TODAY
) -> tuple[Change, ...]:
    return verified(sealed(), tool, inputs, today).changes


def test_a_report_holds_where_nothing_has_changed() -> None:
    found = verified(sealed(), REPORT.tool, INPUTS, TODAY)

    assert (found.holds, found.changes, found.unseen) == (True, (), (LOGS,))
    assert (found.created, found.source, found.target, found.profile, found.decision) == (
        REPORT.created,
        REPORT.upgrade.source.series,
        REPORT.upgrade.target.series,
        REPORT.profile,
        REPORT.verdict.decision.value,
    )


def test_a_changed_file_is_named_with_its_lines_on_the_node_where_it_changed() -> None:
    now = replace(INPUTS[1], sha256="3" * 64, lines="0001 +1 ffff")

    assert changes((INPUTS[0], now, *INPUTS[2:])) == (
        Change("file", "ctl2", "keystone.conf", "has changed: line 3", (Span("changed", 3, 3),)),
    )


def test_a_file_that_changed_in_no_line_with_a_digest_is_named_all_the_same() -> None:
    now = replace(INPUTS[0], sha256="3" * 64)
    why = "no line of which a digest is kept, so in comments, in blank lines or in a secret"

    assert changes((now, *INPUTS[1:])) == (
        Change("file", "ctl1", "keystone.conf", f"has changed: {why}"),
    )


def test_a_new_file_and_one_that_is_gone_are_named() -> None:
    added = Input("ctl1", "keystone.conf.d/9.conf", "configuration", "4" * 64)

    assert changes((*INPUTS[1:], added)) == (
        Change("file", "ctl1", "keystone.conf", "is no longer there"),
        Change("file", "ctl1", "keystone.conf.d/9.conf", "was not there, or was not read"),
    )


@pytest.mark.parametrize(
    ("kind", "told"),
    [
        ("acknowledgements", "was not found: name it with --acknowledgements, if it is there"),
        ("web", "was not found: name it with --web, if it is there"),
    ],
)
def test_what_lies_elsewhere_is_to_be_named_again(kind: str, told: str) -> None:
    there = Input("", "elsewhere", kind, "5" * 64)
    old = sealed(replace(REPORT, inputs=(*INPUTS, there)))

    assert verified(old, REPORT.tool, INPUTS, TODAY).changes == (
        Change("file", "", "elsewhere", told),
    )


def test_a_file_that_is_read_as_something_else_has_changed() -> None:
    other = replace(INPUTS[0], kind="paste")

    assert [change.told for change in changes((other, *INPUTS[1:]))] == [
        "is no longer there",
        "was not there, or was not read",
    ]


@pytest.mark.parametrize(
    ("tool", "change"),
    [
        ({"version": "9"}, Change("kslint", "", "", "version 0 made the report, this is 9")),
        ({"rules": "x"}, Change("rules", "", "", "the rules are others than those asked")),
        (
            {"catalogs": "x"},
            Change("catalogs", "", "", "the facts of releases are others than those used"),
        ),
    ],
)
def test_another_kslint_voids_a_report(tool: dict[str, str], change: Change) -> None:
    before = replace(REPORT.tool, version="0")
    old = sealed(replace(REPORT, tool=before))

    assert verified(old, replace(before, **tool), INPUTS, TODAY).changes == (change,)


def test_decisions_count_up_to_and_with_their_last_day() -> None:
    assert changes(today=TODAY + dt.timedelta(days=1)) == (
        Change("decisions", "", "", "a waiver or an acknowledgement ended on 2026-11-23"),
    )


def test_notes_that_were_published_anew_void_a_report() -> None:
    anew = replace(PAGE, sha256="8" * 64)

    assert changes((*INPUTS[:3], anew)) == (
        Change("release notes", "", PAGE.path, "has been published anew"),
    )


def test_notes_that_are_not_at_hand_void_nothing_and_are_told() -> None:
    found = verified(sealed(), REPORT.tool, INPUTS[:3], TODAY)

    unread = f"{PAGE.path} is not at hand, so nobody knows whether it has changed"
    assert (found.holds, found.unseen) == (True, (unread, LOGS))


def test_a_report_that_was_edited_does_not_hold() -> None:
    text = report_json.render(REPORT).replace('"NO_GO"', '"GO"')
    found = verified(read_sealed(text.encode()), REPORT.tool, INPUTS, TODAY)

    told = "its text was changed after it was sealed: nothing in it can be relied on"
    assert found.changes == (Change("report", "", "", told),)
    assert not found.holds


def test_a_report_that_says_two_things_of_one_field_does_not_hold() -> None:
    text = report_json.render(REPORT).replace("{", '{"verdict": {"decision": "GO"},', 1)

    assert read_sealed(text.encode()).is_edited


def test_what_a_running_system_said_is_told_as_not_sealed() -> None:
    found = verified(sealed(replace(REPORT, gaps=())), REPORT.tool, INPUTS, TODAY)

    told = "what a running system said is not sealed: ask it again with a new report"
    assert (found.holds, found.unseen) == (True, (LOGS, told))


def test_what_a_later_kslint_adds_is_passed_over() -> None:
    report = json.loads(report_json.render(REPORT))

    assert read_sealed(json.dumps(report | {"more": {}}).encode()).is_edited


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "no sealed report of kslint in JSON: Input data was truncated"),
        (b'{"schema_version": 7}', "a report of version 7, and this kslint verifies version 1"),
        (
            b'{"schema_version": 1}',
            "no sealed report of kslint in JSON: Object missing required field `created`",
        ),
    ],
)
def test_what_is_no_sealed_report_is_refused(content: bytes, said: str) -> None:
    with pytest.raises(ReportError) as refused:
        read_sealed(content)
    assert str(refused.value) == said


@pytest.mark.parametrize(
    "content", [b"\xff", b"[" * 100_000, b'{"schema_version": 1, "a": "\xff"}']
)
def test_a_file_of_anything_is_refused_in_a_sentence(content: bytes) -> None:
    with pytest.raises(ReportError):
        read_sealed(content)
