"""What becomes of what logs said, given the files of a deployment and an upgrade."""

from collections.abc import Sequence
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.catalog import store
from linter.cli.ends import series_with
from linter.collect.directory import collect
from linter.engine import Evidence, Knowledge, Outcome, analyse
from linter.inference import upgrade_between
from linter.model.finding import Confidence, Finding, Severity, Witness
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, LogFile, LogTally, Origin, Sample, Start
from linter.parse.deployment import read_deployment
from linter.ruleset import load_rules

CONNECTION = "[database]\nconnection = mysql+pymysql://keystone@db/keystone\n"
AT = Location(path="keystone.log.1", line=7)
EVENT = LogEvent(
    EventKind.OPTION_REMOVAL,
    "[token] cache_on_issue",
    'Deprecated: Option "cache_on_issue" from group "token" is deprecated for removal.',
    12,
    "2026-11-20T08:00:00.125",
    "2026-11-22T15:29:18.651",
    (Sample(AT, "the line", "2026-11-20T08:00:00.125"),),
    nodes=(("", 12),),
)
SEEN = "12 times from 2026-11-20 08:00:00 to 2026-11-22 15:29:18"


def judged(
    folder: Path,
    events: Sequence[LogEvent],
    text: str = "",
    hop: tuple[str, str] = ("train", "ussuri"),
    starts: tuple[Start, ...] = (),
) -> Outcome:
    """What all rules find in a deployment of one node and in events of its log."""
    (folder / "keystone.conf").write_text(CONNECTION + text, encoding="utf-8")
    return judged_fleet((folder,), events, hop, starts)


def judged_fleet(
    folders: Sequence[Path],
    events: Sequence[LogEvent],
    hop: tuple[str, str] = ("train", "ussuri"),
    starts: tuple[Start, ...] = (),
) -> Outcome:
    snapshot = collect(tuple(map(str, folders)))
    deployments = [
        read_deployment(node, [node.name], store.secret_names()) for node in snapshot.nodes
    ]
    ends = (store.release_by_name(name) for name in hop)
    upgrade = upgrade_between(*ends, store.releases(), ("", ""))
    files = (LogFile("", "keystone.log.1", "keystone.log", "oslo", 100),)
    evidence = Evidence(logs=LogTally(tuple(events), files, starts))
    return analyse(deployments, upgrade, load_rules(), Knowledge(store.load, series_with), evidence)


def of_logs(outcome: Outcome) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.rule.startswith("logs/")]


def about(outcome: Outcome, subject: str) -> list[Finding]:
    return [finding for finding in outcome.findings if finding.subject == subject]


def test_line_message_and_catalog_are_one_finding(tmp_path: Path) -> None:
    outcome = judged(tmp_path, [EVENT], "[token]\ncache_on_issue = false\n")

    (finding,) = about(outcome, "[token] cache_on_issue")
    assert finding.rule == "config/option-for-removal"
    assert finding.at == Location(path="keystone.conf", line=4, end_line=4, column=1)
    assert finding.confidence is Confidence.CERTAIN
    assert finding.witnesses == (
        Witness("log", f"seen {SEEN}: {EVENT.message}", AT),
        Witness(
            "catalog",
            "ussuri has [token] cache_on_issue, deprecated for removal since stein",
            reference="ussuri",
        ),
    )
    assert of_logs(outcome) == []


def test_a_message_of_an_old_name_joins_the_line_that_uses_it(tmp_path: Path) -> None:
    event = replace(EVENT, kind=EventKind.OPTION_RENAMED, subject="[assignment] cache_time")
    outcome = judged(tmp_path, [event], "[assignment]\ncache_time = 60\n")

    (finding,) = about(outcome, "[assignment] cache_time")
    assert finding.rule == "config/option-renamed"
    assert [witness.kind for witness in finding.witnesses] == ["log", "catalog"]
    assert of_logs(outcome) == []


def test_a_message_of_an_old_name_is_settled_by_the_new_one(tmp_path: Path) -> None:
    event = replace(EVENT, kind=EventKind.OPTION_RENAMED, subject="[assignment] cache_time")
    (finding,) = of_logs(judged(tmp_path, [event], "[resource]\ncache_time = 60\n"))

    assert (finding.rule, finding.severity) == ("logs/option-resolved", Severity.INFO)


