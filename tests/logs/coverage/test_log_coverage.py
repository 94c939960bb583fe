from dataclasses import dataclass

import pytest
from msgspec.structs import replace

from linter.catalog import store
from linter.logs.coverage.gaps import LogSettings, gaps_in
from linter.model.finding import Confidence, Gap
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, LogFile, LogTally, Origin, Start

LOG = LogFile(
    "",
    "keystone.log",
    "keystone.log",
    "oslo",
    5_000_000,
    "2026-11-20T06:25:01.000",
    "2026-11-22T15:29:18.651",
    ("INFO", "WARNING"),
)
START = Start(
    Location("", "keystone.log", 7), "keystone wrote down its options", "2026-11-20T08:00:00.000"
)
EVENT = LogEvent(EventKind.OPTION_RENAMED, "[assignment] cache_time", "...", 3, level="WARNING")
HEALTHY = LogTally(files=(LOG,), starts=(START,), releases=(("zed or later", "six fields"),))
NO_START = (
    "no start of keystone shows in them, and a run of keystone-manage is none; a process warns of "
    "an option once, when it first reads it, which can be before they begin"
)
REMEDY_AGAIN = "restart keystone, use it for a while, and give the logs from before the restart on"


def gap(what: str, why: str, remedy: str) -> Gap:
    return Gap(what, why, remedy, required=False)


def test_healthy_logs_leave_nothing_open() -> None:
    settings = LogSettings(
        (("amqp", "WARN"), ("oslo_policy", "INFO"), ("sqlalchemy", "ERROR")), "keystone.log"
    )

    assert gaps_in(HEALTHY, settings, store.release_by_name("2024.1")) == ()


def test_without_a_start_the_logs_leave_open_whether_there_are_warnings() -> None:
    assert gaps_in(replace(HEALTHY, starts=(), events=(EVENT,))) == (
        gap(
            "logs",
            NO_START,
            f"{REMEDY_AGAIN}, the web server's error log among them",
        ),
    )


def test_a_start_that_is_only_likely_is_said() -> None:
    start = replace(START, evidence="Apache started or was reloaded", confidence=Confidence.LIKELY)

    assert gaps_in(replace(HEALTHY, starts=(start,))) == (
        gap(
            "starts of keystone in the logs",
            "none shows for certain: Apache started or was reloaded",
            "see that keystone was restarted since they begin, by its web server's log",
        ),
    )


def test_what_a_worker_says_once_may_come_long_after_the_start() -> None:
    evidence = "a process warned of deprecated policies, as each does once"
    start = replace(START, evidence=evidence, confidence=Confidence.LIKELY)

    assert gaps_in(replace(HEALTHY, starts=(start,))) == (
        gap(
            "start of keystone in the logs",
            f"none shows for certain: {evidence}, be it long after its start",
            "give the log of the web server or of uWSGI as well, which shows starts",
        ),
    )


def test_the_start_of_a_web_server_and_a_sign_of_keystone_are_a_start() -> None:
    apache = replace(START, evidence="Apache started or was reloaded", confidence=Confidence.LIKELY)
    keystone = replace(
        START,
        evidence="a process warned of deprecated policies, as each does once",
        confidence=Confidence.LIKELY,
    )

    assert gaps_in(replace(HEALTHY, starts=(apache, keystone))) == ()


def test_logs_that_end_with_the_start_leave_all_open() -> None:
    late = replace(START, time="2026-11-22T15:29:10.000")

    assert gaps_in(replace(HEALTHY, starts=(late,))) == (
        gap(
            "logs",
            "they end within 10 seconds of the first start in them, at 2026-11-22T15:29:10.000",
            "use keystone for a while, and give its logs again",
        ),
    )


@pytest.mark.parametrize("files", [(), (replace(LOG, size=0),)])
def test_empty_logs_leave_all_open(files: tuple[LogFile, ...]) -> None:
    assert gaps_in(LogTally(files=files)) == (
        gap("logs", "there is nothing in them", "give the logs that keystone writes"),
    )


