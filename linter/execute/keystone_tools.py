"""Keystone's own programs, run as the site calls them, with what they wrote where logs go."""

import re
import shlex
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path

import msgspec

from linter.execute.commands import Command, CommandError, Ended, Process
from linter.execute.deployed import log_files
from linter.execute.known_secrets import UnknownSecretsError, known_secrets
from linter.execute.log_tail import Mark, Rest, last_lines, marks, since
from linter.execute.running import Run, StepError
from linter.model.plan import Step
from linter.model.site import Site
from linter.model.visible import visible

_UNUSUAL = re.compile(r"[^\w.-]")


class Asked(msgspec.Struct, frozen=True):
    """A program to run for a step, `name` being that of the files with what it wrote.

    What is not `killable` lives on when the limit of the step has passed. Of what is `read` stdout
    is kept by itself; otherwise a log that is written there is part of what it said.
    """

    step: Step
    name: str
    words: tuple[str, ...]
    killable: bool = True
    read: bool = False


class Answer(msgspec.Struct, frozen=True):
    """How a program ended, the file that its stdout is in, and what came to the logs meanwhile."""

    ended: Ended
    result: Path
    logged: tuple[Rest, ...]

    @property
    def why(self) -> str:
        """The last that it wrote, to its terminal and to the logs, safe to print."""
        return "\n".join(filter(None, (self.ended.told, last_lines(self.logged))))


def manage(site: Site, *, after: bool) -> tuple[str, ...]:
    """keystone-manage as it is called before or after the packages were changed."""
    return (site.manage_after or site.manage) if after else site.manage


def status(site: Site, *, after: bool) -> tuple[str, ...]:
    """keystone-status as it is called before or after the packages were changed."""
    return (site.status_after or site.status) if after else site.status


def shown(words: Sequence[str], user: str) -> str:
    """A command as a person would type it to have it run by a user."""
    runs = ("runuser", "-u", user, "--") if user else ()
    return visible(shlex.join((*runs, *words)))


def own_file(run: Run, step: Step, name: str) -> Path:
    """The path of a file of a step in the run's folder."""
    return run.folder / f"{_UNUSUAL.sub('_', step.id)}-{name}"


def ask(run: Run, asked: Asked, started: Callable[[Process], None] | None = None) -> Answer:
    """The answer of a program. Raises StepError for one that could not be started.

    With log_file set, why it failed stands nowhere but there.
    """
    before = taken_marks(run)
    output = own_file(run, asked.step, f"{asked.name}.out")
    result = own_file(run, asked.step, f"{asked.name}.stdout")
    command = Command(
        words=asked.words,
        limit=asked.step.limit,
        output=output,
        user=run.plan.site.user,
        result=result if asked.read else None,
        killable=asked.killable,
    )
    try:
        ended = run.runner.run(command, started)
    except CommandError as error:
        raise StepError(str(error)) from error
    own = (Mark(str(result)),) if asked.read else ()
    return Answer(ended, result, logged_since(run, (*own, *before)))


def taken_marks(run: Run) -> tuple[Mark, ...]:
    """How long the logs of this machine are now. Raises StepError."""
    return marks(log_files(run.plan.site))


def logged_since(run: Run, taken: Iterable[Mark]) -> tuple[Rest, ...]:
    """What logs said since marks, without what the site's files hold of secrets.

    Raises StepError where these cannot be read.
    """
    site = run.plan.site
    credentials = Path(site.credentials) if site.credentials else None
    public = [msgspec.json.encode(run.plan).decode()]
    try:
        secrets = known_secrets([Path(site.configuration)], credentials, {}, public)
    except UnknownSecretsError as error:
        raise StepError(str(error)) from error
    return since(taken, secrets)
