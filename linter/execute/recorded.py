"""What the journal keeps of earlier steps, for those that build on it."""

from collections.abc import Mapping

import msgspec

from linter.execute.databases.database import Backup
from linter.execute.running import Run, StepError
from linter.model.plan import BackupStep

_DUMP = "dump"
_PROVEN = "proven"


def facts_of_step(run: Run, step: str) -> Mapping[str, str]:
    """What was written down of a step, the later of two facts with one name; none if nothing was.

    What stands before its last action began, or before it was taken back, is of no use any more.
    """
    facts: dict[str, str] = {}
    for entry in run.history:
        if entry.step == step:
            if entry.what in {"started", "undone"}:
                facts = {}
            facts.update(entry.facts)
    return facts


def latest_fact(run: Run, name: str) -> str:
    """The last fact of a name, whichever step it is of; "" if there is none."""
    found = (entry.facts[name] for entry in reversed(run.history) if name in entry.facts)
    return next(found, "")


def was_begun(run: Run, step: str) -> bool:
    """Whether an action of the step was begun that was not taken back."""
    ways = [entry.what for entry in run.history if entry.step == step]
    begun = [number for number, what in enumerate(ways) if what == "started"]
    undone = [number for number, what in enumerate(ways) if what == "undone"]
    return max(begun, default=-1) > max(undone, default=-1)


def kept(backup: Backup) -> Mapping[str, str]:
    """The facts that a journal keeps of a backup."""
    return {_DUMP: msgspec.json.encode(backup).decode()}


def backup_in(facts: Mapping[str, str]) -> Backup | None:
    """The backup that facts speak of, proven or not, None if they speak of none.

    Raises StepError for facts that no kslint has written.
    """
    if _DUMP not in facts:
        return None
    try:
        return msgspec.json.decode(facts[_DUMP], type=Backup)
    except msgspec.MsgspecError as error:
        raise StepError(
            f"what the journal says of the backup cannot be read ({error}): use the kslint that "
            "wrote it, or restore by hand"
        ) from error


def proven(how: str) -> Mapping[str, str]:
    """The fact that says how a backup was proven, or why it was not."""
    return {_PROVEN: how}


def verified_backup(run: Run) -> Backup:
    """The last backup of this plan that was done, proof and all. Raises StepError without one."""
    for step in reversed(run.plan.steps):
        if not isinstance(step, BackupStep) or not _is_done(run, step.id):
            continue
        facts = facts_of_step(run, step.id)
        backup = backup_in(facts)
        if backup is not None and _PROVEN in facts:
            return backup
    raise StepError(
        "the journal knows of no verified backup of the database, and without one nothing changes "
        "it: let the backup step of the plan run first"
    )


def _is_done(run: Run, step: str) -> bool:
    ways = [entry.what for entry in run.history if entry.step == step]
    ends = [what for what in ways if what in {"started", "done", "failed", "undone"}]
    return ends[-1:] == ["done"]
