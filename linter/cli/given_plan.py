"""The plan that a verb is about, as it was read from a file, and what its journal says."""

import argparse
import hashlib
from collections.abc import Iterator
from pathlib import Path

import msgspec

from linter.cli.failure import UsageError
from linter.execute.journal import JournalError, read_journal
from linter.execute.lock import holder_of
from linter.execute.run_folder import RunFolder, run_folder
from linter.execute.standing import Ground, last_outcome
from linter.execute.work import DONE, TAKEN_BACK
from linter.model.plan import Plan
from linter.model.visible import visible
from linter.plan.failure import PlanError
from linter.plan.reading import read_plan, require_turn

_LARGEST = 2**24
_ENDED = frozenset({DONE, TAKEN_BACK})


class GivenPlan(msgspec.Struct, frozen=True):
    """A plan, the bytes of its file and the name of that."""

    plan: Plan
    content: bytes
    name: str

    @property
    def digest(self) -> str:
        """The SHA-256 of the plan's file."""
        return hashlib.sha256(self.content).hexdigest()

    @property
    def folder(self) -> RunFolder:
        """Where its runs are kept."""
        return run_folder(self.plan)

    @property
    def state(self) -> Path:
        """The folder of all plans of the site."""
        return Path(self.plan.site.state)


def add_plan_argument(parser: argparse.ArgumentParser) -> None:
    """Adds the plan, which means the same in every verb."""
    parser.add_argument("plan", type=Path, metavar="PLAN", help="what `kslint plan` wrote")


def given_plan(path: Path) -> GivenPlan:
    """The plan in a file. Raises UsageError for one that cannot be carried out."""
    try:
        with path.open("rb") as file:
            content = file.read(_LARGEST)
        plan = read_plan(content, str(path))
        require_turn(plan)
    except OSError as error:
        raise UsageError(f"{path} cannot be read: {error.strerror}") from error
    except PlanError as error:
        raise UsageError(str(error)) from error
    return GivenPlan(plan, content, str(path))


def ground_of(given: GivenPlan) -> Ground:
    """What is known of a plan without keeping anybody out. Raises JournalError."""
    history = read_journal(given.folder.journal)
    holder = holder_of(given.state)
    return Ground(
        given.plan, given.digest, given.name, history.entries, torn=history.torn, holder=holder
    )


def require_alone(given: GivenPlan) -> None:
    """Raises UsageError where another plan of the site was begun and has not ended."""
    for journal in sorted(given.state.glob("*/journal")):
        if journal != given.folder.journal and _is_open(journal):
            name = visible(journal.parent.name)
            raise UsageError(
                f"plan {name} was begun on this site and has not ended ({journal}): end it with "
                f"`kslint resume` or `kslint rollback` of {journal.with_name('plan.yaml')} first"
            )


def _is_open(journal: Path) -> bool:
    try:
        entries = read_journal(journal).entries
    except JournalError:
        # Nobody can say that it has ended.
        return True
    begun = any(entry.what == "started" for entry in entries)
    return begun and last_outcome(entries) not in _ENDED


def in_lines(lines: Iterator[str]) -> str:
    """Lines as one text."""
    return "".join(f"{line}\n" for line in lines)
