"""A virtual environment that pip brings to another release, and that is copied whole before."""

import os
import pwd
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from linter.execute.durable import sync_folder
from linter.execute.packages.installer import Installer
from linter.execute.running import Run, StepError
from linter.execute.step_commands import ask, carry_out, shown
from linter.model.plan import Step
from linter.model.site import Packages

_ROOM = 512 << 20
"""Bytes that the new packages may need beside the copy."""


def _order(packages: Packages) -> tuple[str, ...]:
    python = f"{packages.environment}/bin/python"
    constraints = ("--constraint", packages.constraints) if packages.constraints else ()
    quiet = ("--disable-pip-version-check", "--no-input")
    return (python, "-m", "pip", "install", *quiet, *constraints, *packages.wanted)


def _shown(packages: Packages, run: Run) -> tuple[str, ...]:
    here, before, _ = _places(packages, run)
    return (shown(("cp", "-a", str(here), str(before))), shown(_order(packages)))


def _ready(packages: Packages, step: Step, run: Run) -> None:
    here, before, _ = _places(packages, run)
    if not (here / "pyvenv.cfg").is_file() and not before.exists():
        raise StepError(
            f"{here} is no virtual environment: correct `environment` in the plan's site"
        )
    if packages.constraints and not Path(packages.constraints).is_file():
        raise StepError(f"{packages.constraints}, the file of `constraints`, is not there")
    if before.exists():
        # It was begun: there is room for it, and pip itself may be broken meanwhile.
        return
    answer = ask(run, step, (f"{here}/bin/python", "-m", "pip", "--version"))
    if answer.code != 0:
        raise StepError(f"{here} has no pip that runs, so nothing was changed:\n{answer.told}")
    with _as_step_error(here):
        wanted = sum(path.lstat().st_size for path in here.rglob("*"))
        free = os.statvfs(here.parent)
    if free.f_bavail * free.f_frsize < wanted + _ROOM:
        raise StepError(
            f"{here.parent} has no room for a copy of {here.name} ({wanted >> 20} MiB) and new "
            f"packages ({_ROOM >> 20} MiB): make room"
        )


def _record(packages: Packages, _step: Step, run: Run) -> Mapping[str, str]:
    """Copies the environment: nothing that an index may have lost is needed to go back."""
    here, before, _ = _places(packages, run)
    with _as_step_error(here):
        if not before.exists():
            _copy(here, before)
    return {"environment-before": str(before)}


def _install(packages: Packages, step: Step, run: Run) -> None:
    here, before, after = _places(packages, run)
    if _was_begun(step, run):
        # Half of an installation confuses pip; it begins again with what was there.
        with _as_step_error(here):
            if here.exists():
                _move(here, after)
            _copy(before, here)
    carry_out(run, step, _order(packages), user=_owner(here))


def _undo(packages: Packages, _step: Step, run: Run) -> None:
    here, before, after = _places(packages, run)
    with _as_step_error(here):
        if not before.exists():
            return
        if here.exists():
            _move(here, after)
        before.rename(here)
        sync_folder(here.parent)


def _was_begun(step: Step, run: Run) -> bool:
    """Whether pip was started for this step, and that not taken back."""
    own = [entry.what for entry in run.history if entry.step == step.id]
    since = own[len(own) - own[::-1].index("undone") :] if "undone" in own else own
    return "running" in since


def _places(packages: Packages, run: Run) -> tuple[Path, Path, Path]:
    """Where the environment is, its copy from before, and what was installed in vain.

    Programs in it name its path, so that it can be nowhere else while it is used.
    """
    here = Path(os.path.realpath(packages.environment))
    names = (f"{here.name}.{word}-{run.plan.id}" for word in ("before", "after"))
    before, after = (here.with_name(name) for name in names)
    return here, before, after


def _copy(source: Path, place: Path) -> None:
    draft = place.with_name(f".{place.name}.kslint")
    if draft.exists():
        shutil.rmtree(draft)
    shutil.copytree(source, draft, symlinks=True)
    if os.geteuid() == 0:
        for path in (source, *source.rglob("*")):
            status = path.lstat()
            there = draft / path.relative_to(source)
            os.chown(there, status.st_uid, status.st_gid, follow_symlinks=False)
    # File by file, the thousands of an environment take minutes on a busy disk.
    os.sync()
    draft.rename(place)
    sync_folder(place.parent)


def _move(source: Path, place: Path) -> None:
    if place.exists():
        shutil.rmtree(place)
    source.rename(place)


def _owner(environment: Path) -> str:
    """Who owns an environment: what pip runs as somebody else would not be theirs."""
    number = environment.stat().st_uid
    if number == os.geteuid():
        return ""
    try:
        return pwd.getpwuid(number).pw_name
    except KeyError as error:
        raise StepError(f"{environment} belongs to user {number}, who is not known") from error


@contextmanager
def _as_step_error(here: Path) -> Iterator[None]:
    try:
        yield
    except (OSError, shutil.Error) as error:
        where = getattr(error, "filename", None) or here
        why = getattr(error, "strerror", None) or type(error).__name__
        raise StepError(
            f"{where}: {why}. See to it and go on with `kslint resume`, or go back with `kslint "
            "rollback`"
        ) from error


PIP = Installer(shown=_shown, ready=_ready, record=_record, install=_install, undo=_undo)
