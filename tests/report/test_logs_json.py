import json
import re
from pathlib import Path

import jsonschema
import pytest

from linter.logs.shown import shown
from linter.model.logs import LogTally
from linter.report import logs_json
from tests.report.log_tallies import FILES, FULL, GAPS, REMOVAL, hostile

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "logs-1.json"


def test_the_published_schema_is_that_of_the_document() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == logs_json.schema()


@pytest.mark.parametrize("tally", [LogTally(), FULL, shown(hostile())])
def test_the_document_keeps_to_its_schema(tally: LogTally) -> None:
    jsonschema.validate(json.loads(logs_json.render(tally)), logs_json.schema())


def test_the_document_holds_all_that_logs_said() -> None:
    tally = LogTally((REMOVAL,), FILES[:1], FULL.starts[:1], FULL.releases, GAPS[:1])
    assert json.loads(logs_json.render(tally)) == {
        "schema_version": 1,
        "events": [
            {
                "kind": "option-removal",
                "subject": "[token] cache_on_issue",
                "message": REMOVAL.message,
                "count": 1204,
                "first": "2026-11-20T10:00:00.001",
                "last": "2026-11-22T15:29:18.651",
                "logger": "oslo_config.cfg",
                "level": "WARNING",
                "origin": "library",
                "service": "",
                "since": "",
                "removal": "",
                "replacement": "",
                "days": {"2026-11-20": 4, "2026-11-22": 1200},
                "nodes": {"ctl1": 1200, "ctl2": 4},
                "samples": [
                    {
                        "location": _place("keystone.log.1.gz", 12),
                        "time": "2026-11-20T10:00:00.001",
                        "text": "Option ...",
                    },
                    {
                        "location": _place("keystone.log", 7),
                        "time": "2026-11-21T10:00:00.001",
                        "text": "Option ...",
                    },
                ],
            }
        ],
        "coverage": {
            "first": "2026-11-20T10:00:00.001",
            "last": "2026-11-21T09:00:00.001",
            "starts": [
                {
                    "location": _place("keystone.log", 3),
                    "time": "2026-11-21T10:00:00.001",
                    "evidence": "its first warning",
                    "confidence": "certain",
                }
            ],
            "releases": [{"series": "zed or later", "evidence": "three fields of identity"}],
            "files": [
                {
                    "node": "ctl1",
                    "path": "keystone.log.1.gz",
                    "family": "keystone.log",
                    "layout": "oslo",
                    "size": 3_000_000,
                    "first": "2026-11-20T10:00:00.001",
                    "last": "2026-11-21T09:00:00.001",
                    "levels": ["INFO", "WARNING"],
                    "complete": False,
                }
            ],
        },
        "gaps": [
            {
                "what": "keystone.log.1.gz",
                "why": "it is damaged: 3.0 MB were read",
                "required": True,
                "location": _place("keystone.log.1.gz", 0),
                "remedy": "fetch the file again",
            }
        ],
    }


def test_what_a_log_holds_harms_no_reader_of_the_document() -> None:
    text = logs_json.render(shown(hostile()))
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert not re.search("<[a-z/!]", text)
    assert "canary" not in text
    assert len(text) < 100_000


def test_markup_is_the_same_text_once_it_is_decoded() -> None:
    tally = LogTally(releases=(("<b>", "a <...> b"),))
    text = logs_json.render(tally)
    assert r"\u003cb>" in text
    assert "a <...> b" in text
    assert json.loads(text)["coverage"]["releases"] == [{"series": "<b>", "evidence": "a <...> b"}]


def _place(path: str, line: int) -> dict[str, object]:
    return {"node": "ctl1", "path": path, "line": line, "column": 0}
