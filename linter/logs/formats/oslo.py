"""Records as oslo.log's default formats write them."""

import re

from linter.logs.formats.layout import Layout, Record

# oslo_log/_options.py: logging_context_format_string and logging_default_format_string.
_START = re.compile(
    rb"(?P<date>\d{4}-\d\d-\d\d) (?P<clock>\d\d:\d\d:\d\d\.\d{3}) (?P<pid>\d+) "
    rb"(?P<level>[A-Z]+) (?P<logger>\S+) \[(?P<context>[^\]\n]*)\] "
)


def _decode(head: re.Match[bytes], message: str) -> Record:
    pid, level, logger = (
        head[name].decode("utf-8", "replace") for name in ("pid", "level", "logger")
    )
    return Record(message, _when(head), level, logger, pid=pid)


def _when(head: re.Match[bytes]) -> str:
    return (head["date"] + b"T" + head["clock"]).decode("ascii")


OSLO = Layout("oslo", _START, re.compile(rb""), _when, _decode)
