"""Commands that a step runs on behalf of the site, and what they answer."""

import re
import shlex
import shutil
from collections.abc import Callable, Mapping
from pathlib import Path

import msgspec

from linter.execute.commands import Command, CommandError, Ended, Process, facts_of, process_of
from linter.execute.living import is_alive, wait_for
from linter.execute.running import Run, StepError
from linter.model.passwords import without_secrets
from linter.model.plan import Step
from linter.model.visible import visible

_UNUSUAL = re.compile(r"[^\w.-]")
_MOST = 1 << 20
_QUESTION = 30
"""Seconds that a question about a state may take."""


class Answer(msgspec.Struct, frozen=True):
    """How a question ended, None where time was up, and what it wrote to stdout, never shown."""

    code: int | None
    text: str
    told: str = ""


class LivesOnError(StepError):
    """A command whose time is up, and that goes on because it must not be ended in the middle."""


def shown(words: tuple[str, ...]) -> str:
    """A command as a person would type it."""
    return visible(without_secrets(shlex.join(words)))


def file_of(run: Run, step: Step, name: str) -> Path:
    """The path of a file of a step in the run's folder."""
    return run.folder / f"{_UNUSUAL.sub('_', step.id)}-{name}"


def carry_out(run: Run, step: Step, words: tuple[str, ...], *, user: str = "") -> Ended:
    """Runs a command that must end with 0, written down before it begins. Raises StepError."""
    return _carried_out(run, step, Command(words, step.limit, _output(run, step), user=user))


def carry_through(
    run: Run, step: Step, words: tuple[str, ...], environment: Mapping[str, str] | None = None
) -> Ended:
    """As `carry_out`, but when its time is up it lives on: it must not be ended in the middle."""
    output = _output(run, step)
    more = environment or {}
    return _carried_out(
        run, step, Command(words, step.limit, output, environment=more, killable=False)
    )


def _output(run: Run, step: Step) -> Path:
    return file_of(run, step, "commands.out")


def _carried_out(run: Run, step: Step, command: Command) -> Ended:
    def started(process: Process) -> None:
        run.journal.add("running", step.id, shown(command.words), facts_of(process))

    ended = _ended(run, command, started)
    if ended.code == 0:
        return ended
    how = (
        f"took longer than {command.limit} s" if ended.code is None else f"ended with {ended.code}"
    )
    lives = f"; process {ended.running.pid} lives on" if ended.running else ""
    said = f" and said:\n{ended.told}" if ended.told else ""
    failure = LivesOnError if ended.running else StepError
    raise failure(f"`{shown(command.words)}` {how}{lives} (all it wrote: {command.output}){said}")


def ask(run: Run, step: Step, words: tuple[str, ...], limit: int = _QUESTION) -> Answer:
    """The answer of a command that changes nothing. Raises StepError where it cannot be run."""
    result = file_of(run, step, "answer")
    output = file_of(run, step, "questions.out")
    try:
        ended = _ended(run, Command(words, limit, output, result=result))
        return Answer(ended.code, _text(result), ended.told)
    except OSError as error:
        raise StepError(f"{result} cannot be read: {error.strerror}") from error
    finally:
        result.unlink(missing_ok=True)


def wait_for_earlier(run: Run, step: Step) -> bool:
    """Whether nothing runs any more that this step had started before somebody stopped kslint.

    It waits for that as long as the step may take.
    """
    own = [entry for entry in run.history if entry.step == step.id and entry.what == "running"]
    processes = [process_of(entry.facts) for entry in own]
    living = [process for process in processes if process and is_alive(process)]
    for process in living:
        run.tell(f"process {process.pid} of {step.id} still runs: waiting for it")
    return all(wait_for(process, step.limit, run.monotonic, run.sleep) for process in living)


def _ended(run: Run, command: Command, hear: Callable[[Process], None] | None = None) -> Ended:
    try:
        return run.runner.run(command, hear)
    except CommandError as error:
        raise StepError(str(error)) from error


def _text(path: Path) -> str:
    with path.open("rb") as file:
        return file.read(_MOST).decode("utf-8", "replace")


def find(words: tuple[str, ...]) -> None:
    """Raises StepError where the program of a command is not there."""
    if shutil.which(words[0]) is None:
        raise StepError(
            f"there is no program {visible(words[0])} to be run: install it, or correct the plan"
        )
