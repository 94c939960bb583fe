"""db_sync, in one go or in phases: never run without a backup, never believed, never killed."""

from collections.abc import Mapping
from functools import partial
from pathlib import Path

from linter.execute.commands import Process, facts_of, process_of
from linter.execute.configuration_archive import Archive, require_same
from linter.execute.databases.database import Backup, Database
from linter.execute.heads import Heads, Phase, are_reached, heads_after, told
from linter.execute.keystone_tools import (
    Answer,
    Asked,
    ask,
    logged_since,
    manage,
    shown,
    taken_marks,
)
from linter.execute.living import is_alive
from linter.execute.log_tail import last_lines, written_down
from linter.execute.opening import database_of
from linter.execute.outlasting import await_idle, outlast
from linter.execute.recorded import facts_of_step, latest_fact, verified_backup, was_begun
from linter.execute.running import Kind, Run, Settled, StepError
from linter.execute.schema_state import Before, State, before_in, lost_rows, state_of
from linter.execute.stopped import require_stopped
from linter.execute.sync_check import hear_own_check
from linter.execute.sync_failures import meaning_of
from linter.execute.trigger_creators import put_back
from linter.model.plan import DatabaseStep

_PATIENCE = 10
_PHASES: Mapping[str, Phase] = {
    "sync": "sync",
    "expand": "expand",
    "migrate": "migrate",
    "contract": "contract",
}
_RESTORE = (
    "the schema is between two releases: no keystone works with it for sure, and running db_sync "
    "again fails where a change was half made. `kslint rollback` restores the backup; then the "
    "plan can be applied again"
)


def wanted_heads(step: DatabaseStep, run: Run) -> Heads:
    """The heads that the step is to reach: those of the plan, else those of the target."""
    return step.heads or heads_after(run.plan.target, _PHASES[step.do])


def _words(step: DatabaseStep, run: Run) -> tuple[str, ...]:
    phase = () if step.do == "sync" else (f"--{step.do}",)
    return (*manage(run.plan.site, after=True), "db_sync", *phase)


def _shown(step: DatabaseStep, run: Run) -> tuple[str, ...]:
    return (shown(_words(step, run), run.plan.site.user),)


def _ready(step: DatabaseStep, run: Run) -> None:
    backup = verified_backup(run)
    require_same(Archive(backup.path, backup.size, backup.sha256))
    with database_of(run, step.limit) as database:
        # keystone-manage itself tries again for minutes and says nothing.
        database.ping(_PATIENCE)
        busy = database.busy()
        if busy:
            raise StepError(
                f"the schema is being changed at this moment: {'; '.join(busy)}. It may be left of "
                "an earlier try: wait until it has ended and go on with `kslint resume`"
            )
        _require_known(step, run, backup, database)
    if step.do == "sync":
        require_stopped(run.plan.site)


def _require_known(step: DatabaseStep, run: Run, backup: Backup, database: Database) -> None:
    """Raises StepError unless the schema is the one backed up, or what this plan made of it."""
    wanted, heads, schema = wanted_heads(step, run), database.heads(), database.schema()
    made = tuple(latest_fact(run, "heads-after").split()), latest_fact(run, "schema-after")
    if (heads, schema) in {(backup.heads, backup.schema or schema), made}:
        return
    if wanted and are_reached(heads, wanted):
        return
    if was_begun(run, step.id):
        raise StepError(f"the database is at the heads {told(heads)}: {_RESTORE}")
    raise StepError(
        f"the database is at the heads {told(heads)}, and its tables are not defined as in the "
        f"backup, which is at {told(backup.heads)}: somebody else has changed the schema since, or "
        "[database] connection names another database now; nothing was changed: find out who did, "
        "and back up again"
    )


