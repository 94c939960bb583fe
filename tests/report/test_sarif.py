import json
from typing import Any

import msgspec
import pytest

from linter.model.report import Input
from linter.report import sarif
from linter.report.places import Folders
from linter.ruleset import load_rules
from tests.report.gate_reports import (
    BLOCKER,
    EXPECTED,
    INFO,
    RULES,
    WARNING,
    full,
    hostile,
    report_of,
)

FOLDERS = Folders({"": "etc/keystone"})


def _run(text: str) -> dict[str, Any]:
    (run,) = json.loads(text)["runs"]
    return dict(run)


def test_a_report_is_a_run_with_its_rules_results_and_notifications() -> None:
    expected = (EXPECTED / "full.sarif").read_text(encoding="utf-8")
    assert sarif.render(full(), RULES, FOLDERS) == expected


def test_without_findings_there_are_rules_and_an_empty_list_of_results() -> None:
    run = _run(sarif.render(report_of(), RULES))
    assert [rule["id"] for rule in run["tool"]["driver"]["rules"]] == list(RULES.rules)
    assert run["results"] == []


def test_every_result_names_a_rule_that_is_there() -> None:
    run = _run(sarif.render(hostile(), RULES))
    ids = [rule["id"] for rule in run["tool"]["driver"]["rules"]]
    assert [ids[result["ruleIndex"]] for result in run["results"]] == [
        result["ruleId"] for result in run["results"]
    ]


def test_the_rules_that_are_shipped_fit_what_github_takes() -> None:
    rules = _run(sarif.render(report_of(), load_rules()))["tool"]["driver"]["rules"]
    assert 0 < len(rules) < 25_000
    for rule in rules:
        assert 0 < len(rule["shortDescription"]["text"]) <= 1024
        assert 0 < len(rule["fullDescription"]["text"]) <= 1024
        assert 0 < len(rule["help"]["text"]) <= 1024
        assert len(rule["properties"]["tags"]) <= 10
        assert rule["defaultConfiguration"]["level"] in {"error", "warning", "note"}
        assert "{" not in rule["fullDescription"]["text"] + rule["help"]["text"]


def test_something_is_said_of_every_rule() -> None:
    finding = msgspec.structs.replace(INFO, why="", fix="")
    *_, rule = _run(sarif.render(report_of((finding,)), RULES))["tool"]["driver"]["rules"]
    assert rule == {
        "id": "upgrade/python",
        "shortDescription": {"text": "Newer Python."},
        "fullDescription": {"text": "Newer Python."},
        "help": {"text": "Newer Python."},
        "defaultConfiguration": {"level": "note", "rank": 10.0},
        "properties": {"tags": ["upgrade", "keystone"], "precision": "very-high"},
    }


def test_two_findings_of_a_file_as_a_whole_are_two_for_github() -> None:
    one = msgspec.structs.replace(INFO, message="one")
    two = msgspec.structs.replace(INFO, message="two")
    results = _run(sarif.render(report_of((one, two)), RULES))["results"]
    assert [result["partialFingerprints"]["primaryLocationLineHash"] for result in results] == [
        "55555555555555555555:1",
        "55555555555555555555:2",
    ]


def test_a_moved_line_is_the_same_finding() -> None:
    moved = msgspec.structs.replace(WARNING, at=msgspec.structs.replace(WARNING.at, line=99))
    before, after = (
        _run(sarif.render(report_of((finding,)), RULES))["results"][0]["partialFingerprints"]
        for finding in (WARNING, moved)
    )
    assert before == after == {"kslint/v1": "33333333333333333333:1"}


@pytest.mark.thorough
def test_what_github_would_refuse_is_left_out_and_counted() -> None:
    findings = (BLOCKER,) * sarif.MOST_RESULTS + (INFO,) * 3
    run = _run(sarif.render(report_of(findings), RULES))
    assert [len(run["results"]), run["invocations"][0]["toolExecutionNotifications"]] == [
        25_000,
        [
            {
                "level": "error",
                "message": {
                    "text": "3 more findings, none graver than these, are left out; --format json "
                    "has all."
                },
            }
        ],
    ]


def test_places_beyond_what_github_shows_are_left_out() -> None:
    finding = msgspec.structs.replace(BLOCKER, witnesses=BLOCKER.witnesses[:1] * 500)
    (result,) = _run(sarif.render(report_of((finding,)), RULES))["results"]
    assert [place["id"] for place in result["relatedLocations"]] == list(range(1, 101))


def test_a_path_is_encoded_and_no_address_of_its_own() -> None:
    path = "a b/%41?x#y:z/äöü.conf"
    finding = msgspec.structs.replace(BLOCKER, at=msgspec.structs.replace(BLOCKER.at, path=path))
    (result,) = _run(sarif.render(report_of((finding,)), RULES))["results"]
    assert result["locations"][0]["physicalLocation"]["artifactLocation"] == {
        "uri": "a%20b/%2541%3Fx%23y%3Az/%C3%A4%C3%B6%C3%BC.conf",
        "uriBaseId": "%SRCROOT%",
    }


def test_release_notes_are_no_files_of_the_repository() -> None:
    notes = Input("", "https://notes.example/train.html", "release notes", "b" * 64)
    run = _run(sarif.render(report_of((), (), (notes,)), RULES))
    assert run.get("artifacts", []) == []


def test_nothing_in_a_message_is_a_link_or_a_placeholder() -> None:
    finding = msgspec.structs.replace(BLOCKER, message="[x](1) {0}", why="", fix="")
    (result,) = _run(sarif.render(report_of((finding,)), RULES))["results"]
    assert result["message"] == {"text": "[x] (1) {{0}}."}


def test_hostile_texts_are_only_text() -> None:
    text = sarif.render(hostile(), RULES, FOLDERS)
    assert "<script" not in text
    assert "javascript:alert" in text
    assert text.replace("\n", "").isprintable()
    for result in _run(text)["results"]:
        assert "](" not in result["message"]["text"]
        assert "helpUri" not in result
    assert all("helpUri" not in rule for rule in _run(text)["tool"]["driver"]["rules"][2:])
