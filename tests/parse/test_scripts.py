"""Calls of keystone's programs are found where they are run, and nowhere else."""

import pytest

from linter.model.facts import SourceFile
from linter.parse.scripts import parse_script


def calls(text: str) -> list[tuple[int, str, str, tuple[str, ...]]]:
    file = parse_script(SourceFile("", "run.sh", text.encode(), ""))
    return [(call.at.line, call.program, call.command, call.words) for call in file.invocations]


@pytest.mark.parametrize(
    ("line", "command", "words"),
    [
        ("keystone-manage db_sync", "db_sync", ("db_sync",)),
        ("/usr/bin/keystone-manage db_sync 3", "db_sync", ("db_sync", "3")),
        ("sudo -u keystone keystone-manage doctor || true", "doctor", ("doctor",)),
        ("su -s /bin/sh -c 'keystone-manage doctor' keystone", "doctor", ("doctor",)),
        ("a=$(keystone-manage db_version); b", "db_version", ("db_version",)),
        ("keystone-manage --config-file x doctor", "doctor", ("--config-file", "x", "doctor")),
        ("keystone-manage --config-file=x doctor", "doctor", ("--config-file=x", "doctor")),
        ("keystone-manage --debug doctor", "doctor", ("--debug", "doctor")),
        ("ExecStart=keystone-manage doctor", "doctor", ("doctor",)),
        ("0 * * * * root keystone-manage doctor >/dev/null", "doctor", ("doctor",)),
        ('keystone-manage "$command"', "", ()),
        ("keystone-manage ${command} now", "", ("${command}", "now")),
        ("keystone-manage", "", ()),
        ("keystone-manage --config-file", "", ("--config-file",)),
    ],
)
def test_a_call_is_told_with_its_command(line: str, command: str, words: tuple[str, ...]) -> None:
    assert calls(line) == [(1, "keystone-manage", command, words)]


@pytest.mark.parametrize(
    "line",
    [
        "# keystone-manage doctor",
        "  ; keystone-manage doctor",
        "my-keystone-manage x",
        "",
        "\0\xff",
    ],
)
def test_what_is_no_call_is_passed_over(line: str) -> None:
    assert calls(line) == []


def test_lines_that_go_on_are_one_and_counted_from_their_first() -> None:
    text = "#!/bin/sh\n\nkeystone-manage \\\n db_sync \\\n -x\nkeystone-all\nkeystone-manage \\"
    assert calls(text) == [
        (3, "keystone-manage", "db_sync", ("db_sync", "-x")),
        (6, "keystone-all", "", ()),
        (7, "keystone-manage", "", ()),
    ]
