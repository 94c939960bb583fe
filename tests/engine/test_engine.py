from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from linter.checks.context import Context
from linter.checks.registry import CHECKS, Hit
from linter.cli.analysis import Request, check
from linter.engine import join
from linter.model.finding import Confidence, Finding, Severity
from linter.model.location import Location
from linter.model.verdict import Decision
from linter.ruleset import RuleError, load_rules, parse_rule

HEALTHY = """\
[database]
connection = mysql+pymysql://keystone:canary@db.example.org/keystone
[token]
provider = fernet
"""
RULE = """\
title: A rule of the site
severity: condition
check: {check}
message: it is so
why: because
fix: change it
params: {params}
"""


def report_on(folder: Path, text: str, **words: str):  # noqa: ANN201
    (folder / "keystone.conf").write_text(text)
    words = {"source": "2025.1", "target": "2025.1"} | words
    return check(Request(paths=(str(folder),), **words))


def test_a_crashed_rule_is_a_required_gap_and_never_a_pass(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def crash(context: Context) -> Iterator[Hit]:
        raise ZeroDivisionError(context.deployment.node)

    monkeypatch.setitem(CHECKS, "python-floor-raised", crash)
    report = report_on(tmp_path, HEALTHY)
    assert report.verdict.decision is Decision.INCOMPLETE
    gap = next(gap for gap in report.gaps if gap.required)
    assert gap.what == "rule upgrade/python-floor-raised"
    assert gap.why.startswith("it failed with ZeroDivisionError at test_engine.py:")


def test_a_healthy_file_checked_against_its_own_release_is_go(tmp_path: Path) -> None:
    report = report_on(tmp_path, HEALTHY)
    assert report.verdict.decision is Decision.GO
    assert report.findings == ()


def test_a_rule_of_the_site_is_used_beside_the_shipped_ones(tmp_path: Path) -> None:
    rules = tmp_path / "site"
    rules.mkdir()
    params = "{group: token, name: provider, values: [fernet]}"
    (rules / "no-fernet.yaml").write_text(RULE.format(check="option-value", params=params))
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    paths = (str(tmp_path / "keystone.conf"),)
    report = check(Request(paths=paths, source="2025.1", target="2025.1", rules=(rules,)))
    assert [finding.rule for finding in report.findings] == ["no-fernet"]


def test_a_changed_default_that_nobody_has_judged_is_a_warning(tmp_path: Path) -> None:
    rules = tmp_path / "site"
    rules.mkdir()
    params = "{matters: {}, notable: {}, harmless: [], now_fixed: {}}"
    (rules / "any-default.yaml").write_text(RULE.format(check="default-changed", params=params))
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    paths = (str(tmp_path / "keystone.conf"),)
    report = check(Request(paths=paths, source="train", target="ussuri", rules=(rules,)))
    assert [finding for finding in report.findings if finding.rule == "any-default"] == []
    report = check(Request(paths=paths, source="rocky", target="stein", rules=(rules,)))
    said = {
        finding.subject: finding.severity
        for finding in report.findings
        if finding.rule == "any-default"
    }
    assert said["[security_compliance] unique_last_password_count"] is Severity.WARNING


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        ("title: x\n", "Object missing required field `severity`"),
        (RULE.format(check="option-valeu", params="{}"), "no check named 'option-valeu'"),
        (RULE.format(check="option-value", params="{}"), "parameter 'group' is missing"),
        (RULE.format(check="python-floor-raised", params="{x: 1}"), "unknown parameter 'x'"),
        (
            RULE.format(
                check="log-message", params="{kinds: [other], known: {a text: {settle: true}}}"
            ),
            "parameter 'known': nothing is called 'settle' there",
        ),
        (
            RULE.format(check="option-value", params="{group: [], name: a, values: [b]}"),
            "Expected `str`, got `array`",
        ),
        ("title: [", "while parsing a flow node"),
    ],
)
def test_a_rule_that_cannot_be_used_is_named_with_the_reason(text: str, reason: str) -> None:
    with pytest.raises(RuleError) as error:
        parse_rule(text.encode(), "a", Path("a.yaml"))
    assert str(error.value).startswith("a.yaml: ")
    assert reason in str(error.value)


def test_no_rules_at_all_is_an_error(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("linter.ruleset.shipped_folder", lambda: tmp_path)
    with pytest.raises(RuleError, match="no rules were found"):
        load_rules()


def finding(node: str, line: int) -> Finding:
    at = Location(node=node, path="keystone.conf", line=line)
    return Finding(
        rule="a/rule",
        title="A rule",
        severity=Severity.WARNING,
        confidence=Confidence.CERTAIN,
        message="it is so",
        subject="[a] b",
        at=at,
        fingerprint="f",
        nodes=(node,),
        excerpt=f"b = {line}",
    )


def test_one_fault_on_two_nodes_is_one_finding_with_both_names() -> None:
    joined = join([finding("ctl1", 3), finding("ctl2", 4)])
    assert joined == (msgspec.structs.replace(finding("ctl1", 3), nodes=("ctl1", "ctl2")),)


def test_one_fault_on_two_lines_is_one_finding_with_a_witness() -> None:
    (joined,) = join([finding("", 3), finding("", 9)])
    assert [(witness.text, witness.at) for witness in joined.witnesses] == [
        ("b = 9", finding("", 9).at)
    ]


def test_one_fault_is_as_grave_as_where_it_is_gravest() -> None:
    warning = finding("ctl1", 3)
    blocker = msgspec.structs.replace(
        finding("ctl2", 4), severity=Severity.BLOCKER, confidence=Confidence.LIKELY
    )
    for both in ([warning, blocker], [blocker, warning]):
        (joined,) = join(both)
        assert (joined.severity, joined.confidence) == (Severity.BLOCKER, Confidence.LIKELY)


def test_one_fault_is_open_unless_it_is_waived_everywhere() -> None:
    opened = finding("ctl1", 3)
    waived = msgspec.structs.replace(finding("ctl2", 4), waiver="known")

    assert [joined.waiver for joined in join([waived, opened])] == [""]
    assert [joined.waiver for joined in join([waived, waived])] == ["known"]
