"""What oslo-config-validator of a real release reports on a configuration file."""

import re
from collections.abc import Iterator
from pathlib import Path

import msgspec

from tests.real.releases import run_tool
from tests.real.samples import namespace_arguments

_REPORT = re.compile(
    r"^(?:ERROR|WARNING):root:(?:Deprecated opt )?(?P<group>[^/]+)/(?P<name>\S+) "
    r"(?:found|not found|is not part of the sample config)$"
)
_PARSE_FAILURE = re.compile(r"ParseError: at .*:(?P<line>\d+), ")
_DECODING_FAILURE = "UnicodeDecodeError: "


class Report(msgspec.Struct, frozen=True):
    """The options that the tool objects to; `refused` is the line at which it gave up the file.

    The line is 0 when the tool could not read the bytes of the file, None when it read all.
    """

    options: frozenset[tuple[str, str]]
    refused: int | None


def validate(series: str, path: Path) -> Report:
    """The report of the release's own tool; fails when the tool says what is not understood."""
    words = ["--input-file", str(path), *namespace_arguments()]
    done = run_tool(series, "oslo-config-validator", *words)
    options = frozenset(_options(done.stderr))
    refused = _refused(done.stderr)
    if done.returncode and not options and refused is None:
        raise RuntimeError(f"oslo-config-validator of {series} failed: {done.stderr[-500:]}")
    return Report(options, refused)


def _options(text: str) -> Iterator[tuple[str, str]]:
    for line in text.splitlines():
        if found := _REPORT.match(line):
            yield found["group"], found["name"]


def _refused(text: str) -> int | None:
    if found := _PARSE_FAILURE.search(text):
        return int(found["line"])
    return 0 if _DECODING_FAILURE in text else None
