import datetime as dt

from msgspec.structs import replace

from linter.model.finding import Finding, Gap, Severity
from linter.model.logs import START, EventKind, LogEvent, LogTally, Origin
from linter.model.release import Upgrade
from linter.model.triage import ReadingList
from linter.report.document import document
from linter.report.hops import HopShape
from linter.report.readiness import Accepted, Fact, Node, readiness
from linter.report.remaining_steps import State, Step
from linter.report.rule_groups import Advice, Part, RuleGroup
from linter.report.timeline import Day, Timeline
from tests.report import log_tallies, note_answers
from tests.report.gate_reports import (
    AGAIN,
    BLOCKER,
    CONDITION,
    INFO,
    OPTIONAL,
    WAIVED,
    WARNING,
    report_of,
)
from tests.report.note_answers import FEATURE, GONE, LATE, PROVIDER, READ
from tests.report.readiness_reports import DRIFT, NODES, board, decided, empty


def why_of(*findings: Finding, gaps: tuple[Gap, ...] = ()) -> tuple[str, ...]:
    return readiness(report_of(findings, gaps)).why


def test_three_sentences_say_why() -> None:
    assert readiness(board()).why == (
        "The upgrade must not start as things are: 1 blocker stands against it.",
        "2 conditions to be decided, 2 warnings, 1 finding waived or acknowledged.",
        "Not looked at: 1 part that the profile approval requires, and 1 thing beyond that.",
    )
    assert readiness(empty()).why == (
        "Nothing that was found stands against this upgrade.",
        "0 conditions to be decided, 0 warnings, 0 findings waived or acknowledged.",
        "Everything that the profile gate requires was looked at.",
    )


def test_what_was_not_looked_at_is_no_reason_to_go() -> None:
    required = replace(OPTIONAL, required=True)
    assert why_of(gaps=(required,))[0] == "Nobody can say yet whether the upgrade may start."
    assert why_of(WARNING, gaps=(OPTIONAL, OPTIONAL)) == (
        "The upgrade can go ahead once the conditions below are met.",
        "0 conditions to be decided, 1 warning, 0 findings waived or acknowledged.",
        "Everything that the profile gate requires was looked at; 2 things beyond that were not.",
    )


def test_findings_stand_by_rule_and_what_is_said_of_them_stands_once() -> None:
    other = replace(AGAIN, why="It is not read.")
    assert readiness(decided((WARNING, AGAIN, other))).groups == (
        RuleGroup(
            "config/option-dead",
            "Dead option",
            Severity.WARNING,
            (
                Part(Advice("", "", ()), (WARNING, AGAIN)),
                Part(Advice("It is not read.", "", ()), (other,)),
            ),
        ),
    )


def test_what_blocks_is_what_nobody_lives_with() -> None:
    ready = readiness(board())
    assert [(group.rule, group.open) for group in ready.standing(Severity.BLOCKER)] == [
        ("config/provider-gone", 1)
    ]
    assert [group.rule for group in ready.standing(Severity.CONDITION)] == [
        "fleet/option-drift",
        "question/tokens",
    ]
    assert readiness(decided((WAIVED,))).standing(Severity.BLOCKER) == ()


def test_what_is_lived_with_stands_by_who_said_so() -> None:
    ready = readiness(board())
    assert ready.accepted == (
        Accepted("Jo Admin until 2027-03-01: not deployed", ready.groups[0], (WAIVED,)),
    )


def test_the_way_is_told_by_hops() -> None:
    ladder = empty().upgrade.ladder
    ends = {release.series: release for release in ladder}
    report = replace(empty(), upgrade=Upgrade(ends["yoga"], ends["2023.1"], ladder))
    hops = [(hop.source, hop.target) for hop in readiness(report).hops]
    assert hops == [("yoga", "zed"), ("zed", "2023.1")]
    target = ends["2025.1"]
    (only,) = readiness(empty()).hops
    assert only == HopShape(
        "2024.1", "2025.1", target.version, target.slurp, target.requires_python, "zed"
    )


def test_notes_stand_by_what_is_left_to_do() -> None:
    notes = readiness(board()).notes
    assert notes.open == (PROVIDER, LATE)
    assert notes.acknowledged == (READ,)
    assert notes.informing == (FEATURE,)
    assert notes.refuted == (GONE,)
    assert notes.applying == 2


def test_evidence_says_how_much_was_looked_at() -> None:
    source, target = empty().upgrade.source.version, empty().upgrade.target.version
    assert readiness(board()).evidence == (
        Fact("Deployed release", "2024.1 (caracal): given"),
        Fact("Target release", "2025.1 (epoxy): given"),
        Fact("Configuration", "3 configuration files on 3 nodes"),
        Fact(
            "Logs",
            "3 files from 2026-11-20 10:00:00 to 2026-11-22 16:00:00, with 2 starts of keystone",
        ),
        Fact("Logs written by", "zed or later (three fields of identity)"),
        Fact("Release notes", "5 of 2 releases, fetched 2026-11-20 to 2026-11-23"),
        Fact("Facts of releases", f"keystone {source} and {target}, catalogs catalogs"),
        Fact("Rules", "2 asked, rules rules"),
        Fact("Made by", "kslint 1.0, profile approval, on 2026-11-23 02:50 UTC"),
        Fact("Holds until", "2027-03-01, when the first waiver or acknowledgement in it ends"),
    )
    assert Fact("Logs", "none were read") in readiness(empty()).evidence
    assert Fact("Release notes", "none were read") in readiness(empty()).evidence


