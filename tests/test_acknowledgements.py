"""An answer counts for its question and its upgrade, and one that does not count is said."""

import hashlib
import json
from pathlib import Path

import pytest

from linter.cli.analysis import Request, check
from linter.cli.failure import UsageError
from linter.cli.main import main
from linter.model.finding import Finding, Severity
from linter.model.report import Input, Report
from linter.report import terminal

HEALTHY = "[database]\nconnection = mysql+pymysql://keystone:canary@db/keystone\n"
QUESTION = "question/sqlalchemy-plugins"
ANSWER = """\
- id: question/sqlalchemy-plugins
  target: 2024.2
  by: Ada Example
  on: 2026-11-20
  reason: we have no plugins
"""
WAIVER = "acknowledged by Ada Example on 2026-11-20: we have no plugins"


def report(folder: Path, answers: str | None, *, profile: str = "approval") -> Report:
    (folder / "keystone.conf").write_text(HEALTHY)
    file = None
    if answers is not None:
        file = folder / "answers.yaml"
        file.write_text(answers)
    source, target = "2024.1", "2024.2"
    return check(
        Request((str(folder / "keystone.conf"),), source, target, profile=profile,
                acknowledgements=file)
    )  # fmt: skip


def asked(found: Report, rule: str = QUESTION) -> Finding:
    (finding,) = [finding for finding in found.findings if finding.rule == rule]
    return finding


def complained(found: Report) -> list[tuple[str, str, bool]]:
    return [
        (gap.what, gap.why, gap.required)
        for gap in found.gaps
        if gap.what.startswith("acknowledgement")
    ]


@pytest.mark.parametrize(
    ("profile", "severity"), [("gate", Severity.INFO), ("approval", Severity.CONDITION)]
)
def test_only_an_approval_waits_for_an_answer(
    profile: str, severity: Severity, tmp_path: Path
) -> None:
    found = asked(report(tmp_path, None, profile=profile))

    assert (found.severity, found.waiver) == (severity, "")


def test_a_question_does_not_turn_a_healthy_go_into_conditions(tmp_path: Path) -> None:
    found = report(tmp_path, None, profile="gate")

    questions = [item for item in found.findings if item.rule.startswith("question/")]
    assert {item.severity for item in questions} == {Severity.INFO}


@pytest.mark.parametrize("profile", ["gate", "approval"])
def test_an_answer_closes_its_question_and_no_other(profile: str, tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER, profile=profile)

    open_ones = {item.rule for item in found.findings if not item.waiver}
    assert asked(found).waiver == WAIVER
    assert QUESTION not in open_ones
    assert "question/anonymous-ec2-validation" in open_ones
    assert complained(found) == []
    assert WAIVER in terminal.render(found, color=False, width=400)


def test_the_file_with_the_answers_is_an_input_of_the_report(tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER)

    digest = hashlib.sha256(ANSWER.encode()).hexdigest()
    assert Input("", "answers.yaml", "acknowledgements", digest) in found.inputs


def test_the_ticket_and_a_second_answer_are_shown(tmp_path: Path) -> None:
    second = ANSWER.replace("Ada", "Bob") + "  ticket: CHG-7\n"

    found = asked(report(tmp_path, ANSWER + second))

    assert found.waiver == f"{WAIVER}; {WAIVER.replace('Ada', 'Bob')} (CHG-7)"


@pytest.mark.parametrize(
    ("old", "new", "why"),
    [
        ("sqlalchemy-plugins", "sqlalchemy-plugin", "no rule has this id"),
        (
            QUESTION,
            "config/option-new",
            "the rule asks no question, so nothing counts as its answer",
        ),
        ("2024.2", "2025.1", "it is for an upgrade to 2025.1, so it does not count here"),
        ("2024.2", "2031.1", "it is for an upgrade to 2031.1, so it does not count here"),
    ],
)
def test_an_answer_that_does_not_count_is_said(
    old: str, new: str, why: str, tmp_path: Path
) -> None:
    text = ANSWER.replace(old, new)
    found = report(tmp_path, text)

    named = text.splitlines()[0].removeprefix("- id: ")
    assert complained(found) == [(f"acknowledgement of {named}", why, False)]
    assert asked(found).waiver == ""


def test_a_codename_names_the_target(tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER.replace("2024.2", "dalmatian"))

    assert asked(found).waiver == WAIVER


@pytest.mark.parametrize(
    "entry",
    [
        "- id: remove-wsgi-scripts-615b97ee4d6e2a1f\n  by: Ada\n",
        "- {id: some-note, digest: 00ff, on: 2026-11-20}\n",
    ],
)
def test_entries_about_release_notes_are_left_alone(entry: str, tmp_path: Path) -> None:
    found = report(tmp_path, entry + ANSWER)

    assert complained(found) == []
    assert asked(found).waiver == WAIVER


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        (
            ANSWER.replace("  by: Ada Example\n", ""),
            f"entry 1 ({QUESTION}): Object missing required field `by`",
        ),
        (ANSWER.replace("Ada Example", '""'), f"entry 1 ({QUESTION}): `by` is empty"),
        (ANSWER.replace("Ada Example", '" "'), f"entry 1 ({QUESTION}): `by` is empty"),
        (
            ANSWER.replace("2026-11-20", "yesterday"),
            f"entry 1 ({QUESTION}): `on` is no date such as 2026-11-20",
        ),
        (
            ANSWER + "  because: of it\n",
            f"entry 1 ({QUESTION}): Object contains unknown field `because`",
        ),
        (ANSWER + "- just a word\n", "entry 2: Expected `object`, got `str`"),
        ("id: question/x\n", "not a list of entries, each `- id: ...`"),
        ("- [", "no valid YAML"),
        ("[" * 5000, "no valid YAML"),
    ],
)
def test_a_malformed_entry_is_named(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        report(tmp_path, text)

    assert str(error.value).startswith(f"{tmp_path / 'answers.yaml'}: {complaint}")


def test_names_and_reasons_cannot_fool_a_reader(tmp_path: Path) -> None:
    hostile = ANSWER.replace("Ada Example", '"Ada\\e[2J\\u202e"').replace(
        "we have no plugins", '"fine\\n\\nGO"'
    )

    found = report(tmp_path, hostile)

    assert asked(found).waiver == ("acknowledged by Ada\\x1b[2J\\u202e on 2026-11-20: fine GO")


def test_an_endless_reason_is_cut(tmp_path: Path) -> None:
    found = asked(report(tmp_path, ANSWER.replace("we have", "x" * 100_000)))

    assert found.waiver.endswith("x…")


def test_the_usual_file_is_taken_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".kslint").mkdir()
    (tmp_path / ".kslint" / "acknowledgements.yaml").write_text(ANSWER)
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    monkeypatch.chdir(tmp_path)

    main(["check", "keystone.conf", "--from", "2024.1", "--to", "2024.2", "--format", "json"])

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [item["rule"] for item in findings if item["waiver"] == WAIVER] == [QUESTION]


def test_a_named_file_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    missing = str(tmp_path / "none.yaml")

    code = main(["check", str(tmp_path), "--from", "train", "--acknowledgements", missing])

    assert code == 2
    assert "none.yaml: cannot be read: No such file or directory" in capsys.readouterr().err
