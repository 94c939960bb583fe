"""`kslint resume`: goes on with a plan after a failure, a crash, a kill or a reboot."""

import argparse

from linter.cli.apply import add_run_options, carried_out
from linter.cli.executing import EXIT_TEXT
from linter.cli.failure import UsageError
from linter.cli.given_plan import add_plan_argument, given_plan
from linter.execute.running import Settled

EPILOG = (
    """\
A step that nobody saw the end of is looked at before anything is done: what it started and still
runs is waited for. Where that leaves it unclear, a person has to say what became of it.

"""
    + EXIT_TEXT.format(done="all steps are done and verified")
    + """
examples:
  kslint resume plan.yaml
  kslint resume plan.yaml --done warm-caches
"""
)


def configure(verbs: "argparse._SubParsersAction[argparse.ArgumentParser]", summary: str) -> None:
    """Adds the verb to the command line."""
    parser = verbs.add_parser(
        "resume",
        help=summary,
        description="Goes on with a plan that was begun.",
        epilog=EPILOG,
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    add_plan_argument(parser)
    for word, meaning in (("done", "was done, so verify it"), ("not-done", "was not done")):
        parser.add_argument(
            f"--{word}",
            action="append",
            default=[],
            metavar="STEP",
            help=f"say of a step in doubt that it {meaning}; repeatable",
        )
    add_run_options(parser)


def run(arguments: argparse.Namespace) -> int:
    """Goes on."""
    both = set(arguments.done) & set(arguments.not_done)
    if both:
        raise UsageError(f"{', '.join(sorted(both))} cannot be done and not done")
    said = dict.fromkeys(arguments.done, Settled.DONE)
    said |= dict.fromkeys(arguments.not_done, Settled.NOT_DONE)
    return carried_out(given_plan(arguments.plan), arguments, said, again=True)
