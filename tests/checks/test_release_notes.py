"""Findings about release notes, beyond what the cases of their rules show."""

import datetime as dt
from pathlib import Path

from msgspec.structs import replace

from linter.cli.analysis import Given, Request, check
from linter.model.finding import Finding, Witness
from linter.model.notes import Note, content_digest
from tests.triage.deployed import PLAIN, item

CARE = item("Whoever eats plums should count them first.")
SAFE = replace(item("Whoever holds a plum may eat it.", "security"), item=1)
PAGE = "https://docs.openstack.org/releasenotes/keystone/train.html"


def found(folder: Path, *notes: Note, entries: str = "") -> list[Finding]:
    """What is found of these notes on three nodes, two of them alike, with these entries."""
    for name, text in (("ctl1", ""), ("ctl2", ""), ("ctl3", "[token]\nexpiration = 9\n")):
        (folder / name).mkdir()
        (folder / name / "keystone.conf").write_text(PLAIN + text, encoding="utf-8")
    file = folder / "read.yaml"
    file.write_text(entries, encoding="utf-8")
    report = check(
        Request(
            tuple(str(folder / name) for name in ("ctl1", "ctl2", "ctl3")),
            source="stein",
            target="train",
            acknowledgements=file,
            today=dt.date(2026, 11, 20),
        ),
        Given(notes=notes),
    )
    return [finding for finding in report.findings if finding.rule.startswith("notes/")]


def entry(key: str, *notes: Note, by: str = "Ada") -> str:
    said = f"target: train, by: {by}, on: 2026-11-20, reason: read"
    return f"- {{id: {key}, {said}, digest: {content_digest(notes)}}}\n"


def test_a_note_is_told_once_for_all_nodes(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, CARE)

    assert finding.nodes == ("ctl1", "ctl2", "ctl3")
    assert finding.witnesses == (Witness("note", CARE.text, reference=PAGE),)


def test_a_note_is_waived_with_the_words_of_who_read_it(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, CARE, SAFE, entries=entry(CARE.id, CARE, SAFE))

    assert finding.waiver == "acknowledged by Ada on 2026-11-20: read"


def test_an_item_that_nobody_read_keeps_the_note_open(tmp_path: Path) -> None:
    (finding,) = found(tmp_path, CARE, SAFE, entries=entry(SAFE.page_key, SAFE))

    nothing = "nothing in the files tells whether it applies"
    assert finding.waiver == ""
    assert finding.message == f"{CARE.id} of 16.0.0 (upgrade): {nothing}"


def test_a_note_is_open_where_only_the_item_that_applies_was_read(tmp_path: Path) -> None:
    applies = item("Look at ``[token] expiration``.", "security")
    (finding,) = found(tmp_path, CARE, applies, entries=entry(applies.page_key, applies))

    assert (finding.rule, finding.waiver) == ("notes/unread", "")


def test_items_that_were_read_one_by_one_name_each_reader_once(tmp_path: Path) -> None:
    entries = entry(CARE.page_key, CARE) + entry(SAFE.page_key, SAFE, by="Bob")
    (finding,) = found(tmp_path, CARE, SAFE, entries=entries)

    said = "acknowledged by {} on 2026-11-20: read"
    assert finding.waiver == f"{said.format('Ada')}; {said.format('Bob')}"


def test_text_of_a_note_is_harmless(tmp_path: Path) -> None:
    text = "Plums \x1b[31m and \u202e{subject} mysql://user:canary@db/plums"
    (finding,) = found(tmp_path, item(text, id_="\x1b[31m{why}"))

    assert finding.witnesses[-1].text == (
        "Plums \\x1b[31m and \\u202e{subject} mysql://user:***@db/plums"
    )
    assert finding.subject == "\\x1b[31m{why}"
    assert finding.message.startswith("\\x1b[31m{why} of 16.0.0 (upgrade): ")
