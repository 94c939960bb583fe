import json
import re
from pathlib import Path

import jsonschema
import pytest
from msgspec.structs import replace

from linter.model.notes import content_digest
from linter.model.triage import ReadingList
from linter.report import notes_json
from linter.report.notes_answer import NotesAnswer
from tests.report.note_answers import DOCUMENTS, EMPTY, FULL, GAP, LATE, READ, hostile

SCHEMA = Path(__file__).parents[2] / "docs" / "schema" / "notes-1.json"
LINK = "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-{}-stable-train"


def test_the_published_schema_is_that_of_the_document() -> None:
    assert json.loads(SCHEMA.read_text(encoding="utf-8")) == notes_json.schema()


@pytest.mark.parametrize("answer", [EMPTY, FULL, hostile()])
def test_the_document_keeps_to_its_schema(answer: NotesAnswer) -> None:
    jsonschema.validate(json.loads(notes_json.render(answer)), notes_json.schema())


def test_the_document_holds_all_that_is_known_of_notes() -> None:
    reading = ReadingList(("stein", "train"), (READ, LATE), DOCUMENTS[2:], (GAP,), "16.0.1")
    assert json.loads(notes_json.render(replace(FULL, reading=reading))) == {
        "schema_version": 1,
        "upgrade": {"from": "stein", "to": "train"},
        "series": ["stein", "train"],
        "version": "16.0.1",
        "documents": [
            {
                "address": "https://notes.example/keystone/train.html",
                "fetched_at": "2026-11-20T10:00:00Z",
                "sha256": "a" * 64,
            }
        ],
        "summary": {
            "notes": 2,
            "applies": 1,
            "read_it": 1,
            "acknowledged": 1,
            "open": 1,
            "features": 0,
            "does_not_apply": 0,
            "after_target": 1,
        },
        "notes": [
            _note("roles-0123456789abcdef", "security", "16.0.0")
            | {
                "digest": content_digest([READ.note]),
                "triage": "applies",
                "reason": "identity:get_role is overridden",
                "witnesses": [
                    {
                        "kind": "catalog",
                        "location": None,
                        "reference": "train",
                        "text": "identity:get_role has another default",
                    }
                ],
                "acknowledged": True,
                "acknowledgement": "acknowledged by anna on 2026-11-22: no user has it (OPS-7)",
            },
            _note("late-0123456789abcdef", "upgrade", "16.0.2")
            | {
                "digest": content_digest([LATE.note]),
                "triage": "read it",
                "reason": "nothing in the files tells whether it applies",
                "after_target": True,
            },
        ],
        "gaps": [
            {
                "what": "release notes",
                "why": GAP.why,
                "required": True,
                "location": None,
                "remedy": "look whether the address is right",
            }
        ],
    }


def test_the_digest_is_that_of_the_whole_note() -> None:
    note = replace(READ.note, item=2, text="More.", digest="e" * 32)
    reading = ReadingList(("train",), (READ, replace(READ, note=note), LATE))
    entries = json.loads(notes_json.render(replace(FULL, reading=reading)))["notes"]
    alone = json.loads(notes_json.render(replace(FULL, reading=replace(reading, notes=(READ,)))))
    digests = [entry["digest"] for entry in entries]
    assert digests[0] == digests[1]
    assert len({*digests, alone["notes"][0]["digest"]}) == 3


@pytest.mark.parametrize(
    ("series", "version", "installed", "late"),
    [
        ("train", "16.0.2", "16.0.1", True),
        ("train", "16.0.1", "16.0.1", False),
        ("train", "16.0.1-3", "16.0.1", True),
        ("train", "train-eol", "16.0.1", True),
        ("stein", "stein-eol", "16.0.1", False),
        ("stein", "15.0.1", "16.0.1", False),
        ("train", "16.0.2", "", False),
    ],
)
def test_what_comes_after_the_version_to_be_installed_is_marked(
    series: str, version: str, installed: str, *, late: bool
) -> None:
    note = replace(LATE.note, series=series, version=version)
    reading = ReadingList(("train",), (replace(LATE, note=note),), version=installed)
    (entry,) = json.loads(notes_json.render(replace(FULL, reading=reading)))["notes"]
    assert (entry["after_target"], entry["asks"]) == (late, True)


def test_foreign_text_harms_no_reader_of_the_document() -> None:
    text = notes_json.render(hostile())
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", text)
    assert not re.search("<[a-z/!]", text)
    assert json.loads(text)["notes"][0]["text"].startswith("\\x1b[31mred")


def _note(id_: str, section: str, version: str) -> dict[str, object]:
    return {
        "id": id_,
        "series": "train",
        "version": version,
        "section": section,
        "item": 1,
        "text": "Something is **different** now.",
        "identifiers": ["[token] provider"],
        "bugs": [1234567],
        "link": LINK.format(version[-1]),
        "witnesses": [],
        "asks": True,
        "acknowledged": False,
        "acknowledgement": None,
        "after_target": False,
    }