def _act(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    with database_of(run, step.limit) as database:
        before = Before(database.heads(), database.schema(), database.rows(), taken_marks(run))
    begun = partial(_write_down, step, run, before)
    answer = ask(run, Asked(step, "db_sync", _words(step, run), killable=False), begun)
    if answer.ended.running:
        outlast(answer.ended.running, step, run)
    # Nobody can say how a process ended that was left alone for a while; the heads can.
    if answer.ended.code:
        raise StepError(_failure(step, run, before, answer))
    return {"code": str(answer.ended.code)}


def _write_down(step: DatabaseStep, run: Run, before: Before, process: Process) -> None:
    facts = {**facts_of(process), "before": before.fact()}
    run.journal.add("running", step.id, " ".join(_words(step, run)[-2:]), facts)


def _failure(step: DatabaseStep, run: Run, before: Before, answer: Answer) -> str:
    why = answer.why
    code = answer.ended.code
    how = f"ended with {code}" if code and code > 0 else f"was killed by signal {-(code or 0)}"
    parts = [f"{shown(_words(step, run), run.plan.site.user)} {how}."]
    parts += filter(None, [meaning_of(why)])
    try:
        with database_of(run, step.limit) as database:
            await_idle(database, run)
            state = state_of(database, before, wanted_heads(step, run))
        parts.append(_TOLD[state])
    except StepError as error:
        parts.append(f"How the schema stands could not be seen: {error}.")
    return "\n".join([*parts, "It said:", why or "nothing"])


_TOLD = {
    State.UNCHANGED: (
        "The schema is as it was before: mend the cause and go on with `kslint resume`, or go back "
        "with `kslint rollback`."
    ),
    State.REACHED: "The schema is the target's all the same: go on with `kslint resume`.",
    State.BETWEEN: f"{_RESTORE[0].upper()}{_RESTORE[1:]}.",
}


def _check(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    wanted = wanted_heads(step, run)
    with database_of(run, step.limit) as database:
        database.ping(_PATIENCE)
        heads = database.heads()
        if wanted and not are_reached(heads, wanted):
            raise StepError(
                f"db_sync ended and the database is at the heads {told(heads)}, not at "
                f"{told(wanted)}: whatever it said, it did not do all. See that `manage_after` of "
                "the site is the target's and reads the configuration in force; if this point "
                "release ends at other heads, write them as `heads` of the step in the plan"
            )
        _compare_rows(step, run, database.rows())
        after = {"heads-after": " ".join(heads), "schema-after": database.schema()}
        facts = put_back(run, database)
    hear_own_check(step, run)
    return {**facts, **after, "marks": written_down(taken_marks(run))}


def _compare_rows(step: DatabaseStep, run: Run, after: Mapping[str, int]) -> None:
    before = before_in(facts_of_step(run, step.id))
    lost = lost_rows(before.rows, after) if before else ()
    if not lost:
        return
    if run.plan.strategy == "rolling":
        run.tell(f"fewer rows than before, for keystone runs meanwhile: {'; '.join(lost)}")
        return
    raise StepError(
        f"rows are gone that were there before db_sync: {'; '.join(lost)}. Keystone is stopped, so "
        "nobody else can have deleted them: go back with `kslint rollback`, or see whether the "
        "release notes of the target say that they go"
    )


def _settle(step: DatabaseStep, run: Run) -> Settled:
    facts = facts_of_step(run, step.id)
    before = before_in(facts)
    if before is None:
        return Settled.NOT_DONE
    process = process_of(facts)
    if process is not None and is_alive(process):
        run.tell(f"db_sync of the earlier run (process {process.pid}) still works: waiting for it")
        outlast(process, step, run)
    with database_of(run, step.limit) as database:
        database.ping(_PATIENCE)
        await_idle(database, run)
        state = state_of(database, before, wanted_heads(step, run))
    if state is State.BETWEEN:
        run.tell("\n".join(filter(None, [_RESTORE, last_lines(logged_since(run, before.marks))])))
    return _SETTLED[state]


_SETTLED = {
    State.UNCHANGED: Settled.NOT_DONE,
    State.REACHED: Settled.DONE,
    State.BETWEEN: Settled.UNCLEAR,
}


def _undo(step: DatabaseStep, run: Run) -> None:
    process = process_of(facts_of_step(run, step.id))
    if process is not None and is_alive(process):
        outlast(process, step, run)
    backup = verified_backup(run)
    with database_of(run, step.limit) as database:
        database.ping(_PATIENCE)
        await_idle(database, run)
        put_back(run, database)
        if _is_as(database, backup):
            run.tell("the schema is as it was backed up, so the database was left as it is")
            return
        database.restore(backup)
        if database.heads() != backup.heads:
            raise StepError(
                f"{backup.path} was restored and the database is at the heads "
                f"{told(database.heads())} instead of {told(backup.heads)}: restore it by hand"
            )
    run.tell(f"the database was restored from {Path(backup.path)}")


def _is_as(database: Database, backup: Backup) -> bool:
    """Whether no migration has changed anything; numbered ones may change rows alone."""
    is_numbered = any("=" in head for head in backup.heads)
    if is_numbered or not backup.schema or database.heads() != backup.heads:
        return False
    return database.schema() == backup.schema


SCHEMA = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
"""The phases of db_sync; what reached the heads is done, whatever an exit code says."""
