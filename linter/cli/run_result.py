"""What is told when a run has ended: the standing on stdout, what to do beside it."""

import json

import msgspec

from linter.cli import output
from linter.cli.executing import Ended
from linter.cli.failure import UsageError
from linter.cli.given_plan import GivenPlan, ground_of
from linter.cli.standing_text import text_of
from linter.cli.step_lines import tell
from linter.execute.by_hand import remaining, remaining_back, situation
from linter.execute.journal import JournalError
from linter.execute.standing import (
    Ground,
    Standing,
    is_being_taken_back,
    standing_of,
)
from linter.execute.work import FAILED, IN_DOUBT

FORMATS = ("terminal", "json")
EXIT_IN_DOUBT = 3


def rendered(standing: Standing, name: str) -> str:
    """A standing in a format."""
    if name == "json":
        return json.dumps(msgspec.to_builtins(standing), indent=2) + "\n"
    return text_of(standing)


def put_standing(ground: Ground, name: str) -> None:
    """Prints how a plan stands; that nobody reads it changes nothing of what was done."""
    try:
        output.put(rendered(standing_of(ground), name))
    except UsageError as error:
        tell(f"kslint: {error}")


def finish(given: GivenPlan, ended: Ended, name: str) -> int:
    """Tells how a run ended; gives its exit code."""
    end, run = ended.end, ended.run
    if end.said:
        tell(f"kslint: {f'{end.step}: ' if end.step else ''}{end.outcome}: {end.said}")
    if end.outcome in {FAILED, IN_DOUBT}:
        tell("The system, as far as the journal knows:")
        for line in situation(run.plan, run):
            tell(f"  {line}")
        failed = next((step for step in run.plan.steps if step.id == end.step), None)
        if failed and failed.on_failure:
            tell(f"The plan says of {failed.id}: {failed.on_failure}")
        tell("What is left, by hand:")
        is_back = is_being_taken_back(run.history)
        for line in remaining_back(run) if is_back else remaining(run):
            tell(f"  {line}")
    ground = Ground(given.plan, given.digest, given.name, run.history)
    for command in standing_of(ground).next:
        tell(f"Next: {command}")
    put_standing(ground, name)
    return ended.code


def untrusted(error: JournalError) -> int:
    """Tells of a journal that cannot be relied upon or written any more; gives the exit code."""
    tell(f"kslint: {error}")
    return EXIT_IN_DOUBT


def shown_standing(given: GivenPlan, name: str) -> int:
    """Prints how a plan stands at this moment."""
    try:
        put_standing(ground_of(given), name)
    except JournalError as error:
        return untrusted(error)
    return 0
