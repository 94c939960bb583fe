"""`kslint logs`: the deprecation warnings in logs."""

import argparse
from collections.abc import Callable

from linter.cli import output
from linter.cli.check import formats
from linter.cli.failure import UsageError
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
    from linter.logs.reading import LogRequest, read_logs  # noqa: PLC0415  keeps the parser light
    from linter.logs.sources import LogError  # noqa: PLC0415

    targets = formats(arguments.format)
    try:
        tally = read_logs(LogRequest(tuple(arguments.sources)))
    except LogError as error:
        raise UsageError(str(error)) from error
    for name, target in targets:
        output.put(_renderer(name, to_terminal=target == "-")(tally), target)
    return EXIT_INCOMPLETE if any(gap.required for gap in tally.gaps) else EXIT_OK


def _renderer(name: str, *, to_terminal: bool) -> Callable[[LogTally], str]:
    if name == "json":
        from linter.report import logs_json  # noqa: PLC0415  only the renderer in use is loaded

        return logs_json.render
    from linter.report import logs_terminal  # noqa: PLC0415

    color = to_terminal and output.wants_color()
    return lambda tally: logs_terminal.render(tally, color=color)
