"""Steps that change the database, each by functions of its own."""

from collections.abc import Mapping

from linter.execute.credential_step import CREDENTIALS
from linter.execute.running import Kind, Run, Settled
from linter.execute.schema_step import SCHEMA
from linter.execute.trigger_creators import TRIGGER_CREATORS
from linter.model.plan import DatabaseStep

_KINDS: Mapping[str, Kind] = {
    "sync": SCHEMA,
    "expand": SCHEMA,
    "migrate": SCHEMA,
    "contract": SCHEMA,
    "trigger-creators": TRIGGER_CREATORS,
    "credentials": CREDENTIALS,
}


def _shown(step: DatabaseStep, run: Run) -> tuple[str, ...]:
    return _KINDS[step.do].shown(step, run)


def _ready(step: DatabaseStep, run: Run) -> None:
    _KINDS[step.do].ready(step, run)


def _act(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    return _KINDS[step.do].act(step, run)


def _check(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    return _KINDS[step.do].check(step, run)


def _settle(step: DatabaseStep, run: Run) -> Settled:
    return _KINDS[step.do].settle(step, run)


def _undo(step: DatabaseStep, run: Run) -> None:
    _KINDS[step.do].undo(step, run)


DATABASE = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
"""What a database step does is told by its `do`."""
