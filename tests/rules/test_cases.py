import re
from pathlib import Path

import pytest

from linter.cli.trial import tried
from linter.ruleset import Rule, load_rules
from tests.rules.cases import Case, cases, told

CASES = list(cases())
PARAMETERS = [pytest.param(rule, case, id=f"{rule}: {case.name}") for rule, case in CASES]
RULES = load_rules()
TITLE_LENGTH = 60
_UNFILLED = re.compile(r"\{\w*\}")


@pytest.mark.parametrize(("rule", "case"), PARAMETERS)
def test_user_reads(rule: str, case: Case, tmp_path: Path) -> None:
    report = tried(case, tmp_path)

    said = tuple(told(finding) for finding in report.findings if finding.rule == rule)
    assert said == case.findings
    assert not [gap.what for gap in report.gaps if gap.what.startswith("rule ")]


def test_quiet_is_said_of_every_case_without_findings() -> None:
    assert [case.name for _, case in CASES if case.quiet is bool(case.findings)] == []


def test_every_rule_is_shown_firing_and_quiet() -> None:
    shown = {(rule, case.quiet) for rule, case in CASES}

    wanted = {(rule.id, quiet) for rule in RULES for quiet in (True, False)}
    assert shown == wanted


def test_no_two_cases_of_a_rule_have_one_name() -> None:
    names = [(rule, case.name) for rule, case in CASES]

    assert len(set(names)) == len(names)


def test_texts_are_filled_and_messages_are_one_line() -> None:
    findings = [finding for _, case in CASES for finding in case.findings]

    texts = [text for finding in findings for text in (finding.message, finding.why, finding.fix)]
    assert [text for text in texts if _UNFILLED.search(text)] == []
    assert [text for text in texts if "\n" in text or "  " in text or text != text.strip()] == []


@pytest.mark.parametrize("rule", list(RULES), ids=lambda rule: rule.id)
def test_title_is_a_short_headline(rule: Rule) -> None:
    assert 0 < len(rule.title) <= TITLE_LENGTH
    assert not rule.title.endswith(".")
