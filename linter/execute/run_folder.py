"""Where the journal of a plan, its copy and the files of its steps lie."""

import os
from pathlib import Path

import msgspec

from linter.execute.durable import sync_folder
from linter.execute.running import StepError
from linter.model.plan import Plan

_OWNERS = 0o600
_FOLDER = 0o700
_FLAGS = os.O_WRONLY | os.O_CREAT | os.O_TRUNC | os.O_NOFOLLOW | os.O_CLOEXEC


class RunFolder(msgspec.Struct, frozen=True):
    """The folder of all runs of a plan, below `state` of its site."""

    path: Path

    @property
    def journal(self) -> Path:
        """The file of the journal."""
        return self.path / "journal"

    @property
    def plan(self) -> Path:
        """The copy of the plan as it was carried out last."""
        return self.path / "plan.yaml"

    @property
    def steps(self) -> Path:
        """The folder of what steps keep and of what their commands wrote."""
        return self.path / "steps"


def run_folder(plan: Plan) -> RunFolder:
    """Where the runs of a plan are kept, whether or not there was one."""
    return RunFolder(Path(plan.site.state) / plan.id)


def made(folder: RunFolder, content: bytes) -> None:
    """Makes the folder, with a copy of the plan, for its owner alone. Raises StepError."""
    draft = folder.path / ".plan.yaml.partial"
    try:
        for place in (folder.path, folder.steps):
            place.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
            place.chmod(_FOLDER)
        with os.fdopen(os.open(draft, _FLAGS, _OWNERS), "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(folder.plan)
        for place in (folder.path, folder.path.parent):
            sync_folder(place)
    except OSError as error:
        raise StepError(
            f"{folder.path}, where what is done is written down, cannot be written: "
            f"{error.strerror}; nothing was begun"
        ) from error
