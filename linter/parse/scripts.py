"""Reads a script, a crontab or a unit for the programs of keystone that it runs."""

import re
from collections.abc import Iterator

from linter.model.facts import SourceFile
from linter.model.location import Location
from linter.model.scripts import Invocation, Rotation, ScriptFile
from linter.parse.schedule import seconds_between

_PROGRAM = re.compile(
    r"(?:^|[\s;&|(\"'`=/])(keystone-(?:manage|all|status|wsgi-admin|wsgi-public))(?=[\s;&|)\"'`]|$)"
)
_ROTATES = re.compile(r"\b(?:fernet|token)[-_]rotate\b")
_END = re.compile(r"[;&|)\"'`<>#\n]")
_COMMAND = re.compile(r"[a-z][a-z0-9_]*")
_TAKING = frozenset(
    {
        "--config-dir",
        "--config-file",
        "--log-config",
        "--log-config-append",
        "--log-date-format",
        "--log-dir",
        "--log-file",
        "--logdir",
        "--logfile",
        "--log_config",
        "--pydev-debug-host",
        "--pydev-debug-port",
        "--syslog-log-facility",
    }
)
"""Options before the command that are followed by a value."""
_LONGEST = 2000
"""Characters of a call that are looked at."""


def parse_script(source: SourceFile) -> ScriptFile:
    """The calls in a text; comments are passed over, a call that is put together is not seen."""
    found: list[Invocation] = []
    rotations: list[Rotation] = []
    for number, line in _lines(source.content):
        at = Location(source.node, source.path, number)
        found += (_invocation(match, line, at) for match in _PROGRAM.finditer(line))
        every = seconds_between(line) if _ROTATES.search(line) else 0
        if every:
            rotations.append(Rotation(every, at))
    return ScriptFile(source.node, source.path, source.sha256, tuple(found), tuple(rotations))


def _lines(content: bytes) -> Iterator[tuple[int, str]]:
    """Each line with those that continue it, after the number of the first."""
    start, held = 0, ""
    for number, line in enumerate(content.decode(errors="replace").splitlines(), start=1):
        start = start or number
        if not held and line.lstrip().startswith(("#", ";")):
            start = 0
            continue
        if line.endswith("\\"):
            held += f"{line[:-1]} "
            continue
        yield start, held + line
        start, held = 0, ""
    if held:
        yield start, held


def _invocation(match: re.Match[str], line: str, at: Location) -> Invocation:
    rest = _END.split(line[match.end(1) : match.end(1) + _LONGEST], maxsplit=1)[0]
    words = tuple(rest.split())
    return Invocation(match[1], _command(words), words, at)


def _command(words: tuple[str, ...]) -> str:
    skipped = False
    for word in words:
        if skipped:
            skipped = False
        elif word.startswith("-"):
            skipped = word in _TAKING
        else:
            return word if _COMMAND.fullmatch(word) else ""
    return ""
