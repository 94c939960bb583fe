import re
from datetime import UTC, datetime
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.cli.analysis import Request, check
from linter.model.finding import Witness
from linter.model.notes import NoteDocument
from linter.model.report import Input, Report
from linter.model.triage import ReadingList
from linter.report import json, terminal

HOSTILE = (
    "[DEFAULT]\n"
    "log_dir = /var/\x1b[31mred\x1b]0;title\x07\n"
    "notathing\u202e = <script>alert(1)</script> [bold]x[/bold]\n"
    "[data\x00base]\n"
    "connection = sqlite:///x\n"
    "long = " + "x" * 100_000 + "\n"
)


@pytest.fixture
def report(tmp_path: Path) -> Report:
    (tmp_path / "keystone.conf").write_text(HOSTILE)
    return check(Request(paths=(str(tmp_path),), source="2024.1", target="2025.1"))


@pytest.mark.parametrize("color", [True, False])
def test_what_a_file_holds_cannot_command_the_terminal(report: Report, *, color: bool) -> None:
    text = terminal.render(report, color=color, width=100)
    own = re.sub(r"\x1b\[[\d;]*m", "", text) if color else text
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", own)
    assert "[bold]x[/bold]" in own
    assert max(map(len, own.splitlines())) <= 100


def test_json_escapes_control_characters(report: Report) -> None:
    text = json.render(report)
    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f\u202a-\u202e]", text)


def test_the_report_without_color_has_no_escape_sequence(report: Report) -> None:
    assert "\x1b" not in terminal.render(report, color=False, width=80)


def test_the_head_counts_files_of_nodes_and_tells_of_release_notes_apart(report: Report) -> None:
    days = (datetime(2026, 11, day, tzinfo=UTC) for day in (22, 20, 21))
    documents = tuple(NoteDocument(f"https://notes.example/{day:%d}", day, "") for day in days)
    files = tuple(Input(node, "keystone.conf", "configuration", "") for node in ("ctl1", "ctl2"))
    published = tuple(Input("", each.address, "release notes", "") for each in documents)
    reading = ReadingList(("2024.2", "2025.1"), (), documents)

    told = replace(report, inputs=(*published, *files), reading=reading)

    head = terminal.render(told, color=False, width=100)
    assert "  read: 2 configuration files on 2 nodes\n" in head
    assert "  notes: 0 of 2 releases, fetched 2026-11-20 to 2026-11-22\n" in head


def test_a_note_is_quoted_and_its_link_stands_whole_and_once(report: Report) -> None:
    link = (
        "https://docs.openstack.org/releasenotes/keystone/train.html#relnotes-16-0-0-stable-train"
    )
    witness = Witness("note", "release note a-note of 16.0.0 names it: Plums.", reference=link)
    finding = replace(report.findings[0], links=(link,), witnesses=(witness,))

    text = terminal.render(replace(report, findings=(finding,)), color=False, width=80)

    assert "     release note a-note of 16.0.0 names it: Plums.\n" in text
    assert text.count(f"   see: {link}\n") == text.count("see: ") == 1
