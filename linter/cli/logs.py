"""`kslint logs`: the deprecation warnings in logs."""

import argparse
from collections.abc import Callable

import msgspec

from linter.cli import output
from linter.cli.check import formats
from linter.cli.failure import UsageError
from linter.model.finding import Gap
from linter.model.logs import LogTally
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK

EPILOG = """\
examples:
  kslint logs /var/log/keystone
  kslint logs '/var/log/kolla/keystone/*.log*' --format json
  journalctl -u apache2 -o export | kslint logs -
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "logs",
        help=summary,
        description="Names each distinct deprecation warning once, with its count and where it "
        "stands, and tells what the logs could have shown.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "sources",
        nargs="+",
        metavar="SOURCE",
        help="a file, directory, glob or archive, or - for stdin",
    )
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FMT[=FILE]",
        help="terminal or json, to FILE or stdout; repeatable (default: terminal)",
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads the logs and renders what they said in every format asked for."""
    targets = formats(arguments.format)
    tally = _read(arguments)
    for name, target in targets:
        output.put(_renderer(name, to_terminal=target == "-")(tally), target)
    return EXIT_INCOMPLETE if any(gap.required for gap in tally.gaps) else EXIT_OK


def _read(arguments: argparse.Namespace) -> LogTally:
    """What the logs said, with what they could not show among the gaps.

    Raises UsageError for a word that means nothing.
    """
    from linter.logs.coverage import gaps_in  # noqa: PLC0415  keeps the parser light
    from linter.logs.reading import LogRequest, read_logs  # noqa: PLC0415
    from linter.logs.sources import LogError  # noqa: PLC0415

    try:
        tally = read_logs(LogRequest(tuple(arguments.sources)))
    except LogError as error:
        raise UsageError(str(error)) from error
    gaps = dict.fromkeys(map(_weighed, (*tally.gaps, *gaps_in(tally))))
    first = sorted(gaps, key=lambda gap: not gap.required)
    return msgspec.structs.replace(tally, gaps=tuple(first))


def _weighed(gap: Gap) -> Gap:
    """The gap, required where it leaves open whether there are warnings at all."""
    from linter.logs.coverage import LOGS  # noqa: PLC0415  keeps the parser light

    return msgspec.structs.replace(gap, required=gap.required or gap.what == LOGS)


def _renderer(name: str, *, to_terminal: bool) -> Callable[[LogTally], str]:
    if name == "json":
        from linter.report import logs_json  # noqa: PLC0415  only the renderer in use is loaded

        return logs_json.render
    from linter.report import logs_terminal  # noqa: PLC0415

    color = to_terminal and output.wants_color()
    return lambda tally: logs_terminal.render(tally, color=color)
