"""What logs said joins what files say, and each message is told once."""

import fnmatch
from collections.abc import Iterator, Mapping
from typing import Any

import msgspec
import pytest

from linter.corroboration import corroborated
from linter.model.finding import Confidence, Echo, Finding, Severity, Witness
from linter.model.location import Location
from linter.ruleset import Rule, Ruleset, load_rules

SAID = Witness("log", "seen once: it is deprecated", Location(path="keystone.log", line=3))
FOUND = Finding(
    rule="config/more",
    title="A rule",
    severity=Severity.WARNING,
    confidence=Confidence.LIKELY,
    message="it is so",
    subject="[a] b",
    at=Location(path="keystone.conf", line=3),
    fingerprint="more",
    nodes=("ctl1", "ctl2"),
)
LOGGED = msgspec.structs.replace(
    FOUND,
    rule="logs/option",
    severity=Severity.CONDITION,
    at=Location(path="keystone.log", line=3),
    fingerprint="logged",
    nodes=("ctl2",),
    echo=Echo((SAID,), ("[a] b",), ("config/less",)),
)


def rule(name: str, *lesser: str) -> Rule:
    text = "text"
    return Rule(text, Severity.WARNING, "check", text, text, text, id=name, instead_of=lesser)


RULES = Ruleset(
    {"config/more": rule("config/more", "config/less"), "logs/option": rule("logs/option")}, ""
)


def test_what_a_log_repeats_becomes_a_witness_of_the_rule_shown_instead() -> None:
    witnessed = msgspec.structs.replace(
        FOUND, witnesses=(SAID,), confidence=Confidence.CERTAIN, severity=Severity.WARNING
    )
    assert corroborated([LOGGED, FOUND], RULES) == (witnessed,)
    assert corroborated([FOUND, LOGGED], RULES) == (witnessed,)


@pytest.mark.parametrize(
    "found",
    [
        msgspec.structs.replace(FOUND, subject="[a] c"),
        msgspec.structs.replace(FOUND, rule="config/other"),
        msgspec.structs.replace(FOUND, nodes=("ctl1", "ctl3")),
    ],
    ids=["another subject", "another rule", "other nodes"],
)
def test_what_a_log_says_of_something_else_stands_alone(found: Finding) -> None:
    assert corroborated([found, LOGGED], RULES) == (found, LOGGED)


def test_every_finding_that_tells_the_same_gets_the_witness() -> None:
    overlay = msgspec.structs.replace(FOUND, at=Location(path="domains/keystone.a.conf", line=1))
    told = corroborated([FOUND, overlay, LOGGED], RULES)
    assert [finding.witnesses for finding in told] == [(SAID,), (SAID,)]


def test_nodes_without_a_name_are_no_reason_to_keep_apart() -> None:
    found = msgspec.structs.replace(FOUND, nodes=("",))
    assert len(corroborated([found, LOGGED], RULES)) == 1


def test_what_is_told_whatever_the_subject_makes_nobody_surer() -> None:
    found = msgspec.structs.replace(FOUND, subject="access")
    logged = msgspec.structs.replace(LOGGED, echo=Echo((SAID,), rules_of_any=("config/more",)))
    assert corroborated([found, logged], RULES) == (
        msgspec.structs.replace(found, witnesses=(SAID,)),
    )


def test_what_is_only_worth_knowing_stands_in_for_nothing_graver() -> None:
    found = msgspec.structs.replace(FOUND, severity=Severity.INFO)
    told = corroborated([found, LOGGED], RULES)
    assert [(finding.rule, finding.severity) for finding in told] == [
        ("config/more", Severity.INFO),
        ("logs/option", Severity.CONDITION),
    ]
    assert told[0].witnesses == (SAID,)


@pytest.mark.parametrize(
    ("before", "after"),
    [("possible", "likely"), ("likely", "certain"), ("certain", "certain")],
)
def test_agreement_makes_surer(before: str, after: str) -> None:
    found = msgspec.structs.replace(FOUND, confidence=Confidence(before))
    (told,) = corroborated([found, LOGGED], RULES)
    assert told.confidence is Confidence(after)


@pytest.mark.parametrize(
    "line",
    [
        '"identity:list_users": "",',
        "identity:list_users: ''",
        "'identity:list_users' : x",
        '{"identity:get_user": "", "identity:list_users": ""}',
    ],
)
def test_a_line_that_gives_a_policy_rule_speaks_of_it(line: str) -> None:
    lines = (Witness("config", line, Location(path="policy.yaml", line=2)),)
    found = msgspec.structs.replace(FOUND, subject="policy.yaml", witnesses=lines)
    echo = Echo((SAID,), ("identity:list_users",), ("config/*",))
    logged = msgspec.structs.replace(LOGGED, subject="identity:list_users", echo=echo)
    (told,) = corroborated([found, logged], RULES)
    assert told.witnesses == (*lines, SAID)


def test_a_rule_whose_name_only_begins_alike_is_another() -> None:
    lines = (Witness("config", '"identity:list_users_x": ""', Location(path="policy.yaml")),)
    found = msgspec.structs.replace(FOUND, subject="policy.yaml", witnesses=lines)
    echo = Echo((SAID,), ("identity:list_users",), ("config/*",))
    logged = msgspec.structs.replace(LOGGED, echo=echo)
    assert corroborated([found, logged], RULES) == (found, logged)


def test_rules_of_logs_join_rules_that_there_are() -> None:
    rules = load_rules()
    of_logs = [rule for rule in rules if rule.id.startswith("logs/")]
    asked = {pattern for rule in of_logs for pattern in _joined(rule.params)}
    assert asked
    assert [pattern for pattern in asked if not fnmatch.filter(rules.rules, pattern)] == []


def _joined(params: Mapping[str, Any]) -> Iterator[str]:
    """The patterns that a rule names, for all messages and for those with some text."""
    yield from (*params.get("joins", ()), *params.get("joins_any", ()))
    for known in params.get("known", {}).values():
        yield from _joined(known)
