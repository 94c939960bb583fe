"""An answer counts for its question and its upgrade, and one that does not count is said."""

import datetime as dt
import hashlib
import json
import os
from pathlib import Path

import pytest

from linter.acknowledgements import USUAL
from linter.catalog import store
from linter.cli.analysis import Given, Request, check
from linter.cli.failure import UsageError
from linter.cli.main import main
from linter.cli.note_options import NotesWish
from linter.model.finding import Finding, Severity
from linter.model.location import Location
from linter.model.report import Input, Report
from linter.report import json as json_report
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
DIGEST = f"  digest: {'0f' * 16}\n"
TODAY = dt.date(2026, 11, 20)
WAIVER = "acknowledged by Ada Example on 2026-11-20: we have no plugins"


def report(
    folder: Path, answers: str | None, *, profile: str = "approval", today: dt.date = TODAY
) -> Report:
    (folder / "keystone.conf").write_text(HEALTHY)
    file = None
    if answers is not None:
        file = folder / "answers.yaml"
        file.write_text(answers)
    source, target = "2024.1", "2024.2"
    return check(
        Request((str(folder / "keystone.conf"),), source, target, profile=profile,
                acknowledgements=file, today=today)
    )  # fmt: skip


@pytest.mark.parametrize("name", [b"a\xff.yaml", b"a\n.yaml"])
def test_a_file_of_any_name_can_be_named_in_a_report(tmp_path: Path, name: bytes) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    file = tmp_path / os.fsdecode(name)
    file.write_text(ANSWER)
    found = check(
        Request((str(tmp_path / "keystone.conf"),), "2024.1", "2024.2", acknowledgements=file)
    )
    document = json.loads(json_report.render(found))

    shown = name.decode(errors="backslashreplace").replace("\n", "\\n")
    assert shown in [each["path"] for each in document["inputs"]]


def of_entries(found: Report) -> list[str]:
    return [item.rule for item in found.findings if item.rule.startswith("acknowledgements/")]


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


def test_an_answer_for_another_upgrade_is_said_where_the_question_is_open(tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER.replace("2024.2", "2025.1") + ANSWER.replace("2024.2", "zed"))

    why = "it is for an upgrade to 2025.1 and zed, so it does not count here"
    assert complained(found) == [(f"acknowledgement of {QUESTION}", why, False)]
    assert asked(found).waiver == ""


@pytest.mark.parametrize(
    "more",
    [
        ANSWER,
        # Answered for this upgrade too, for a time that is over: that is a finding.
        ANSWER + "  until: 2026-11-19\n",
    ],
)
def test_an_answer_of_the_past_is_history_beside_one_for_this_upgrade(
    more: str, tmp_path: Path
) -> None:
    found = report(tmp_path, ANSWER.replace("2024.2", "train") + more)

    assert complained(found) == []


def test_an_answer_to_what_this_upgrade_does_not_ask_is_history(tmp_path: Path) -> None:
    past = ANSWER.replace(QUESTION, "question/token-flush-job").replace("2024.2", "stein")

    found = report(tmp_path, past)

    assert complained(found) == []
    assert of_entries(found) == []


@pytest.mark.parametrize(
    ("today", "waiver"), [(dt.date(2026, 11, 19), WAIVER), (dt.date(2026, 11, 20), "")]
)
def test_an_answer_counts_up_to_its_last_day(today: dt.date, waiver: str, tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER + "  until: 2026-11-19\n", today=today)

    assert asked(found).waiver == waiver
    assert of_entries(found) == ([] if waiver else ["acknowledgements/expired"])


def test_a_codename_names_the_target(tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER.replace("2024.2", "dalmatian"))

    assert asked(found).waiver == WAIVER


def test_entries_about_release_notes_are_no_answers_to_questions(tmp_path: Path) -> None:
    note = ANSWER.replace(QUESTION, "gone-615b97ee4d6e2a1f") + DIGEST

    found = report(tmp_path, note + ANSWER)

    assert (complained(found), of_entries(found)) == ([], [])
    assert asked(found).waiver == WAIVER


def test_a_malformed_entry_is_a_finding_and_the_others_count(tmp_path: Path) -> None:
    found = report(tmp_path, ANSWER.replace("by: ", "bye: ") + ANSWER)

    (fault,) = [item for item in found.findings if item.rule == "acknowledgements/malformed"]
    assert fault.message == (
        f"The acknowledgement of {QUESTION} does not count: `bye` is not known (did you mean by?); "
        "`by` is missing"
    )
    assert (fault.at, fault.severity) == (Location("", "answers.yaml", 1), Severity.WARNING)
    assert asked(found).waiver == WAIVER


