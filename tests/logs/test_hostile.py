"""Whatever a log holds, it is read, and nothing of it harms who reads what it said."""

import os
import random
import re
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from linter.cli import analysis
from linter.cli.analysis import Request
from linter.report import json, logs_json, terminal
from tests.logs.mutations import HEADERS, MESSAGES, PIECES, line, mutated_logs
from tests.logs.safety import COMMANDING, check

EXAMPLES = int(os.environ.get("KSLINT_TEST_EXAMPLES", "100"))

pieces = st.sampled_from(
    [*PIECES, *(text.encode() for text in (*HEADERS, *MESSAGES)), b"\n", b" deprecated "]
)
contents = st.lists(pieces, max_size=30).map(b"".join) | st.binary(max_size=300)


@settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(content=contents)
@pytest.mark.thorough
def test_any_content_is_read(content: bytes, tmp_path: Path) -> None:
    check(content, tmp_path / "keystone.log")


@pytest.mark.thorough
@pytest.mark.parametrize("number", range(4))
def test_mutated_lines_are_read(number: int, tmp_path: Path) -> None:
    for log in mutated_logs(random.Random(number), 500, each=100):  # noqa: S311  no secret
        check(log, tmp_path / "keystone.log")


def test_no_secret_of_any_format_is_said(tmp_path: Path) -> None:
    source = random.Random(0)  # noqa: S311  no secret
    log = b"\n".join(line(source) for _ in range(1000))
    tally = check(log, tmp_path / "keystone.log")
    assert "canary" not in logs_json.render(tally)
    assert b"canary" in log


def test_what_is_said_of_a_deployment_is_harmless(tmp_path: Path) -> None:
    (tmp_path / "keystone.conf").write_text("[DEFAULT]\nnotification_driver = x\n")
    log = tmp_path / "keystone.log"
    log.write_bytes(next(mutated_logs(random.Random(5), 300)))  # noqa: S311  no secret
    request = Request((str(tmp_path),), source="2024.1", target="2025.1", logs=(str(log),))
    report = analysis.check(request)
    for page in (json.render(report), terminal.render(report, color=False, width=100)):
        assert not COMMANDING.search(page.replace("\n", ""))
    assert not re.search("<[a-z/!]", json.render(report))


@pytest.mark.parametrize("name", ["a\x1b[31mb.log", "\udcff.log", "<b>.log", "x" * 250])
def test_the_name_of_a_log_is_harmless(name: str, tmp_path: Path) -> None:
    tally = check((HEADERS[0] + MESSAGES[0] + "\n").encode(), tmp_path / name)
    assert [event.subject for event in tally.events] == ["[token] cache_on_issue"]


@pytest.mark.parametrize("piece", ["x", " ", "\\x00", "a:/b:", '"', "[" * 9])
def test_a_line_of_a_megabyte_is_shortened(piece: str, tmp_path: Path) -> None:
    text = HEADERS[0] + "something is deprecated " + piece * (1_000_000 // len(piece))
    tally = check(f"{text}\n".encode(), tmp_path / "keystone.log")
    assert [event.count for event in tally.events] == [1]