def test_an_option_set_by_an_old_name_is_set(tmp_path: Path) -> None:
    event = replace(EVENT, subject="[oslo_policy] policy_file")
    outcome = judged(tmp_path, [event], "[DEFAULT]\npolicy_file = p.yaml\n")

    joined = [f.rule for f in outcome.findings if any(w.kind == "log" for w in f.witnesses)]
    assert "config/option-renamed" in joined
    assert of_logs(outcome) == []


def test_a_line_that_no_rule_speaks_of_is_a_witness_of_the_message(tmp_path: Path) -> None:
    (finding,) = of_logs(judged(tmp_path, [EVENT], "[token]\ncache_on_issue = true\n"))

    assert (finding.rule, finding.severity) == ("logs/option-deprecated", Severity.WARNING)
    assert finding.at == AT
    assert [witness.kind for witness in finding.witnesses] == ["config", "log", "catalog"]
    assert (
        finding.message == f"[token] cache_on_issue is in use and the log warns of it, seen {SEEN}"
    )


GONE = ("rocky", "stein")


def test_an_option_that_went_is_as_grave_as_the_line_that_sets_it(tmp_path: Path) -> None:
    event = replace(EVENT, subject="[DEFAULT] secure_proxy_ssl_header")
    outcome = judged(tmp_path, [event], "[DEFAULT]\nsecure_proxy_ssl_header = X-P\n", GONE)
    assert [(f.rule, f.severity) for f in about(outcome, event.subject)] == [
        ("config/proxy-header-option-removed", Severity.CONDITION)
    ]
    assert about(outcome, event.subject)[0].witnesses[0].kind == "log"


def test_what_nothing_sets_any_more_is_only_of_note(tmp_path: Path) -> None:
    event = replace(EVENT, subject="[DEFAULT] secure_proxy_ssl_header")
    assert [(f.rule, f.severity) for f in of_logs(judged(tmp_path, [event], "", GONE))] == [
        ("logs/option-resolved", Severity.INFO)
    ]


@pytest.mark.parametrize(
    "text", ["[ldap]\nurl = {{ url }}\n", "[DEFAULT]\nconfig_source = remote\n", "no assignment\n"]
)
def test_where_not_all_was_read_something_may_set_it_still(text: str, tmp_path: Path) -> None:
    event = replace(EVENT, subject="[DEFAULT] secure_proxy_ssl_header")
    (finding,) = of_logs(judged(tmp_path, [event], text, GONE))

    assert (finding.rule, finding.severity) == ("logs/option-removed", Severity.CONDITION)
    assert "the variable OS_DEFAULT__SECURE_PROXY_SSL_HEADER" in finding.fix


