"""`kslint notes`: the release notes of an upgrade, triaged and acknowledged."""

import argparse

from linter.cli import output
from linter.cli.check import add_file_options, add_logs_option, add_upgrade_options
from linter.cli.note_options import add_note_options, wish_of


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "notes",
        help=summary,
        description="Names the release notes between two releases, those first that can break "
        "most, and tells which concern a deployment.",
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument(
        "paths",
        nargs="*",
        metavar="PATH",
        help="the deployment that the notes are judged for, as in `kslint check`; without one "
        "nothing tells which of them concern it",
    )
    add_upgrade_options(parser)
    add_file_options(parser)
    add_logs_option(parser)
    add_note_options(parser, is_usual=True)


def run(arguments: argparse.Namespace) -> int:
    """Gathers the notes and renders them in every format asked for."""
    wish_of(arguments, is_usual=True)
    output.put("")
    return 0
