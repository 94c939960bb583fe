"""What the logs of this machine say since before the service was started."""

import os
from collections.abc import Mapping

import msgspec

from linter.execute.keystone_tools import logged_since, own_file
from linter.execute.log_errors import errors_in, identity_of
from linter.execute.log_tail import Rest, read_down
from linter.execute.recorded import latest_fact
from linter.execute.running import Run, StepError
from linter.model.plan import Step

_FACT = "log-errors"
_MOST = 5
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class Errors(msgspec.Struct, frozen=True):
    """The first line of each error, and the logs that could not be read."""

    lines: tuple[str, ...]
    unread: tuple[str, ...]

    def facts(self) -> Mapping[str, str]:
        """What a journal keeps: none of the text, which may hold anything."""
        return {_FACT: " ".join(map(identity_of, self.lines))}


def looked_at(step: Step, run: Run) -> Errors:
    """The errors since the last step that noted how long the logs were.

    What was logged is kept in a file of the run for the next report. Raises StepError.
    """
    rests = logged_since(run, read_down(latest_fact(run, "marks")))
    _keep(step, run, rests)
    unread = tuple(f"{rest.path}: {rest.lost}" for rest in rests if rest.lost)
    return Errors(errors_in(rests), unread)


def require_none(step: Step, run: Run, errors: Errors) -> None:
    """Raises StepError for errors that were not there at an earlier try of this step.

    Who goes on after it was told of them has seen them.
    """
    for line in errors.unread:
        run.tell(f"a log could not be read for errors: {line}")
    seen = _seen(step, run)
    new = [line for line in errors.lines if identity_of(line) not in seen]
    for line in errors.lines:
        if line not in new:
            run.tell(f"in the log, as told before: {line}")
    if new:
        more = f"\n  and {len(new) - _MOST} more" if len(new) > _MOST else ""
        shown = "\n  ".join(new[:_MOST])
        raise StepError(
            f"since the start there are errors in the log:\n  {shown}{more}\nTokens are issued and "
            "validated. See what they are about: `kslint resume` goes on in spite of them, "
            "`kslint rollback` goes back"
        )


def _seen(step: Step, run: Run) -> frozenset[str]:
    """The errors that the tries of a step before its last one met."""
    tries = [
        entry.facts[_FACT]
        for entry in run.history
        if entry.step == step.id and entry.what == "acted" and _FACT in entry.facts
    ]
    return frozenset(" ".join(tries[:-1]).split())


def _keep(step: Step, run: Run, rests: tuple[Rest, ...]) -> None:
    path = own_file(run, step, "since-start.log")
    text = "".join(rest.text if rest.text.endswith("\n") else f"{rest.text}\n" for rest in rests)
    try:
        with os.fdopen(os.open(path, _FLAGS, 0o600), "wb") as file:
            file.write(text.encode())
    except OSError as error:
        raise StepError(f"{path} cannot be written: {error.strerror}: make room") from error
    if text.strip():
        run.tell(f"what was logged since the start is kept for the next report: --logs {path}")
