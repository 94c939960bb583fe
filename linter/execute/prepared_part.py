"""The prepared files that are meant for a machine, and what speaks against using them."""

import os
import re
from pathlib import Path

from linter.collect.marker import DECISIONS, OWN, prepared_for
from linter.execute.running import Run, StepError
from linter.model.plan import ConfigurationStep
from linter.model.site import Machine
from linter.model.visible import visible
from linter.plan.failure import PlanError
from linter.plan.prepared import digest_of

_OPEN = re.compile(r"^## Open decisions \((\d+)\)$", re.MULTILINE)
"""The heading of linter.report.preparation_markdown, which stands there only if some are open."""
_AGAIN = "nothing was changed: make it with `kslint prepare`, and a new plan with `kslint plan`"


def require_reviewed(step: ConfigurationStep, run: Run) -> None:
    """Raises StepError unless the prepared directory is the reviewed one, and can be used."""
    folder = Path(run.plan.site.prepared)
    try:
        digest = digest_of(folder)
    except PlanError as error:
        raise StepError(f"{error}; nothing was changed") from error
    if digest != step.digest:
        raise StepError(f"{folder} is not what it was when the plan was made; {_AGAIN}")
    series = prepared_for(folder)
    if series != run.plan.target:
        whose = f"for {series}" if series else "by no `kslint prepare`"
        raise StepError(f"{folder} was made {whose}, not for {run.plan.target}; {_AGAIN}")
    if number := _open_decisions(folder / DECISIONS):
        raise StepError(
            f"{number} decisions are open in {folder / DECISIONS}, so the files cannot be used; "
            f"{_AGAIN}"
        )


def part_for(machine: Machine, run: Run) -> Path:
    """The directory with the prepared files of a machine. Raises StepError."""
    folder = Path(run.plan.site.prepared)
    own = folder / machine.name
    if own.is_dir() and not own.is_symlink():
        return own
    if (folder / "keystone.conf").exists() or len(run.plan.site.machines) == 1:
        return folder
    raise StepError(
        f"{folder} has neither a keystone.conf nor the files of {machine.name} in a directory of "
        f"that name; {_AGAIN}"
    )


def files_below(folder: Path) -> dict[Path, Path]:
    """Each file or link below a folder, but kslint's own, by its path in it.

    Raises StepError for what is neither, and for what cannot be looked at.
    """
    found = {}
    try:
        for place, folders, names in os.walk(folder, onerror=_raise):
            links = [name for name in folders if Path(place, name).is_symlink()]
            for path in (Path(place, name) for name in (*names, *links)):
                if not (path.is_symlink() or path.is_file()):
                    raise StepError(
                        f"{visible(str(path))} is neither a file nor a link: take it away; "
                        "nothing was changed"
                    )
                if not (path.parent == folder and path.name in OWN):
                    found[path.relative_to(folder)] = path
    except OSError as error:
        raise StepError(f"{error.filename} cannot be read: {error.strerror}") from error
    return found


def _open_decisions(path: Path) -> int:
    try:
        found = _OPEN.search(path.read_text(encoding="utf-8", errors="replace"))
    except OSError as error:
        raise StepError(f"{path} cannot be read: {error.strerror}; {_AGAIN}") from error
    return int(found[1]) if found else 0


def _raise(error: OSError) -> None:
    raise error