@pytest.mark.parametrize(("previous", "rules"), [(0, []), (1, ["acknowledgements/unknown"])])
def test_a_note_of_a_release_that_nobody_reads_is_no_fault(
    previous: int, rules: list[str], tmp_path: Path
) -> None:
    note = store.load("2024.1").notes[0].id
    (tmp_path / "answers.yaml").write_text(ANSWER.replace(QUESTION, note) + DIGEST)
    (tmp_path / "keystone.conf").write_text(HEALTHY)

    found = check(
        Request((str(tmp_path / "keystone.conf"),), "2024.1", "2024.2", today=TODAY,
                acknowledgements=tmp_path / "answers.yaml", notes=NotesWish(previous=previous)),
        Given(notes=()),
    )  # fmt: skip

    assert of_entries(found) == rules


def test_no_note_is_missed_where_not_all_could_be_read(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path))
    (tmp_path / "answers.yaml").write_text(
        ANSWER.replace(QUESTION, "gone-615b97ee4d6e2a1f") + DIGEST
    )
    (tmp_path / "keystone.conf").write_text(HEALTHY)

    found = check(
        Request((str(tmp_path / "keystone.conf"),), "2024.1", "2024.2", today=TODAY,
                acknowledgements=tmp_path / "answers.yaml",
                notes=NotesWish(is_asked=True, offline=True))
    )  # fmt: skip

    assert found.reading.gaps
    assert of_entries(found) == []


def test_an_entry_that_moves_stays_the_same_finding(tmp_path: Path) -> None:
    wrong = ANSWER.replace("plugins", "plugin", 1)

    first, second = (
        [item for item in report(tmp_path, text).findings if item.rule.startswith("ack")]
        for text in (wrong, f"# ours\n{wrong}")
    )
    assert [item.at.line for item in (*first, *second)] == [1, 2]
    assert first[0].fingerprint == second[0].fingerprint


def test_an_entry_is_named_once_and_for_no_node_of_a_fleet(tmp_path: Path) -> None:
    for number in (1, 2):
        (tmp_path / f"ctl{number}").mkdir()
        text = f"{HEALTHY}[DEFAULT]\nmax_token_size = 30{number}\n"
        (tmp_path / f"ctl{number}" / "keystone.conf").write_text(text)
    (tmp_path / "answers.yaml").write_text(ANSWER.replace("plugins", "plugin", 1))

    found = check(
        Request((str(tmp_path / "ctl1"), str(tmp_path / "ctl2")), "2024.1", "2024.2",
                acknowledgements=tmp_path / "answers.yaml")
    )  # fmt: skip

    (finding,) = [item for item in found.findings if item.rule == "acknowledgements/unknown"]
    assert (finding.nodes, finding.witnesses) == (("",), ())


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        ("id: question/x\n", "is not a list of entries, each `- id: ...`"),
        ("- [", "is not YAML at line 2: did not find expected node content"),
        ("[" * 5000, "is nested deeper than 3"),
        ("- &one {id: x}\n- *one\n", "repeats a part of itself at line 2"),
    ],
)
def test_a_file_that_is_no_list_is_refused(text: str, complaint: str, tmp_path: Path) -> None:
    with pytest.raises(UsageError) as error:
        report(tmp_path, text)

    assert str(error.value) == f"{tmp_path / 'answers.yaml'}: {complaint}"


def test_an_empty_file_answers_nothing(tmp_path: Path) -> None:
    found = report(tmp_path, "# nobody has read anything\n")

    assert (asked(found).waiver, of_entries(found)) == ("", [])


def test_names_and_reasons_cannot_fool_a_reader(tmp_path: Path) -> None:
    hostile = ANSWER.replace("Ada Example", '"Ada\\e[2J\\u202e"').replace(
        "we have no plugins", '"fine\\n\\nGO; mysql://keystone:canary@db"'
    )

    found = report(tmp_path, hostile)

    assert asked(found).waiver == (
        "acknowledged by Ada\\x1b[2J\\u202e on 2026-11-20: fine GO; mysql://keystone:***@db"
    )


def test_an_endless_reason_is_cut(tmp_path: Path) -> None:
    found = asked(report(tmp_path, ANSWER.replace("we have", "x" * 100_000)))

    assert found.waiver.endswith("x…")


def test_the_usual_file_is_taken_from_the_working_directory(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / ".kslint").mkdir()
    wrong = ANSWER.replace("plugins", "plugin", 1)
    (tmp_path / ".kslint" / "acknowledgements.yaml").write_text(ANSWER + wrong)
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    monkeypatch.chdir(tmp_path)

    main(["check", "keystone.conf", "--from", "2024.1", "--to", "2024.2", "--format", "json"])

    findings = json.loads(capsys.readouterr().out)["findings"]
    assert [item["rule"] for item in findings if item["waiver"] == WAIVER] == [QUESTION]
    (other,) = [item for item in findings if item["rule"].startswith("acknowledgements/")]
    assert (other["location"]["path"], other["location"]["line"]) == (str(USUAL), 6)


def test_a_named_file_must_be_there(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    (tmp_path / "keystone.conf").write_text(HEALTHY)
    missing = str(tmp_path / "none.yaml")

    code = main(["check", str(tmp_path), "--from", "train", "--acknowledgements", missing])

    assert code == 2
    assert "none.yaml: cannot be read: No such file or directory" in capsys.readouterr().err
