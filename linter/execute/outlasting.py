"""Waits for what works at a schema, for stopped in the middle it would leave half of one."""

from linter.execute.commands import Process
from linter.execute.databases.database import Database
from linter.execute.living import wait_for
from linter.execute.running import Run
from linter.model.plan import DatabaseStep

_PAUSE = 2.0


def outlast(process: Process, step: DatabaseStep, run: Run) -> None:
    """Returns when a process has ended, however long that takes; tells each time a limit passes."""
    while not wait_for(process, step.limit, run.monotonic, run.sleep):
        run.tell(
            f"db_sync (process {process.pid}) still works, longer than the {step.limit} seconds "
            "that it was given; it is not stopped, for that would leave half a schema: see what "
            "the server works at (SHOW FULL PROCESSLIST, pg_stat_activity)"
        )


def await_idle(database: Database, run: Run) -> None:
    """Returns when the server changes nothing: it goes on with what a client began that is gone."""
    told_of: tuple[str, ...] = ()
    while busy := database.busy():
        if busy != told_of:
            run.tell(f"waiting for the server: {'; '.join(busy)}")
        told_of = busy
        run.sleep(_PAUSE)
