"""Lets ordinary users make triggers on MySQL for as long as a migration needs it, and no longer."""

from collections.abc import Mapping

from linter.execute.databases.database import Database
from linter.execute.opening import database_of
from linter.execute.recorded import latest_fact, verified_backup
from linter.execute.running import Kind, Run, Settled
from linter.model.plan import DatabaseStep

_FACT = "trigger-creators"
_ASKED, _ON, _OFF, _BACK = "asked", "was on", "was off", "put back"
_BY_HAND = "SET GLOBAL log_bin_trust_function_creators = {};"


def put_back(run: Run, database: Database) -> Mapping[str, str]:
    """The fact that the variable is again what it was; none where nobody has changed it."""
    if latest_fact(run, _FACT) != _OFF:
        return {}
    database.set_trigger_creators(on=False)
    run.tell("log_bin_trust_function_creators is off again, as it was")
    return {_FACT: _BACK}


def _shown(_step: DatabaseStep, _run: Run) -> tuple[str, ...]:
    return (_BY_HAND.format(1),)


def _ready(_step: DatabaseStep, run: Run) -> None:
    verified_backup(run)


def _act(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    known = latest_fact(run, _FACT)
    if known == _OFF:
        # An earlier try has set it: what it was before that is what counts.
        return _set_again(step, run)
    run.journal.add("running", step.id, facts={_FACT: _ASKED})
    with database_of(run, step.limit) as database:
        was_on = database.set_trigger_creators(on=True)
    if known == _ASKED and was_on:
        run.tell(
            "log_bin_trust_function_creators is on; an earlier run may have set it and did not "
            f"live to say what it was. Where it was off: {_BY_HAND.format(0)}"
        )
    return {_FACT: _ON if was_on else _OFF}


def _set_again(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    with database_of(run, step.limit) as database:
        database.set_trigger_creators(on=True)
    return {_FACT: _OFF}


def _check(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    with database_of(run, step.limit) as database:
        # Set once more it says what it was, which must be on.
        if not database.set_trigger_creators(on=True):
            run.tell("log_bin_trust_function_creators was off again and was set once more")
    return {}


def _settle(_step: DatabaseStep, _run: Run) -> Settled:
    return Settled.NOT_DONE


def _undo(step: DatabaseStep, run: Run) -> None:
    with database_of(run, step.limit) as database:
        put_back(run, database)


TRIGGER_CREATORS = Kind(
    shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo
)
"""What it was stands in the journal; the step that needs it puts it back."""
