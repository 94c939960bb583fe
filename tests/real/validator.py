"""What oslo-config-validator of a real release reports on a configuration file."""

import os
import re
from collections.abc import Iterable
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path

import msgspec

from tests.real.releases import run_tool
from tests.real.samples import namespace_arguments

_UNKNOWN = re.compile(
    r"^ERROR:[\w.]+:(?P<group>[^/]+)/(?P<name>\S+) (?:not found|is not part of the sample config)$",
    re.MULTILINE,
)
_DEPRECATED = re.compile(
    r"^WARNING:[\w.]+:Deprecated opt (?P<group>[^/]+)/(?P<name>\S+) found$", re.MULTILINE
)
_PARSE_FAILURE = re.compile(r"ParseError: at .*:(?P<line>\d+), (?P<reason>.*)")
_LINE_AFTER = "Section must be started before assignment"
_DECODING_FAILURE = "UnicodeDecodeError: "


class Report(msgspec.Struct, frozen=True):
    """The options that the tool objects to; `refused` is the line at which it gave up the file.

    The line is 0 when the tool could not read the bytes of the file, None when it read all.
    """

    unknown: frozenset[str]
    deprecated: frozenset[str]
    refused: int | None


def validate_all(series: str, paths: Iterable[Path]) -> dict[Path, Report]:
    """The report on each file, as many at once as there are processors."""
    listed = list(paths)
    with ThreadPoolExecutor(os.cpu_count()) as pool:
        return dict(zip(listed, pool.map(partial(validate, series), listed), strict=True))


def validate(series: str, path: Path) -> Report:
    """The report of the release's own tool; fails when the tool says what is not understood."""
    words = ["--input-file", str(path), *namespace_arguments()]
    done = run_tool(series, "oslo-config-validator", *words)
    report = Report(
        _subjects(_UNKNOWN, done.stderr), _subjects(_DEPRECATED, done.stderr), _refused(done.stderr)
    )
    if done.returncode and not report.unknown and report.refused is None:
        raise RuntimeError(f"oslo-config-validator of {series} failed: {done.stderr[-500:]}")
    return report


def _subjects(pattern: re.Pattern[str], text: str) -> frozenset[str]:
    return frozenset(f"[{found['group']}] {found['name']}" for found in pattern.finditer(text))


def _refused(text: str) -> int | None:
    """An assignment without a section is noticed only when the next line is read."""
    if found := _PARSE_FAILURE.search(text):
        return int(found["line"]) - found["reason"].startswith(_LINE_AFTER)
    return 0 if _DECODING_FAILURE in text else None
