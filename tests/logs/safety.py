"""What has to hold of everything that is said of a log, whatever the log holds."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from linter.logs.reading import LogRequest, read_logs
from linter.model.harmless import LONGEST_MESSAGE
from linter.model.logs import LogTally
from linter.report import logs_json, logs_terminal

COMMANDING = re.compile(
    r"[\x00-\x1f\x7f-\x9f\u200e\u200f\u2028-\u202e\u2066-\u2069\ufeff\ud800-\udfff]"
)
"""Characters that a terminal, a page or an editor obeys."""


def check(log: bytes, path: Path) -> LogTally:
    """What a log says, read from this path; raises AssertionError for what nobody may be shown."""
    path.write_bytes(log)
    tally = read_logs(LogRequest((str(path),)))
    for text in _texts(msgspec.to_builtins(tally)):
        assert not COMMANDING.search(text), text
        assert len(text) <= LONGEST_MESSAGE, len(text)
    for page in (logs_json.render(tally), logs_terminal.render(tally, color=False, width=100)):
        assert not COMMANDING.search(page.replace("\n", "")), page
    return tally


def _texts(value: object) -> Iterator[str]:
    """Every text in what a value is built of."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        yield from _texts(list(value.items()))
    elif isinstance(value, list | tuple):
        for item in value:
            yield from _texts(item)
