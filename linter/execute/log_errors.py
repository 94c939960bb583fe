"""Errors among the records of logs, whatever form these have."""

import hashlib
import re
from collections.abc import Iterable, Iterator

from linter.execute.log_tail import Rest
from linter.model.visible import visible

# Of oslo.log's lines and those of other formats, syslog's and JSON's forms of them.
_LEVEL = re.compile(r"(?:^|[\s\"|\[(])(?:ERROR|CRITICAL)(?=[\s\":|\])])")
# The lines of a traceback are written as errors too (logging_exception_prefix), without a context.
_WITH_CONTEXT = re.compile(r"\s(?:ERROR|CRITICAL)\s[\w.]+\s\[")
_WITHIN = re.compile(r"Traceback \(most recent call last\)|File \"|\s{3,}\S")
_VARYING = re.compile(r"\x1b\[[\d;]*m|\[[^\]]*req-[^\]]*\]|0x[0-9a-f]+|[0-9a-f]{32}|\d+")
_SHOWN = 300


def errors_in(rests: Iterable[Rest]) -> tuple[str, ...]:
    """Each error once, as its first line, safe to print."""
    found: dict[str, str] = {}
    for rest in rests:
        for line in _first_lines(rest.text):
            found.setdefault(identity_of(line), visible(line.strip())[:_SHOWN])
    return tuple(found.values())


def identity_of(line: str) -> str:
    """What stays the same when the same is logged again."""
    return hashlib.sha256(_VARYING.sub("", line.strip()).encode()).hexdigest()[:16]


def _first_lines(text: str) -> Iterator[str]:
    lines = [line for line in text.splitlines() if _LEVEL.search(line)]
    with_context = [line for line in lines if _WITH_CONTEXT.search(line)]
    yield from with_context or (line for line in lines if not _WITHIN.search(line))
