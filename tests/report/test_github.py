from collections import Counter

import msgspec

from linter.model.finding import Severity
from linter.report import github
from linter.report.places import Folders
from tests.report.gate_reports import (
    BLOCKER,
    CONDITION,
    EXPECTED,
    HOSTILE,
    INFO,
    REQUIRED,
    WARNING,
    full,
    hostile,
    report_of,
)
from tests.report.runner_commands import Command, commands

FOLDERS = Folders({"": "etc/keystone"})


def test_the_gravest_are_annotated_first_and_the_verdict_last() -> None:
    assert github.render(full(), FOLDERS) == (EXPECTED / "full.github").read_text(encoding="utf-8")


def test_without_findings_the_verdict_is_all_there_is() -> None:
    assert github.render(report_of()) == (
        "::notice title=Keystone 2024.1 to 2025.1::GO. Everything required was looked at, and "
        "nothing stands against the upgrade.\n"
    )


def test_no_more_is_annotated_than_github_shows_and_the_rest_is_counted() -> None:
    findings = tuple(
        msgspec.structs.replace(finding, message=f"{finding.severity} {number}")
        for finding in (BLOCKER, WARNING, INFO)
        for number in range(12)
    )
    found = commands(github.render(report_of(findings, (REQUIRED,))))
    assert Counter(command.name for command in found) == {
        "error": 10,
        "warning": 10,
        "notice": 10,
    }
    assert found[0].data.startswith("blocker 0.")
    assert "not among these: 3 errors, 2 warnings, 3 notices." in (found[-1].data)


def test_what_is_waived_is_counted_and_not_annotated() -> None:
    waived = msgspec.structs.replace(BLOCKER, waiver="Jo Admin")
    assert github.render(report_of((waived,))) == (
        "::notice title=Keystone 2024.1 to 2025.1::GO WITH CONDITIONS. "
        "1 finding is waived or acknowledged.\n"
    )


def test_a_question_is_counted_where_no_answer_is_required() -> None:
    question = msgspec.structs.replace(CONDITION, severity=Severity.INFO)
    waived = msgspec.structs.replace(question, waiver="Jo Admin", fingerprint="6" * 20)
    found = commands(github.render(report_of((question, waived, INFO)), questions=[question.rule]))
    assert [(command.name, command.data.partition(".")[0]) for command in found] == [
        ("notice", "The target needs Python >=3"),
        ("notice", "GO"),
    ]
    assert "Questions that no file answers: 1." in found[-1].data


def test_a_question_is_annotated_where_an_answer_is_required() -> None:
    found = commands(github.render(report_of((CONDITION,)), questions=[CONDITION.rule]))
    assert [command.name for command in found] == ["warning", "notice"]
    assert "Questions" not in found[-1].data


def test_what_lies_in_no_repository_is_annotated_without_a_file() -> None:
    finding = msgspec.structs.replace(BLOCKER, why="", fix="")
    (found, _) = commands(github.render(report_of((finding,)), Folders({"": "/"})))
    assert found == Command(
        "error",
        (("title", "Token provider no longer exists"),),
        "[token] provider = uuid was removed.\nAt keystone.conf:3:5.",
    )


def test_the_runner_reads_what_was_meant() -> None:
    finding = msgspec.structs.replace(
        BLOCKER,
        title="a, b: c % d",
        message="100%0A ::error::x",
        why="",
        fix="",
        nodes=(),
        at=msgspec.structs.replace(BLOCKER.at, path="a,b:c%2C=d.conf"),
    )
    assert commands(github.render(report_of((finding,))))[0] == Command(
        "error",
        (("file", "a,b:c%2C=d.conf"), ("line", "3"), ("col", "5"), ("title", "a, b: c % d")),
        "100%0A ::error::x.",
    )


def test_hostile_texts_make_no_command_of_their_own() -> None:
    findings = tuple(
        msgspec.structs.replace(finding, severity=Severity.BLOCKER, waiver="")
        for finding in hostile().findings
    )
    for finding in findings:
        text = github.render(report_of((finding,)), Folders({finding.at.node: finding.why}))
        found = commands(text)
        assert [command.name for command in found] == ["error", "notice"]
        assert all(len(dict(command.properties)["title"]) <= 255 for command in found)
        assert {key for command in found for key, _ in command.properties} <= {
            "file",
            "line",
            "col",
            "title",
        }
        assert text.replace("\n", "").isprintable()
    assert len(findings) == len(HOSTILE)


def test_equal_reports_give_equal_bytes() -> None:
    assert github.render(hostile(), FOLDERS) == github.render(hostile(), FOLDERS)
