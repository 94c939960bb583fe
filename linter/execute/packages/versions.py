"""What was installed before, kept in a file of the run."""

import hashlib
import os
from collections.abc import Mapping

import msgspec

from linter.execute.durable import sync_folder
from linter.execute.recorded import latest_fact
from linter.execute.running import Run, StepError
from linter.execute.step_commands import file_of
from linter.model.plan import Step

_FACT = "installed-before"


def keep(installed: Mapping[str, str], step: Step, run: Run) -> Mapping[str, str]:
    """Writes the version of each package down; the fact that it is known by. Raises StepError."""
    content = msgspec.json.encode(dict(sorted(installed.items())))
    path = file_of(run, step, "installed.json")
    draft = path.with_name(f"{path.name}.draft")
    try:
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
        sync_folder(path.parent)
    except OSError as error:
        raise StepError(f"{path} cannot be written: {error.strerror}") from error
    return {f"{_FACT}-{step.id}": hashlib.sha256(content).hexdigest()}


def is_kept(step: Step, run: Run) -> bool:
    """Whether it was written down what was installed before the first try."""
    return bool(latest_fact(run, f"{_FACT}-{step.id}"))


def kept(step: Step, run: Run) -> Mapping[str, str]:
    """The version of each package that was installed before. Raises StepError."""
    path = file_of(run, step, "installed.json")
    try:
        content = path.read_bytes()
    except OSError as error:
        raise StepError(f"{path}, with what was installed before, cannot be read") from error
    if hashlib.sha256(content).hexdigest() != latest_fact(run, f"{_FACT}-{step.id}"):
        raise StepError(
            f"{path} is not what was written there: install by hand what was there before, which "
            "the log of the package manager knows"
        )
    return msgspec.json.decode(content, type=dict[str, str])
