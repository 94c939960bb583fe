"""Compares what kslint read in a log with what the processes that wrote it logged by witness."""

import functools
import json
import re
import subprocess
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path

import msgspec

from linter.model.logs import LogEvent, LogTally
from linter.model.visible import visible
from tests.real.logs.deployment import Logged

_WORD = "deprecat"
_REPLACED = re.compile(r"<[a-z]+>|\\\*\\\*\\\*")


class Difference(msgspec.Struct, frozen=True):
    """A message whose records and whose event do not agree."""

    message: str
    logged: int
    counted: int


def differences(records: Sequence[Logged], tally: LogTally) -> tuple[Difference, ...]:
    """Every message that was not counted as often as it was logged.

    Of the messages without the word, only those that became events are compared.
    """
    logged: Counter[str] = Counter()
    for record in records:
        event = _event_of(record, tally.events)
        if event or _WORD in record.message.lower():
            logged[event.message if event else record.message] += 1
    counted = Counter({event.message: event.count for event in tally.events})
    return tuple(
        Difference(message, logged[message], counted[message])
        for message in sorted({*logged, *counted})
        if logged[message] != counted[message]
    )


def unexplained(log: Path, records: Iterable[Logged]) -> tuple[str, ...]:
    """The lines of a log that speak of a deprecation, as grep finds them, and that nobody logged.

    In JSON the quotes of a message are escaped, and by Apache what escapes them.
    """
    said = {line.strip() for record in records for line in record.message.splitlines()}
    parts = {part for line in said if _WORD in line.lower() for part in _written(line)}
    found = subprocess.run(
        ["grep", "--ignore-case", _WORD, str(log)], capture_output=True, text=True, check=True
    )
    lines = found.stdout.splitlines()
    return tuple(line for line in lines if not any(part in line for part in parts))


def _written(text: str) -> tuple[str, str, str]:
    escaped = json.dumps(text)[1:-1]
    return text, escaped, escaped.replace("\\", r"\\")


def _event_of(record: Logged, events: Iterable[LogEvent]) -> LogEvent | None:
    """The event whose message is that of the record, whatever was replaced in it."""
    text = visible(_one_line(record.message))
    anywhere = record.logger == "py.warnings"
    fitting = [event for event in events if _pattern(event.message, anywhere).search(text)]
    return max(fitting, key=lambda event: len(event.message), default=None)


def _one_line(text: str) -> str:
    return " ".join(text.split())


@functools.cache
def _pattern(message: str, anywhere: bool) -> re.Pattern[str]:
    """A warning of Python has the file before its text, and the line of code behind it."""
    text = _REPLACED.sub(".+?", re.escape(_one_line(message)))
    return re.compile(text if anywhere else rf"\A{text}\Z")
