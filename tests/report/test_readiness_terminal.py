"""The readiness report as a terminal shows it."""

import re
from pathlib import Path

import pytest

from linter.report.readiness_terminal import render
from tests.report import readiness_reports

EXPECTED = Path(__file__).parents[1] / "fixtures" / "readiness" / "board.txt"


def test_a_terminal_shows_all_that_is_decided_from() -> None:
    text = render(readiness_reports.board(), color=False, width=100)

    assert text == EXPECTED.read_text(encoding="utf-8")


def test_a_report_without_anything_says_so() -> None:
    text = render(readiness_reports.empty(), color=False, width=100)

    assert "│ GO " in text
    assert "  No condition stands among what was looked at.\n" in text


@pytest.mark.parametrize("color", [True, False])
@pytest.mark.parametrize("width", [pytest.param(40, marks=pytest.mark.thorough), 100])
def test_what_anybody_wrote_cannot_command_the_terminal(*, color: bool, width: int) -> None:
    text = render(readiness_reports.hostile(), color=color, width=width)
    own = re.sub(r"\x1b\[[\d;]*m", "", text) if color else text

    assert not re.search(r"[\x00-\x09\x0b-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069]", own)
    assert max(map(len, own.splitlines())) <= width
