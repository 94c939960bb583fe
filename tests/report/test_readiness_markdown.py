"""The readiness report as a ticket shows it."""

import datetime as dt
from pathlib import Path

import pytest
from markdown_it import MarkdownIt
from markdown_it.token import Token
from msgspec.structs import replace

from linter.report import readiness_markdown
from linter.report.document import document
from linter.report.readiness_markdown import render
from tests.report import readiness_reports

EXPECTED = Path(__file__).parents[1] / "fixtures" / "readiness" / "board.md"
FITS = 65_536
"""Characters of the longest comment that GitHub takes."""


def tokens(text: str) -> list[Token]:
    found = MarkdownIt("commonmark").enable("table").parse(text)
    return [part for token in found for part in (token, *(token.children or []))]


def test_a_ticket_has_all_that_is_decided_from() -> None:
    assert render(readiness_reports.board()) == EXPECTED.read_text(encoding="utf-8")


def test_where_nothing_was_looked_at_that_is_said() -> None:
    text = render(readiness_reports.empty())

    for sentence in (
        "No blocker stands among what was looked at.",
        "Nothing is waived or acknowledged.",
        "No release notes were read.",
        "No log was read, so nobody knows what keystone warned of.",
    ):
        assert f"\n{sentence}\n" in text


@pytest.mark.thorough
def test_a_ticket_takes_thousands_of_findings() -> None:
    assert len(render(readiness_reports.large(5000))) < FITS


def test_what_is_signed_is_told_with_its_date_and_the_day_up_to_which_it_can_hold() -> None:
    report = replace(
        readiness_reports.board(),
        created=dt.datetime(2026, 11, 23, 9, 30, tzinfo=dt.UTC),
        valid_until=dt.date(2027, 3, 1),
    )

    assert (
        "kslint says NO-GO; people decide. What is signed is the report of kslint 1.0, made on "
        f"2026-11-23 09:30 UTC, which as JSON has the seal {document(report).seal}. It holds up to "
        "2027-03-01 at most. `kslint report --verify` tells whether it still holds.\n"
    ) in render(report)


def test_foreign_text_is_no_markup() -> None:
    text = render(readiness_reports.hostile())
    found = tokens(text)
    own = [
        token.tag for token in tokens(render(readiness_reports.board())) if "_open" in token.type
    ]
    headings = [token.tag for token in found if token.type == "heading_open"]

    assert {token.type for token in found} & {
        "html_block",
        "html_inline",
        "image",
        "link_open",
    } == (set())
    assert headings == [tag for tag in own if tag in {"h1", "h2"}]
    assert [letter for letter in text if not letter.isprintable() and letter != "\n"] == []


@pytest.mark.parametrize("cell", ["a | b", "a \\| b", "`a | b`"])
def test_a_row_of_a_table_keeps_its_cells(cell: str) -> None:
    report = readiness_reports.board()
    changes = (replace(report.access_changes[0], rule=cell),)
    found = tokens(readiness_markdown.render(replace(report, access_changes=changes)))

    start = next(n for n, token in enumerate(found) if token.content == "API rules")
    cells = [token.content for token in found[start:] if token.type == "text"][3:4]
    assert cells == [cell]
