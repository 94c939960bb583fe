"""`kslint report`: what a change board decides from, and whether such a report still holds."""

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from linter.cli.check import add_request_options, request_of
from linter.cli.failure import UsageError
from linter.cli.formats import (
    COMPARISON,
    REPORT,
    VERIFICATION,
    Target,
    add_format_option,
    put_all,
    targets,
)
from linter.cli.settling import REQUEST, settle
from linter.model.verdict import EXIT_FINDINGS, EXIT_OK

if TYPE_CHECKING:
    from linter.report.told import ToldReport

EPILOG = """\
examples:
  kslint report /etc/keystone --logs /var/log/keystone --online --format html=readiness.html
  kslint report etc/keystone --from 2024.1 --to 2025.1 --format json=report.json --format markdown
  kslint report etc/keystone --compare report.json
  kslint report --verify report.json etc/keystone

--verify exits with 0 if the report still holds, and with 1 if it does not.
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "report",
        help=summary,
        description="Tells whether the upgrade may start, why, what is to be decided by whom, and "
        "what that rests on. The JSON is sealed: --verify says later whether it still holds.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="as `kslint check` takes them")
    add_request_options(parser)
    parser.add_argument(
        "--profile",
        choices=("gate", "approval"),
        default="approval",
        help="the evidence that is required: approval asks for configuration, logs, release notes "
        "and answers to questions, gate for configuration alone (default: approval)",
    )
    add_format_option(parser, REPORT, "; --verify and --compare know terminal and json")
    parser.add_argument(
        "--fail-on",
        choices=("blocker", "condition", "warning"),
        help="exit 1 from this severity on (default: blocker)",
    )
    _add_earlier(parser)


def _add_earlier(parser: argparse.ArgumentParser) -> None:
    group = parser.add_argument_group("an earlier report").add_mutually_exclusive_group()
    group.add_argument(
        "--verify",
        type=Path,
        metavar="FILE",
        help="say whether the report in FILE (JSON) still holds for these paths, and name each "
        "file and line that has changed since; give the options that it was made with",
    )
    group.add_argument(
        "--compare",
        type=Path,
        metavar="FILE",
        help="say what is new, what remains and what is fixed since the report in FILE (JSON)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Reports, compares or verifies; returns the verdict's exit code, or that of verifying."""
    if arguments.verify is not None:
        return _verify(arguments)
    from linter.cli.analysis import checked  # noqa: PLC0415  the parser alone must stay light

    settings = settle(arguments, REQUEST)
    wanted = targets(arguments.format, COMPARISON if arguments.compare else REPORT)
    _require_means(wanted)
    before = _earlier(arguments.compare) if arguments.compare else None
    result = checked(request_of(arguments, settings, arguments.profile))
    if before is None:
        put_all(result, REPORT, wanted)
    else:
        from linter.report.comparison import compare  # noqa: PLC0415  for who compares
        from linter.report.told import told  # noqa: PLC0415  for who compares

        put_all(compare(before, told(result.report)), COMPARISON, wanted)
    return result.report.verdict.exit_code


def _require_means(wanted: Sequence[Target]) -> None:
    """Raises UsageError, before anything is read, where a PDF cannot be made or shown."""
    files = [target.file for target in wanted if target.format == "pdf"]
    if not files:
        return
    if "-" in files and sys.stdout.isatty():
        raise UsageError("a PDF is not for a terminal: give it a file, as pdf=FILE")
    from linter.report.pdf import PdfError, require  # noqa: PLC0415  for who makes one

    try:
        require()
    except PdfError as error:
        raise UsageError(str(error)) from error


def _earlier(path: Path) -> "ToldReport":
    from linter.report.told import ReportError, read_report  # noqa: PLC0415  for who compares

    try:
        return read_report(content_of(path))
    except ReportError as error:
        raise UsageError(f"{path}: {error}") from error


def _verify(arguments: argparse.Namespace) -> int:
    from linter.cli.verifying import verification  # noqa: PLC0415  for who verifies

    settings = settle(arguments, REQUEST)
    wanted = targets(arguments.format, VERIFICATION)
    request = request_of(arguments, settings, arguments.profile)
    found = verification(content_of(arguments.verify), str(arguments.verify), request)
    put_all(found, VERIFICATION, wanted)
    return EXIT_OK if found.holds else EXIT_FINDINGS


def content_of(path: Path) -> bytes:
    """The bytes of an earlier report. Raises UsageError where it cannot be read."""
    try:
        return path.read_bytes()
    except OSError as error:
        raise UsageError(f"{path}: cannot be read: {error.strerror}") from error