def test_logs_of_a_web_server_alone_leave_all_open() -> None:
    start = replace(START, evidence="Apache started or was reloaded", confidence=Confidence.LIKELY)
    log = replace(LOG, path="error.log", family="error.log", layout="apache", levels=())

    assert gaps_in(LogTally(files=(log,), starts=(start,)))[:1] == (
        gap(
            "logs",
            "no record that keystone itself wrote was seen in them",
            "give the logs that keystone writes, by `[DEFAULT] log_file` or to the journal or "
            "standard error",
        ),
    )


def test_logs_in_no_known_form_leave_all_open() -> None:
    found = gaps_in(LogTally(files=(replace(LOG, layout="", levels=()),)))

    assert [(gap.what, gap.why) for gap in found][:1] == [
        ("logs", "none of them has a form that is known")
    ]


def test_logs_of_another_service_are_none_of_keystone() -> None:
    log = replace(LOG, path="nova/nova-api.log", family="nova-api.log")
    start = replace(START, at=Location("", "nova/nova-api.log", 7))
    event = replace(EVENT, service="nova", origin=Origin.SERVICE)

    found = gaps_in(LogTally(files=(log,), starts=(start,), events=(event,)))

    assert [gap.why for gap in found if gap.what == "logs"] == [
        "they are those of nova",
        (NO_START),
    ]


def test_levels_that_only_errors_reach_hide_warnings() -> None:
    log = replace(LOG, levels=("CRITICAL", "ERROR"))

    assert gaps_in(replace(HEALTHY, files=(log,))) == (
        gap(
            "logs",
            "only records of the level CRITICAL and ERROR were seen in them",
            f"let keystone log at WARNING or INFO; then {REMEDY_AGAIN}",
        ),
    )


@dataclass(frozen=True)
class Levels:
    given: tuple[tuple[str, str], ...]
    hidden: str


@pytest.mark.parametrize(
    "case",
    [
        Levels((("oslo_config", "ERROR"),), "oslo_config.cfg"),
        Levels((("keystone", "critical"), ("py", "40")), "keystone, py.warnings"),
        Levels(
            (("root", "ERROR"), ("keystone", "INFO"), ("oslo_log", "WARN")),
            "oslo_config.cfg, oslo_policy.policy, py.warnings",
        ),
        Levels((("keystone.common", "ERROR"),), "keystone.common"),
    ],
)
def test_levels_of_the_configuration_that_hide_warnings_are_named(case: Levels) -> None:
    assert gaps_in(HEALTHY, LogSettings(case.given)) == (
        gap(
            "logs",
            f"the configuration keeps out the warnings of {case.hidden}",
            f"set their level to WARNING; then {REMEDY_AGAIN}",
        ),
    )


def test_the_file_that_keystone_logs_to_is_missed_among_others() -> None:
    log = replace(LOG, path="apache/error.log", family="error.log")
    tally = replace(HEALTHY, files=(log,))
    wanted = gap(
        "logs",
        "[DEFAULT] log_file is keystone.log, and none of them is called so",
        "give that file with those that it was rotated to",
    )

    assert gaps_in(tally, LogSettings(log_file="keystone.log")) == (wanted,)
    assert gaps_in(replace(tally, events=(EVENT,)), LogSettings(log_file="keystone.log")) == ()
    piped = replace(tally, files=(replace(LOG, path="stdin", family="stdin"),))
    assert gaps_in(piped, LogSettings(log_file="keystone.log")) == ()


def test_logs_of_another_release_tell_of_another_configuration() -> None:
    assert gaps_in(HEALTHY, None, store.release_by_name("yoga")) == (
        gap(
            "logs",
            "keystone of zed or later wrote them, and the deployment is yoga",
            "give the logs of the release that is deployed, or name it with --from",
        ),
    )


def test_logs_from_before_and_after_an_upgrade_are_in_order() -> None:
    both = replace(HEALTHY, releases=(("yoga or earlier", "five"), ("zed or later", "six")))

    assert gaps_in(both, None, store.release_by_name("zed")) == ()