def test_a_configuration_without_its_database_is_not_all(tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text("[token]\nprovider = fernet\n", encoding="utf-8")
    (finding,) = of_logs(judged_fleet((tmp_path,), [EVENT]))

    assert (finding.rule, finding.severity) == ("logs/option-deprecated", Severity.WARNING)


def fleet(folder: Path, *texts: str) -> tuple[Path, ...]:
    folders = []
    for number, text in enumerate(texts, 1):
        place = folder / f"ctl{number}"
        place.mkdir()
        (place / "keystone.conf").write_text(CONNECTION + text, encoding="utf-8")
        folders.append(place)
    return tuple(folders)


def test_a_message_is_told_once_for_all_deployments(tmp_path: Path) -> None:
    event = replace(EVENT, kind=EventKind.OTHER, nodes=(("ctl1.example.org", 5), ("ctl2", 7)))
    folders = fleet(tmp_path, "", "[token]\nexpiration = 60\n", "[token]\nexpiration = 90\n")
    (finding,) = of_logs(judged_fleet(folders, [event]))

    assert finding.nodes == ("ctl1", "ctl2")


def test_a_node_without_its_files_may_set_it_still(tmp_path: Path) -> None:
    event = replace(EVENT, nodes=(("ctl1", 5), ("ctl9", 7)))
    (finding,) = of_logs(judged_fleet(fleet(tmp_path, "", "[token]\nexpiration = 60\n"), [event]))

    assert finding.rule == "logs/option-deprecated"


def test_a_message_of_one_node_says_nothing_of_the_line_of_another(tmp_path: Path) -> None:
    event = replace(EVENT, nodes=(("ctl1", 12),))
    outcome = judged_fleet(fleet(tmp_path, "", "[token]\ncache_on_issue = false\n"), [event])
    found = about(outcome, "[token] cache_on_issue")

    assert {finding.rule for finding in found} >= {"config/option-for-removal"}
    joined = [f for f in found if f.rule == "config/option-for-removal"]
    assert joined[0].witnesses == ()
    assert [(finding.rule, finding.nodes) for finding in of_logs(outcome)] == [
        ("logs/option-resolved", ("ctl1",))
    ]


def test_a_message_of_a_node_without_a_name_is_of_any_of_them(tmp_path: Path) -> None:
    folders = fleet(tmp_path, "", "[token]\ncache_on_issue = true\n")
    event = replace(EVENT, nodes=(("", 9), (folders[0].name, 3)))
    (finding,) = of_logs(judged_fleet(folders, [event]))

    assert finding.rule == "logs/option-deprecated"
    assert finding.nodes == tuple(folder.name for folder in folders)


def test_counts_times_and_rotation_change_no_fingerprint(tmp_path: Path) -> None:
    later = replace(
        EVENT,
        count=13,
        last="2026-11-23T15:29:18.651",
        samples=(Sample(Location(path="keystone.log.1", line=900), "", ""),),
    )
    marks = {of_logs(judged(tmp_path, [event]))[0].fingerprint for event in (EVENT, later)}

    assert len(marks) == 1


def test_two_unknown_messages_of_one_logger_are_two_findings(tmp_path: Path) -> None:
    event = replace(EVENT, kind=EventKind.OTHER, subject="keystone.server")
    events = [event, replace(event, message="Deprecated: another thing")]
    found = of_logs(judged(tmp_path, events))

    assert [finding.message for finding in found] == [
        f"{EVENT.message} (seen {SEEN})",
        f"Deprecated: another thing (seen {SEEN})",
    ]
    assert len({finding.fingerprint for finding in found}) == len(found)


@pytest.mark.thorough
@pytest.mark.parametrize("origin", Origin)
@pytest.mark.parametrize("kind", EventKind)
def test_no_message_is_dropped_or_told_twice(
    kind: EventKind, origin: Origin, tmp_path: Path
) -> None:
    event = replace(EVENT, kind=kind, origin=origin, service="nova-api")
    (finding,) = of_logs(judged(tmp_path, [event]))

    assert finding.severity is not Severity.BLOCKER
    if origin is Origin.SERVICE:
        assert (finding.rule, finding.severity) == ("logs/other-service", Severity.INFO)


def test_an_option_that_no_release_knows_is_another_programs(tmp_path: Path) -> None:
    event = replace(EVENT, subject="[api_database] slave_connection")
    assert [(f.rule, f.severity) for f in of_logs(judged(tmp_path, [event]))] == [
        ("logs/option-unknown", Severity.INFO)
    ]


V2 = replace(
    EVENT,
    kind=EventKind.FEATURE,
    subject="v2 API",
    message="Deprecated: get_tenants of the v2 API is deprecated as of Mitaka in favor of a "
    "similar function in the v3 API and may be removed in Q.",
    removal="Q",
)


def test_no_answer_to_a_question_hides_what_a_log_shows(tmp_path: Path) -> None:
    outcome = judged(tmp_path, [V2], hop=("pike", "queens"))

    (asked,) = [f for f in outcome.findings if f.rule == "question/identity-v2-clients"]
    assert asked.witnesses == ()
    assert [(f.rule, f.severity) for f in of_logs(outcome)] == [
        ("logs/feature-deprecated", Severity.CONDITION)
    ]


def test_a_feature_that_goes_joins_the_line_that_leads_to_it(tmp_path: Path) -> None:
    message = (
        'Deprecated: UUID Token Provider "[token] provider=uuid" is deprecated as of Pike in favor '
        'of Fernet token Provider "[token] provider=fernet" and may be removed in R.'
    )
    event = replace(V2, subject="[token] provider", message=message, removal="R")
    outcome = judged(tmp_path, [event], "[token]\nprovider = uuid\n", ("pike", "rocky"))

    (found,) = [f for f in outcome.findings if f.rule == "config/token-provider-uuid-removed"]
    assert (found.severity, found.witnesses[-1].kind) == (Severity.BLOCKER, "log")
    assert of_logs(outcome) == []


NEW = replace(EVENT, kind=EventKind.FEATURE, subject="a thing", message="A thing may go in S.")


@pytest.mark.parametrize(
    ("removal", "hop", "severity", "fate"),
    [
        ("S", ("rocky", "stein"), "condition", "; it was announced to go in stein"),
        ("Stein", ("rocky", "train"), "condition", "; it was announced to go in stein"),
        ("'S'", ("queens", "rocky"), "warning", ""),
        ("Stein", ("train", "ussuri"), "warning", ""),
        ("2024.2", ("2024.1", "2025.1"), "condition", "; it was announced to go in 2024.2"),
        ("UNKOWN", ("2024.1", "2025.1"), "warning", ""),
        ("[", ("2024.1", "2025.1"), "warning", ""),
        ("", ("2024.1", "2025.1"), "warning", ""),
    ],
)
def test_a_feature_counts_by_when_it_is_to_go(
    removal: str, hop: tuple[str, str], severity: str, fate: str, tmp_path: Path
) -> None:
    (finding,) = of_logs(judged(tmp_path, [replace(NEW, removal=removal)], hop=hop))

    assert (finding.severity, finding.message) == (severity, f"{NEW.message} (seen {SEEN}){fate}")


def test_what_outlived_its_announcement_is_a_warning(tmp_path: Path) -> None:
    message = (
        "Deprecated: identity:get_policy of the v3 Policy APIs is deprecated as of Queens and may "
        "be removed in Stein. It will not be superseded."
    )
    event = replace(NEW, message=message, removal="Stein")
    (finding,) = of_logs(judged(tmp_path, [event], hop=("rocky", "stein")))

    assert finding.severity is Severity.WARNING


ADMIN = replace(
    EVENT,
    kind=EventKind.SECURITY,
    subject="[DEFAULT] admin_token",
    message="The use of the '[DEFAULT] admin_token' configurationoption presents a significant "
    "security risk and should not be set.",
)


def test_the_admin_token_is_one_finding_with_its_line(tmp_path: Path) -> None:
    outcome = judged(tmp_path, [ADMIN], "[DEFAULT]\nadmin_token = secret\n")

    (finding,) = about(outcome, "[DEFAULT] admin_token")
    assert finding.rule == "config/admin-token-set"
    assert [witness.kind for witness in finding.witnesses] == ["log"]


def test_a_value_that_was_refused_joins_the_line_with_it(tmp_path: Path) -> None:
    message = "Value for option expiration from LocationInfo() is not valid: invalid literal"
    event = replace(EVENT, kind=EventKind.OPTION_VALUE, subject="expiration", message=message)
    outcome = judged(tmp_path, [event], "[token]\nexpiration = an hour\n")

    (found,) = about(outcome, "[token] expiration")
    assert [witness.kind for witness in found.witnesses] == ["log"]
    assert of_logs(outcome) == []


def test_the_admin_token_that_is_gone_is_only_of_note(tmp_path: Path) -> None:
    (finding,) = of_logs(judged(tmp_path, [ADMIN]))
    assert (finding.rule, finding.severity) == ("logs/advised", Severity.INFO)


@pytest.mark.parametrize(
    ("starts", "severity", "fate"),
    [
        ((), "condition", ""),
        (
            (Start(AT, "begins", "2026-11-22T15:30:00.000"),),
            "warning",
            "; keystone has started since",
        ),
        ((Start(AT, "begins", "2026-11-22T15:29:00.000"),), "condition", ""),
        (
            (Start(AT, "begins", "2026-11-22T15:30:00.000", confidence=Confidence.LIKELY),),
            "condition",
            "",
        ),
        ((Start(Location("ctl2"), "begins", "2026-11-22T15:30:00.000"),), "condition", ""),
    ],
    ids=["none", "later", "earlier", "likely", "elsewhere"],
)
def test_an_error_that_ended_keystone_counts_less_after_a_start(
    starts: tuple[Start, ...], severity: str, fate: str, tmp_path: Path
) -> None:
    event = replace(EVENT, kind=EventKind.FAILURE, subject="ValueError", message="It failed")
    (finding,) = of_logs(judged(tmp_path, [event], starts=starts))

    assert (finding.severity, finding.message) == (severity, f"It failed (seen {SEEN}){fate}")


def test_a_secret_in_a_message_is_masked(tmp_path: Path) -> None:
    message = "URL mysql://keystone:canary@db/keystone does not contain a '+drivername' portion"
    event = replace(
        EVENT, kind=EventKind.DATABASE, subject="[database] connection", message=message
    )
    outcome = judged(tmp_path, [event], "[DEFAULT]\nadmin_token = secret\n")

    assert "canary" not in repr(outcome)
    assert of_logs(outcome) != []
