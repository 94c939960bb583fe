"""Backs the database and the configuration up, and proves that the backup can be restored."""

from collections.abc import Mapping
from pathlib import Path

import msgspec

from linter.execute.configuration_archive import Archive, archived, require_same
from linter.execute.databases.database import Backup
from linter.execute.heads import require_source, told
from linter.execute.opening import database_of
from linter.execute.recorded import backup_in, facts_of_step, kept, proven
from linter.execute.running import Kind, Run, Settled, StepError
from linter.model.plan import BackupStep

_PATIENCE = 10
_ARCHIVE = "configuration"


def _shown(_step: BackupStep, run: Run) -> tuple[str, ...]:
    site = run.plan.site
    proof = "restore it into a scratch database and compare, then drop that"
    if not site.verify_backup:
        proof = f"not proven: {site.without_verified_backup}"
    return (
        f"back up the database that {site.configuration} names into {site.backups} ({proof})",
        f"archive {site.configuration} into {site.backups}",
    )


def _ready(step: BackupStep, run: Run) -> None:
    site = run.plan.site
    if not site.verify_backup and not site.without_verified_backup.strip():
        raise StepError(
            "the site turns the proof of the backup off and gives no reason: write one as "
            "`without_verified_backup`, or let the backup be proven"
        )
    with database_of(run, step.limit) as database:
        database.ping(_PATIENCE)
        busy = database.busy()
        if busy:
            raise StepError(
                f"the schema is being changed at this moment: {'; '.join(busy)}. Nothing was "
                "changed: wait until that has ended and go on with `kslint resume`"
            )
        require_source(database.heads(), run.plan.source, run.plan.target)
        database.room(Path(site.backups))


def _act(step: BackupStep, run: Run) -> Mapping[str, str]:
    site = run.plan.site
    folder = Path(site.backups)
    archive = archived(Path(site.configuration), folder, f"{run.plan.id}-configuration")
    with database_of(run, step.limit) as database:
        backup = database.back_up(folder, run.plan.id)
    run.tell(
        f"{backup.path}: {backup.size} bytes, {sum(backup.rows.values())} rows in "
        f"{len(backup.rows)} tables, heads {told(backup.heads)}, {backup.server}"
    )
    return {**kept(backup), _ARCHIVE: msgspec.json.encode(archive).decode()}


def _check(step: BackupStep, run: Run) -> Mapping[str, str]:
    backup, archive = _recorded(step, run)
    require_same(archive)
    require_same(Archive(backup.path, backup.size, backup.sha256))
    site = run.plan.site
    if not site.verify_backup:
        run.tell(f"the backup was not proven: {site.without_verified_backup}")
        return proven(f"not proven: {site.without_verified_backup}")
    with database_of(run, step.limit) as database:
        database.prove(backup)
    run.tell("the backup was restored into a scratch database and holds all that it should")
    return proven("restored into a scratch database and compared")


def _recorded(step: BackupStep, run: Run) -> tuple[Backup, Archive]:
    facts = facts_of_step(run, step.id)
    backup = backup_in(facts)
    if backup is None or _ARCHIVE not in facts:
        raise StepError(
            "the journal does not say where the backup is: it was not finished; nothing was "
            "changed: go on with `kslint resume`, which makes another one"
        )
    return backup, msgspec.json.decode(facts[_ARCHIVE], type=Archive)


def _settle(step: BackupStep, run: Run) -> Settled:
    """A dump of which the journal does not know is none, whole as it may be.

    Half a dump has another name and goes when the next one is begun; a whole one stays where it is,
    for nobody can say here that it is not wanted.
    """
    try:
        backup, archive = _recorded(step, run)
        require_same(archive)
        require_same(Archive(backup.path, backup.size, backup.sha256))
    except StepError:
        return Settled.NOT_DONE
    return Settled.DONE


def _undo(_step: BackupStep, run: Run) -> None:
    run.tell(f"the backups in {run.plan.site.backups} stay")


BACKUP = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
"""Nothing changes the database before this was done, proof and all."""