def test_less_than_a_day_is_said() -> None:
    log = replace(LOG, first="2026-11-22T12:29:18.651")
    start = replace(START, time="2026-11-22T12:30:00.000")

    assert gaps_in(replace(HEALTHY, files=(log,), starts=(start,))) == (
        gap(
            "time in the logs",
            "they cover 3 hours; what only a nightly job or a rare request makes keystone warn of "
            "may be missing",
            "give those of at least a day",
        ),
    )


def test_logs_without_times_are_said() -> None:
    log = replace(LOG, first="", last="")

    assert gaps_in(replace(HEALTHY, files=(log,))) == (
        gap(
            "time in the logs",
            "they have no times, so nothing tells how far back they reach",
            "give logs that have times as well",
        ),
    )


def test_deprecated_policies_that_no_log_names_are_said() -> None:
    event = replace(EVENT, kind=EventKind.POLICY_RULES)

    assert gaps_in(replace(HEALTHY, events=(event,))) == (
        gap(
            "deprecated policies in the logs",
            "keystone logs that there are some, since Train, and names none of them",
            "run `kslint check` with the policy files, which tells them from these",
        ),
    )
    assert gaps_in(replace(HEALTHY, events=(event,)), LogSettings()) == ()


def rotated(*windows: tuple[str, str], node: str = "") -> LogTally:
    files = tuple(
        replace(LOG, node=node, path=f"keystone.log.{number}", first=first, last=last)
        for number, (first, last) in enumerate(windows, 1)
    )
    start = replace(START, at=Location(node, "keystone.log.1", 1), time=files[0].first)
    return replace(HEALTHY, files=files, starts=(start,))


def test_a_rotated_file_that_is_missing_shows_by_its_time() -> None:
    tally = rotated(
        ("2026-11-01T00:00:05", "2026-11-02T00:00:01"),
        ("2026-11-02T00:00:03", "2026-11-03T00:00:02"),
        ("2026-11-04T00:00:02", "2026-11-05T00:00:00"),
    )

    assert gaps_in(tally) == (
        gap(
            "log keystone.log",
            "nothing is there between 2026-11-03T00:00:02 (keystone.log.2) and "
            "2026-11-04T00:00:02 (keystone.log.3)",
            "find the file that is missing, or find out why nothing was logged",
        ),
    )


def test_a_quiet_keystone_has_no_holes() -> None:
    tally = rotated(
        ("2026-11-01T09:00:00", "2026-11-01T17:00:00"),
        ("2026-11-02T09:00:00", "2026-11-02T17:00:00"),
        ("2026-11-03T09:00:00", "2026-11-03T17:00:00"),
    )

    assert gaps_in(tally) == ()


def test_time_that_runs_backwards_is_said() -> None:
    tally = rotated(
        ("2026-11-01T00:00:05", "2026-11-03T00:00:01"),
        ("2026-11-02T00:00:01", "2026-11-04T00:00:02"),
    )

    assert gaps_in(tally) == (
        gap(
            "log keystone.log",
            "keystone.log.2 begins 1 day before keystone.log.1, read first, ends",
            "see whether a clock was wrong, and whether a file is there twice",
        ),
    )


def test_nodes_that_are_missing_silent_or_behind_are_said() -> None:
    one = rotated(("2026-11-01T00:00:00", "2026-11-10T00:00:00"), node="one")
    two = rotated(("2026-11-01T00:00:00", "2026-11-03T00:00:00"), node="two")
    tally = replace(one, files=one.files + two.files)

    assert gaps_in(tally, LogSettings(nodes=("one", "two", "three"))) == (
        gap("logs of nodes", "none are from three", "give those of every node"),
        gap(
            "logs of nodes",
            "no start of keystone shows in those of two",
            "give logs of theirs that reach back to the last start",
        ),
        gap(
            "logs of two",
            "they end 7 days before those of other nodes, at 2026-11-03T00:00:00",
            "see whether keystone still runs there, and where it logs",
        ),
    )


def test_times_that_are_none_are_taken_for_none() -> None:
    log = replace(LOG, first="yesterday", last="today")

    assert [gap.what for gap in gaps_in(replace(HEALTHY, files=(log,)))] == ["time in the logs"]
