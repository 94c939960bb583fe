"""`kslint rollback`: takes back what was done of a plan."""

import argparse
from collections.abc import Sequence
from functools import partial

from linter.cli import output
from linter.cli.executing import EXIT_TEXT, Wish, execute
from linter.cli.failure import UsageError
from linter.cli.given_plan import GivenPlan, add_plan_argument, given_plan, ground_of, in_lines
from linter.cli.run_result import FORMATS, finish, untrusted
from linter.cli.step_lines import tell
from linter.execute.by_hand import backward
from linter.execute.journal import Entry, JournalError
from linter.execute.undoing import take_back

EPILOG = (
    """\
The steps are taken back in reverse order, each written down; after a crash the same command goes
on. Without --yes nothing is done: the steps are shown. Where the schema was changed the backup has
to be restored, which loses what was written since it was made: --restore-database agrees to that.

"""
    + EXIT_TEXT.format(done="all is taken back, and the old release was seen to work; or shown")
    + """
examples:
  kslint rollback plan.yaml
  kslint rollback plan.yaml --yes --restore-database
"""
)


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "rollback",
        help=summary,
        description="Takes back what was done of a plan, the last step first.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_plan_argument(parser)
    parser.add_argument("--yes", action="store_true", help="do it, instead of showing it")
    parser.add_argument(
        "--restore-database",
        action="store_true",
        help="restore the backup, and lose what was written to the database since",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="terminal", help="how to print the result"
    )


def run(arguments: argparse.Namespace) -> int:
    """Takes the plan back, or shows how."""
    given = given_plan(arguments.plan)
    try:
        if not arguments.yes:
            return _shown(given)
        back = partial(take_back, may_restore=arguments.restore_database)
        ended = execute(given, Wish("rollback"), _allow, back)
    except JournalError as error:
        return untrusted(error)
    return finish(given, ended, arguments.format)


def _allow(entries: Sequence[Entry]) -> None:
    if not entries:
        raise UsageError("the plan was not begun, so there is nothing to take back")


def _shown(given: GivenPlan) -> int:
    output.put(in_lines(backward(given.plan, ground_of(given).entries)))
    tell("Nothing was done: --yes does it.")
    return 0
