import re
from functools import partial
from pathlib import Path

import pytest

from linter.cli import analysis
from linter.cli.analysis import Request, check
from linter.collect.directory import collect
from linter.collect.place import Surroundings
from linter.model.report import Report
from linter.ruleset import Rule, load_rules
from tests.rules.cases import Case, cases, told

CASES = list(cases())
PARAMETERS = [pytest.param(rule, case, id=f"{rule}: {case.name}") for rule, case in CASES]
RULES = load_rules()
TITLE_LENGTH = 60
_UNFILLED = re.compile(r"\{\w*\}")


@pytest.fixture
def live(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A folder that stands for a live system, below which permission bits mean something."""
    monkeypatch.setattr(analysis, "collect", partial(collect, surroundings=running(tmp_path)))
    return tmp_path


def running(folder: Path) -> Surroundings:
    """A running system whose keystone reads the folder; absolute paths start there too."""
    return Surroundings((folder,), folder / "no-distribution", home=folder, root=folder)


def checked(case: Case, folder: Path) -> Report:
    for name, text in case.files.items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(text.encode())
        path.chmod(0o640)
    for name, mode in case.modes.items():
        (folder / name).chmod(int(mode, 8))
    paths = tuple(str(folder / path) for path in case.paths)
    source, target = case.upgrade
    web = tuple(str(folder / path) for path in case.web)
    request = Request(paths=paths, source=source, target=target, web=web)
    return check(request, live=case.live)


@pytest.mark.parametrize(("rule", "case"), PARAMETERS)
def test_user_reads(rule: str, case: Case, live: Path) -> None:
    report = checked(case, live)

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
