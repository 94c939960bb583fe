"""`kslint apply`: carries a plan out, or shows what would be done."""

import argparse
from collections.abc import Sequence
from functools import partial

from linter.cli import output
from linter.cli.executing import EXIT_TEXT, Wish, execute
from linter.cli.failure import UsageError
from linter.cli.given_plan import GivenPlan, add_plan_argument, given_plan, ground_of, in_lines
from linter.cli.run_result import FORMATS, finish, put_standing, untrusted
from linter.cli.step_lines import tell
from linter.execute.by_hand import outline
from linter.execute.engine import carry_out
from linter.execute.journal import Entry, JournalError
from linter.execute.progress import State, progress_of
from linter.execute.running import Settled
from linter.execute.standing import is_being_taken_back
from linter.model.plan import Plan

_IN_DOUBT = frozenset({State.IN_DOUBT, State.FAILED})
EPILOG = (
    """\
Without --yes nothing is done: every step is shown with its commands. With it, each step is written
down in a journal before it begins and when it has ended; what was done by an earlier run is not
done again, and a step that nobody saw the end of is looked at first.

"""
    + EXIT_TEXT.format(done="all steps are done and verified, or were shown")
    + """
examples:
  kslint apply plan.yaml
  kslint apply plan.yaml --yes --confirm confirm
"""
)


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "apply",
        help=summary,
        description="Carries the steps of a plan out, one after the other.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_plan_argument(parser)
    parser.add_argument("--yes", action="store_true", help="do it, instead of showing it")
    add_run_options(parser)


def add_run_options(parser: argparse.ArgumentParser) -> None:
    """Adds what means the same wherever steps are carried out."""
    parser.add_argument(
        "--confirm",
        action="append",
        default=[],
        metavar="STEP",
        help="say yes to the question of a step where nobody can be asked; repeatable",
    )
    parser.add_argument(
        "--format", choices=FORMATS, default="terminal", help="how to print the result"
    )


def run(arguments: argparse.Namespace) -> int:
    """Carries the plan out, or shows it."""
    given = given_plan(arguments.plan)
    if not arguments.yes:
        return _shown(given, arguments.format)
    return carried_out(given, arguments, {})


def carried_out(
    given: GivenPlan,
    arguments: argparse.Namespace,
    said: dict[str, Settled],
    *,
    again: bool = False,
) -> int:
    """The exit code of a run forward; `again` refuses a plan that was not begun."""
    confirmed = frozenset(arguments.confirm)
    _require_known(given.plan, confirmed | said.keys())
    try:
        wish = Wish("apply", confirmed, said)
        ended = execute(given, wish, partial(_allow, given.plan, wish, again=again), carry_out)
    except JournalError as error:
        return untrusted(error)
    return finish(given, ended, arguments.format)


def _require_known(plan: Plan, names: frozenset[str]) -> None:
    unknown = sorted(names - {step.id for step in plan.steps})
    if unknown:
        raise UsageError(f"the plan has no step {', '.join(unknown)}")


def _allow(plan: Plan, wish: Wish, entries: Sequence[Entry], *, again: bool) -> None:
    if again and not entries:
        raise UsageError("the plan was not begun: `kslint apply` shows it, and --yes begins")
    if is_being_taken_back(entries):
        raise UsageError(
            "the plan is being taken back: end that with `kslint rollback`; then it can be applied "
            "again"
        )
    for each in progress_of(plan.steps, entries):
        if each.step in wish.said and each.state not in _IN_DOUBT:
            raise UsageError(
                f"step {each.step} is {each.state}, so that nobody has to say what became of it"
            )


def _shown(given: GivenPlan, name: str) -> int:
    try:
        ground = ground_of(given)
    except JournalError as error:
        return untrusted(error)
    if name == "json":
        put_standing(ground, name)
    else:
        output.put(in_lines(outline(given.plan, ground.entries, given.folder.steps)))
        tell("Nothing was done: --yes does it.")
    return 0
