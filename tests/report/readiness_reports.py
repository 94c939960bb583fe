"""Reports that a change board may get, for the tests of their formats."""

import enum
from datetime import UTC, date, datetime

import msgspec
from msgspec.structs import replace

from linter.model.finding import Confidence, Finding, Severity, Witness
from linter.model.location import Location
from linter.model.logs import LogTally
from linter.model.policy import AccessChange
from linter.model.report import Input, Report
from linter.model.verdict import decide
from tests.report import gate_reports, log_tallies, note_answers

NODES = ("ctl1", "ctl2", "ctl3")
DRIFT = Finding(
    rule="fleet/option-drift",
    title="Nodes that differ in an option",
    severity=Severity.CONDITION,
    confidence=Confidence.CERTAIN,
    message="[token] expiration differs between nodes (2 variants): 3600; 7200",
    subject="[token] expiration",
    at=Location("ctl1", "keystone.conf", 40, 0, 1),
    fingerprint="6" * 20,
    why="The same request gets another answer depending on the node that serves it.",
    fix="Make the nodes alike.",
    witnesses=(
        Witness("config", "ctl1, ctl2: 3600", Location("ctl1", "keystone.conf", 40, 0, 1)),
        Witness("config", "ctl3: 7200", Location("ctl3", "keystone.conf", 41, 0, 1)),
    ),
    nodes=NODES,
    excerpt="expiration = 3600",
)
CHANGES = (
    AccessChange("identity:get_role", "domain-admin", "own", source=False, target=True),
    AccessChange("identity:list_trusts", "project-reader", "other", source=True, target=False),
)
INPUTS = tuple(
    Input(node, "keystone.conf", "configuration", str(number) * 64)
    for number, node in enumerate(NODES)
)


def board() -> Report:
    """Something for each part of a readiness report."""
    findings = (*gate_reports.full().findings, DRIFT)
    ordered = tuple(sorted(findings, key=lambda finding: finding.severity.rank))
    return replace(
        gate_reports.report_of(ordered, gate_reports.full().gaps, INPUTS),
        profile="approval",
        created=datetime(2026, 11, 23, 2, 50, 7, tzinfo=UTC),
        valid_until=date(2027, 3, 1),
        access_changes=CHANGES,
        logs=log_tallies.FULL,
        reading=note_answers.FULL.reading,
    )


def empty() -> Report:
    """What nothing stands against."""
    return gate_reports.report_of()


def hostile() -> Report:
    """Whatever anybody may write anywhere, but halves of characters, which no seal takes."""
    made = replace(
        gate_reports.hostile(),
        logs=log_tallies.hostile(),
        reading=note_answers.hostile().reading,
        access_changes=tuple(
            AccessChange(text, "project-reader", "own", source=True, target=False)
            for text in gate_reports.HOSTILE
        ),
    )
    whole = _whole(made)
    assert isinstance(whole, Report)
    return whole


def _whole(value: object) -> object:
    if isinstance(value, str) and not isinstance(value, enum.Enum):
        return value.encode("utf-8", "replace").decode()
    if isinstance(value, tuple):
        return tuple(map(_whole, value))
    if isinstance(value, msgspec.Struct):
        return type(value)(*map(_whole, msgspec.structs.astuple(value)))
    return value


def large(number: int) -> Report:
    """So many findings of forty nodes, as rules that walk the catalogs make them."""
    findings = tuple(sorted(map(_one_of_many, range(number)), key=lambda each: each.severity.rank))
    report = gate_reports.report_of(findings, gate_reports.full().gaps, INPUTS)
    return replace(report, logs=LogTally(log_tallies.FULL.events, log_tallies.FULL.files))


def _one_of_many(number: int) -> Finding:
    """Each rule has fifty findings, and every tenth finding is waived."""
    rule = number // 50
    at = Location(
        f"ctl{number % 40}", f"etc/keystone/keystone.conf.d/{rule}.conf", number % 900 + 1
    )
    option = f"[group_{rule}] option_{number}"
    return Finding(
        rule=f"config/rule-{rule}",
        title=f"Option that the target reads in another way, case {rule}",
        severity=list(Severity)[rule % 4],
        confidence=Confidence.CERTAIN if number % 3 else Confidence.LIKELY,
        message=f"{option} = value-{number} is no longer read from 2025.1 on",
        subject=option,
        at=at,
        fingerprint=f"{number:020}",
        why="The line is ignored without a word; the option falls back to its default.",
        fix="Move the value to the option that took its place, as `group` and `name` tell.",
        links=("https://docs.openstack.org/releasenotes/keystone/2025.1.html",),
        witnesses=(
            Witness("config", f"option_{number} = value-{number}", at),
            Witness("catalog", f"option_{number} is not among the options", reference="2025.1"),
        ),
        nodes=(at.node,) if number % 5 else tuple(f"ctl{node}" for node in range(40)),
        excerpt=f"option_{number} = value-{number}",
        waiver="waived by Jo Admin until 2027-03-01: not in use" if number % 10 == 0 else "",
    )


def decided(findings: tuple[Finding, ...]) -> Report:
    """A report of these findings alone, with its verdict."""
    report = gate_reports.report_of(findings)
    return replace(report, verdict=decide(findings, (), Severity.BLOCKER))
