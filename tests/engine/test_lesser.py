"""A rule that says more about a subject is shown instead of one that says less."""

from pathlib import Path

import msgspec
import pytest

from linter.cli.analysis import Request, check
from linter.engine import without_lesser
from linter.model.finding import Confidence, Finding, Severity
from linter.model.location import Location
from linter.ruleset import Rule, RuleError, Ruleset, load_rules

SPECIFIC = """\
title: The catalog in a file
severity: warning
check: option-value
params: {group: catalog, name: driver, values: [templated]}
message: "[{group}] {name} = {value} reads the catalog from a file"
why: because
fix: change it
instead_of: [config/catalog-templated-removed]
"""


def rule(name: str, *lesser: str) -> Rule:
    text = "text"
    return Rule(text, Severity.WARNING, "check", text, text, text, id=name, instead_of=lesser)


RULES = Ruleset({"a/more": rule("a/more", "a/less"), "a/less": rule("a/less")}, "")


def finding(name: str, **fields: object) -> Finding:
    made = Finding(
        rule=name,
        title="A rule",
        severity=Severity.WARNING,
        confidence=Confidence.LIKELY,
        message="it is so",
        subject="[a] b",
        at=Location(path="keystone.conf", line=3),
        fingerprint=name,
    )
    return msgspec.structs.replace(made, **fields)


def test_the_lesser_one_is_left_out_wherever_it_stands() -> None:
    more, less = finding("a/more"), finding("a/less", at=Location(path="keystone.conf", line=9))
    assert without_lesser([more, less], RULES) == [more]
    assert without_lesser([less, more], RULES) == [more]


def test_what_remains_is_as_grave_as_the_gravest() -> None:
    less = finding("a/less", severity=Severity.BLOCKER, confidence=Confidence.CERTAIN)
    (kept,) = without_lesser([finding("a/more"), less], RULES)
    assert (kept.severity, kept.confidence) == (Severity.BLOCKER, Confidence.CERTAIN)


@pytest.mark.parametrize(
    "other",
    [
        finding("a/less", subject="[a] c"),
        finding("a/less", at=Location(path="other.conf", line=3)),
        finding("a/less", at=Location(node="ctl2", path="keystone.conf", line=3)),
    ],
    ids=["subject", "file", "node"],
)
def test_what_is_about_something_else_stays(other: Finding) -> None:
    assert without_lesser([finding("a/more"), other], RULES) == [finding("a/more"), other]


def test_a_rule_of_the_site_may_say_more_than_a_shipped_one(tmp_path: Path) -> None:
    rules = tmp_path / "site"
    rules.mkdir()
    (rules / "catalog-in-file.yaml").write_text(SPECIFIC, encoding="utf-8")
    (tmp_path / "keystone.conf").write_text("[catalog]\ndriver = templated\n", encoding="utf-8")
    paths = (str(tmp_path / "keystone.conf"),)
    report = check(Request(paths=paths, source="2024.1", target="2025.1", rules=(rules,)))
    said = [
        (found.rule, found.severity)
        for found in report.findings
        if found.subject == "[catalog] driver"
    ]
    assert said == [("catalog-in-file", Severity.BLOCKER)]


def test_a_rule_that_is_not_there_cannot_be_replaced(tmp_path: Path) -> None:
    text = SPECIFIC.replace("config/catalog-templated-removed", "config/no-such-rule")
    (tmp_path / "catalog-in-file.yaml").write_text(text, encoding="utf-8")
    with pytest.raises(RuleError, match="catalog-in-file: instead_of names 'config/no-such-rule'"):
        load_rules((tmp_path,))
