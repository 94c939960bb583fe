import json

import jsonschema

from linter.report import gitlab
from linter.report.places import Folders
from tests.report.gate_reports import EXPECTED, full, hostile, report_of

FOLDERS = Folders({"": "etc/keystone"})
# As the manual of GitLab describes the report: what is required of each entry.
SCHEMA = {
    "type": "array",
    "items": {
        "type": "object",
        "required": ["description", "check_name", "fingerprint", "severity", "location"],
        "properties": {
            "description": {"type": "string", "minLength": 1},
            "check_name": {"type": "string", "minLength": 1},
            "fingerprint": {"type": "string", "minLength": 1},
            "severity": {"enum": ["info", "minor", "major", "critical", "blocker"]},
            "location": {
                "type": "object",
                "required": ["path", "lines"],
                "properties": {
                    # A path from the top of the repository, without ./ before it.
                    "path": {"type": "string", "pattern": r"^(?![./]|.*/\.\./).+$"},
                    "lines": {
                        "type": "object",
                        "required": ["begin"],
                        "properties": {"begin": {"type": "integer", "minimum": 1}},
                    },
                },
            },
        },
    },
}


def test_findings_and_gaps_are_issues() -> None:
    assert gitlab.render(full(), FOLDERS) == (EXPECTED / "full.gitlab.json").read_text(
        encoding="utf-8"
    )


def test_nothing_found_is_no_issue() -> None:
    assert gitlab.render(report_of()) == "[]\n"


def test_every_report_keeps_to_the_format() -> None:
    for report in (full(), hostile()):
        jsonschema.validate(json.loads(gitlab.render(report, FOLDERS)), SCHEMA)


def test_no_two_issues_share_a_fingerprint() -> None:
    findings = full().findings
    report = report_of((*findings, *findings), (*full().gaps, *full().gaps))
    prints = [issue["fingerprint"] for issue in json.loads(gitlab.render(report))]
    assert len(prints) == len(set(prints)) == 16


def test_hostile_texts_are_only_text() -> None:
    text = gitlab.render(hostile(), FOLDERS)
    assert "<script" not in text
    assert text.replace("\n", "").isprintable()
    for issue in json.loads(text):
        assert issue["description"].isprintable()
        assert len(issue["description"]) < 20_000
