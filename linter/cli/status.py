"""`kslint status`: how far a plan was carried out."""

import argparse

from linter.cli.given_plan import add_plan_argument, given_plan
from linter.cli.run_result import FORMATS, shown_standing

EPILOG = """\
Reads the journal alone, keeps nobody out and asks nothing of the system: it can be called while
another kslint is at work.

exit codes:
  0  told
  2  no such plan
  3  the journal cannot be trusted
"""


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "status",
        help=summary,
        description="Tells of each step of a plan whether it was done, when, and how long it took.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_plan_argument(parser)
    parser.add_argument("--format", choices=FORMATS, default="terminal", help="how to print it")


def run(arguments: argparse.Namespace) -> int:
    """Tells how the plan stands."""
    return shown_standing(given_plan(arguments.plan), arguments.format)
