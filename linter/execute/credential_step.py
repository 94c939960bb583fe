"""Encrypts stored credentials with the first key, and sees that none is left with another."""

import os
from collections.abc import Mapping

from linter.execute.commands import Process, facts_of, process_of
from linter.execute.deployed import database_url
from linter.execute.keystone_tools import Asked, ask, manage, shown
from linter.execute.living import is_alive, wait_for
from linter.execute.opening import database_of
from linter.execute.recorded import facts_of_step, verified_backup
from linter.execute.running import Kind, Run, Settled, StepError
from linter.model.plan import DatabaseStep

_PATIENCE = 10


def _words(run: Run) -> tuple[str, ...]:
    words = (*manage(run.plan.site, after=True), "credential_migrate")
    is_root = run.plan.site.user == "root" or (not run.plan.site.user and os.geteuid() == 0)
    # Run by root it wants to be told whose keys they are (keystone.cmd.cli.BasePermissionsSetup).
    owner = ("--keystone-user", "root", "--keystone-group", "root")
    return (*words, *owner) if is_root else words


def _shown(_step: DatabaseStep, run: Run) -> tuple[str, ...]:
    return (shown(_words(run), run.plan.site.user),)


def _ready(step: DatabaseStep, run: Run) -> None:
    verified_backup(run)
    with database_of(run, step.limit) as database:
        database.ping(_PATIENCE)


def _act(step: DatabaseStep, run: Run) -> Mapping[str, str]:
    asked = Asked(step, "credential_migrate", _words(run))

    def begun(process: Process) -> None:
        run.journal.add("running", step.id, "credential_migrate", facts_of(process))

    answer = ask(run, asked, begun)
    if answer.ended.code != 0:
        raise StepError(
            f"{shown(asked.words, run.plan.site.user)} ended with {answer.ended.code}; each "
            "credential is either migrated or as it was, and both can be read: see to what it says "
            f"and go on with `kslint resume`. It said:\n{answer.why or 'nothing'}"
        )
    return {"code": "0"}


def _check(_step: DatabaseStep, run: Run) -> Mapping[str, str]:
    """The null key is the one that everybody knows (keystone.common.fernet_utils.NULL_KEY)."""
    from linter.collect.live.database import ask_database  # noqa: PLC0415  needs SQLAlchemy

    database, _ = ask_database(database_url(run.plan.site), _PATIENCE)
    left = database.null_key_credentials if database else None
    if left:
        raise StepError(
            f"{left} credentials are still encrypted with the key that everybody knows: see that "
            "[credential] key_repository holds keys that keystone-manage can read "
            "(keystone-manage credential_setup) and go on with `kslint resume`"
        )
    return {} if left is None else {"null-key-credentials": str(left)}


def _settle(step: DatabaseStep, run: Run) -> Settled:
    process = process_of(facts_of_step(run, step.id))
    while process is not None and is_alive(process):
        run.tell(f"credential_migrate (process {process.pid}) still works: waiting for it")
        wait_for(process, step.limit, run.monotonic, run.sleep)
    return Settled.NOT_DONE


def _undo(_step: DatabaseStep, _run: Run) -> None:
    """The first key was there before, so the old release reads what it encrypts."""


CREDENTIALS = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
"""Each credential is written by itself, so that it can be done again whenever it stopped."""
