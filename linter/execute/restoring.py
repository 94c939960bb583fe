"""Whether taking a plan back takes the database back too, and what is lost by that."""

from linter.execute.engine import UnclearError, settled
from linter.execute.progress import State
from linter.execute.recorded import was_begun
from linter.execute.running import Settled
from linter.execute.work import Work
from linter.model.plan import AnyStep, BackupStep, DatabaseStep

RESTORES = "restores"
"""The fact of `undoing` that says "yes" where the backup is restored, else "no"."""
_SCHEMA = frozenset({"sync", "expand", "migrate", "contract"})


def is_of_schema(step: AnyStep) -> bool:
    """Whether a step is one whose undoing restores the backup."""
    return isinstance(step, DatabaseStep) and step.do in _SCHEMA


def to_restore(work: Work) -> frozenset[str]:
    """The steps that only the backup takes back.

    The old release runs with a schema that was expanded and migrated, but not with one that is
    between two releases, nor with one from which something was taken away. Raises DoubtError where
    nobody can see how the schema is.
    """
    begun = [
        step
        for step in work.begun.plan.steps
        if is_of_schema(step) and was_begun(work.run, step.id)
    ]
    return frozenset(step.id for step in begun if _is_to_restore(step, work))


def _is_to_restore(step: AnyStep, work: Work) -> bool:
    state = work.progress(step).state
    if state is State.UNDOING:
        return step.id in being_restored(work)
    if state in {State.DONE, State.ACTED}:
        return step.no_return
    try:
        return settled(step, work) is Settled.DONE and step.no_return
    except UnclearError:
        # It is between two releases.
        return True


def being_restored(work: Work) -> frozenset[str]:
    """The steps whose backup an earlier run began to restore, as somebody had agreed to."""
    last = {entry.step: entry for entry in work.record.entries if entry.what == "undoing"}
    restored = {name for name, entry in last.items() if entry.facts.get(RESTORES) == "yes"}
    steps = work.begun.plan.steps
    return frozenset(
        step.id
        for step in steps
        if step.id in restored and work.progress(step).state is State.UNDOING
    )


def what_is_lost(work: Work) -> str:
    """Since when what keystone wrote is lost if the backup is restored."""
    backups = {step.id for step in work.begun.plan.steps if isinstance(step, BackupStep)}
    done = [
        entry.at for entry in work.record.entries if entry.step in backups and entry.what == "acted"
    ]
    since = f"{done[-1]:%Y-%m-%d %H:%M %Z}" if done else "the backup"
    return f"what was written to the database since {since} would be lost"