def test_the_seal_is_that_of_the_report_in_json() -> None:
    assert readiness(board()).seal == document(board()).seal


def test_each_node_has_its_open_findings() -> None:
    assert readiness(board()).nodes == (
        Node("", 0, (1, 1, 1, 1)),
        Node("ctl1", 1, (0, 1, 1, 0)),
        Node("ctl2", 1, (0, 1, 1, 0)),
        Node("ctl3", 1, (0, 1, 0, 0)),
    )
    assert readiness(board()).drift == (DRIFT,)
    assert readiness(decided((CONDITION, INFO))).nodes == (Node("", 1, (0, 1, 0, 1)),)
    assert [node.name for node in readiness(decided((DRIFT,))).nodes] == ["", *NODES]


SEEN = "4 distinct warnings seen, and 1 part could not be looked at"


def test_steps_before_the_upgrade_say_what_is_left() -> None:
    assert readiness(board()).before[:5] == tuple(
        Step(title, detail, State.OPEN)
        for title, detail in (
            ("Remove what blocks the upgrade", "1 blocker open, 1 waived or acknowledged"),
            ("Look at what was not looked at", "1 required part open"),
            ("Decide every condition", "2 conditions open"),
            ("Resolve the deprecation warnings in the logs", SEEN),
            ("Read the release notes", "2 notes not acknowledged"),
        )
    )
    assert [step.state for step in readiness(empty()).before] == [
        *[State.DONE] * 3,
        *[State.UNKNOWN] * 2,
        *[State.AHEAD] * 2,
    ]


def test_what_was_not_read_is_not_done() -> None:
    unread = report_of(gaps=(note_answers.GAP, replace(OPTIONAL, what=START)))
    tally = LogTally(files=log_tallies.FILES)
    report = replace(unread, logs=tally, reading=ReadingList(("stein", "train")))
    assert readiness(report).before[3:5] == (
        Step(
            "Resolve the deprecation warnings in the logs",
            "0 distinct warnings seen, and 1 part could not be looked at",
            State.UNKNOWN,
        ),
        Step(
            "Read the release notes",
            "0 notes not acknowledged, and 1 part could not be looked at",
            State.UNKNOWN,
        ),
    )


def test_the_steps_of_the_upgrade_are_in_the_guides_order() -> None:
    version = empty().upgrade.target.version
    steps = readiness(empty()).during
    assert [step.title for step in steps] == [
        "Stop every keystone process",
        "Back up the database",
        "Upgrade the code on every node",
        "Put the new configuration files in place",
        "Run keystone-manage db_sync",
        "Run keystone-manage doctor",
        "Flush the token cache and start keystone",
        "Issue and validate a token",
    ]
    assert steps[2].detail.startswith(f"to keystone {version}, Python >=")


def warned(*days: tuple[str, int], count: int = 0, **others: object) -> LogEvent:
    total = count or sum(number for _, number in days)
    event = LogEvent(EventKind.OPTION_REMOVAL, "[token] x", "it ends", total, days=days)
    return replace(event, **others)


def days_of(*events: LogEvent) -> Timeline:
    return readiness(replace(empty(), logs=LogTally(events=events))).timeline


def test_warnings_are_told_by_day_and_days_without_a_log_as_such() -> None:
    assert days_of(warned(("2026-11-20", 4), ("2026-11-22", 2)), warned(("2026-11-22", 1))) == (
        Timeline(
            (
                Day(dt.date(2026, 11, 20), 4, is_covered=True),
                Day(dt.date(2026, 11, 21), 0, is_covered=False),
                Day(dt.date(2026, 11, 22), 3, is_covered=True),
            )
        )
    )
    assert readiness(board()).timeline == Timeline(
        (
            Day(dt.date(2026, 11, 20), 4, is_covered=True),
            Day(dt.date(2026, 11, 21), 0, is_covered=True),
            Day(dt.date(2026, 11, 22), 1200, is_covered=True),
        ),
        undated=6,
    )


def test_failures_and_other_services_are_no_deprecation_warnings() -> None:
    failure = warned(("2026-11-20", 4), kind=EventKind.FAILURE)
    service = warned(("2026-11-20", 4), origin=Origin.SERVICE)
    assert days_of(failure, service) == Timeline()


def test_days_that_are_none_and_days_long_ago_are_counted() -> None:
    told = days_of(warned(("0001-01-01", 7), ("</script>", 2), ("2026-11-22", 1), count=11))
    assert (len(told.days), told.undated, told.earlier, told.count) == (366, 3, 7, 11)
    assert told.days[-1] == Day(dt.date(2026, 11, 22), 1, is_covered=True)
    assert told.most == 1


def test_a_blocker_stands_before_anything_else() -> None:
    groups = readiness(decided((BLOCKER, CONDITION, WARNING, INFO))).groups
    assert [group.severity for group in groups] == list(Severity)
