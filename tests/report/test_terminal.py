import re
from pathlib import Path

import pytest

from linter.cli.analysis import Request, check
from linter.model.report import Report
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
