"""`kslint diff`: what the target makes of each deployed file, by meaning."""

import argparse

from linter.cli.check import add_file_options, add_upgrade_options, add_web_option, request_of
from linter.cli.formats import DIFFERENCES, add_format_option, put_all, targets
from linter.cli.settling import REQUEST, add_settings_options, settle
from linter.model.verdict import EXIT_OK

EPILOG = """\
examples:
  kslint diff /etc/keystone --to 2025.1
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "diff",
        help=summary,
        description="Tells what the target makes of each deployed file, by meaning.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("paths", nargs="+", metavar="PATH", help="as `kslint check` takes them")
    add_upgrade_options(parser)
    add_file_options(parser)
    add_web_option(parser)
    parser.add_argument(
        "--three-way",
        action="store_true",
        help="also show what the samples of both releases say",
    )
    add_settings_options(parser)
    add_format_option(parser, DIFFERENCES)


def run(arguments: argparse.Namespace) -> int:
    """Compares, and tells what differs."""
    raise NotImplementedError
