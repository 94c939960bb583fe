"""Asks what a command line wants to know of a running deployment."""

from collections.abc import Iterator, Sequence
from pathlib import Path

from linter.catalog.entries import Name
from linter.cli.failure import UsageError
from linter.cli.live_options import Questions
from linter.model.finding import Gap
from linter.model.live import Database, Live
from linter.parse.deployment import Deployment
from linter.parse.substitution import SubstitutionError, substitute

_CONNECTION = ("database", "connection")
# The names under which every known release finds it (catalogs: aliases of [database] connection).
_NAMES = (
    _CONNECTION,
    ("DEFAULT", "sql_connection"),
    ("DATABASE", "sql_connection"),
    ("sql", "connection"),
)


def ask(questions: Questions, deployments: Sequence[Deployment]) -> tuple[Live, tuple[Gap, ...]]:
    """The answers to the questions, and a required gap for each that got none.

    Raises UsageError where what asks databases is not installed.
    """
    # Only who asks pays for these imports.
    from linter.collect.live.installation import ask_installation  # noqa: PLC0415
    from linter.collect.live.outputs import read_doctor, read_status  # noqa: PLC0415

    database, gaps = _database(questions, deployments)
    installation = status = symptoms = None
    if questions.installation:
        installation, more = ask_installation()
        gaps += more
    if questions.status_output:
        status, more = read_status(Path(questions.status_output))
        gaps += more
    if questions.doctor_output:
        symptoms, more = read_doctor(Path(questions.doctor_output))
        gaps += more
    return Live(database, installation, status, symptoms, questions.sync_check), gaps


def _database(
    questions: Questions, deployments: Sequence[Deployment]
) -> tuple[Database | None, tuple[Gap, ...]]:
    if not questions.of_database:
        return None, ()
    from linter.collect.live.connection import ExtraMissingError, gap_of  # noqa: PLC0415
    from linter.collect.live.database import ask_database  # noqa: PLC0415

    urls = {questions.database_url}
    if questions.database_from_config:
        urls = {url for deployment in deployments for url in _configured(deployment)}
    if len(urls) != 1:
        why = "the files name several" if urls else "no file names it in a form that can be used"
        return None, (gap_of(f"{why}: give it with --database-url"),)
    try:
        return ask_database(urls.pop(), questions.database_timeout)
    except ExtraMissingError as error:
        raise UsageError(str(error)) from error


def _configured(deployment: Deployment) -> Iterator[str]:
    """The URL that a deployment sets, unless only a rendering can tell it."""

    def lookup(name: Name) -> str | None:
        found = deployment.configuration.effective((name,), multi=False).winners
        return found[-1].value if found else None

    for setting in deployment.configuration.effective(_NAMES, multi=False).winners:
        try:
            url = substitute(setting.value, lookup, group="database")
        except SubstitutionError:
            continue
        if url and not setting.templated:
            yield url
