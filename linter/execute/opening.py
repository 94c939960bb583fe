"""The database of a run, whose failures are those of a step."""

from collections.abc import Iterator
from contextlib import contextmanager

from linter.execute.databases.choice import opened
from linter.execute.databases.database import Database, DatabaseError
from linter.execute.deployed import database_url
from linter.execute.running import Run, StepError


@contextmanager
def database_of(run: Run, limit: int) -> Iterator[Database]:
    """The database that the configuration in force names, to which nothing has connected yet.

    `limit` are the seconds that one dump or load may take. What it does not do inside comes out as
    StepError.
    """
    try:
        yield opened(database_url(run.plan.site), plan=run.plan.id, folder=run.folder, limit=limit)
    except DatabaseError as error:
        raise StepError(f"the database: {error}") from error
