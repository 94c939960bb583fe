"""`kslint logs`: the deprecation warnings in logs."""

import argparse
from typing import TYPE_CHECKING

import msgspec

from linter.cli.formats import LOGS as FORMATS
from linter.cli.formats import add_format_option, put_all, targets
from linter.cli.log_options import add_reading_options, since
from linter.model.finding import Gap
from linter.model.logs import LOGS, LogTally
from linter.model.verdict import EXIT_INCOMPLETE, EXIT_OK

if TYPE_CHECKING:
    from linter.logs.reading import LogRequest

EPILOG = """\
examples:
  kslint logs /var/log/keystone
  kslint logs '/var/log/kolla/keystone/*.log*' --format json
  journalctl -u apache2 -o export | kslint logs -
  kslint logs /var/log/keystone --config /etc/keystone
  kslint logs /var/log/keystone --set-checkpoint
  kslint logs /var/log/keystone --since-checkpoint
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
        help="a file, directory, glob or archive, rotated and compressed ones too, - for stdin, or "
        "journal: or journal:UNIT for the journal of this host",
    )
    add_format_option(parser, FORMATS)
    add_reading_options(parser)
    parser.add_argument(
        "--set-checkpoint",
        action="store_true",
        help="remember how far the logs were read, for --since-checkpoint",
    )
    parser.add_argument(
        "--config",
        metavar="PATH",
        help="the configuration that the logs were written with, a directory or keystone.conf: "
        "formats of its own are read, and levels that hide warnings are said",
    )


def run(arguments: argparse.Namespace) -> int:
    """Reads the logs and renders what they said in every format asked for."""
    wanted = targets(arguments.format, FORMATS)
    tally = _read(arguments)
    put_all(tally, FORMATS, wanted)
    return EXIT_INCOMPLETE if any(gap.required for gap in tally.gaps) else EXIT_OK


def _read(arguments: argparse.Namespace) -> LogTally:
    """What the logs said, with what they could not show among the gaps.

    Raises UsageError for an argument that means nothing, and for a checkpoint that cannot be used.
    """
    from linter.logs.reading import LogRequest  # noqa: PLC0415  keeps the parser light

    request = LogRequest(
        tuple(arguments.sources),
        jobs=arguments.jobs,
        since=since(arguments),
        checkpoint=arguments.checkpoint if arguments.set_checkpoint else None,
    )
    tally = _of_deployments(request, arguments.config) if arguments.config else _alone(request)
    gaps = sorted(map(_weighed, tally.gaps), key=lambda gap: not gap.required)
    return msgspec.structs.replace(tally, gaps=tuple(dict.fromkeys(gaps)))


def _alone(request: "LogRequest") -> LogTally:
    from linter.cli.watched import watched  # noqa: PLC0415
    from linter.logs.coverage.gaps import gaps_in  # noqa: PLC0415

    tally = watched(request)
    return msgspec.structs.replace(tally, gaps=(*tally.gaps, *gaps_in(tally)))


def _of_deployments(request: "LogRequest", config: str) -> LogTally:
    # Nobody pays for the parser of configurations who gives none.
    from linter.cli.analysis import deployments_in  # noqa: PLC0415
    from linter.cli.given_logs import read_given  # noqa: PLC0415

    return read_given(request, deployments_in(config))


def _weighed(gap: Gap) -> Gap:
    """The gap, required where it leaves open whether there are warnings at all."""
    return msgspec.structs.replace(gap, required=gap.required or gap.what == LOGS)
