"""Puts the prepared files in the place of those in force, and back."""

import os
import shlex
import shutil
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from linter.execute.composing import Parts, compose, parts, put_keys
from linter.execute.exchange import (
    Pair,
    Places,
    Stage,
    finish,
    pair_of,
    put_in_force,
    stage,
    take_back,
)
from linter.execute.in_force import InForce, in_force, judged, require_judged
from linter.execute.machines import machine_of
from linter.execute.prepared_part import files_below, part_for, require_reviewed
from linter.execute.recorded import latest_fact
from linter.execute.running import Kind, Run, Settled, StepError
from linter.model.plan import ConfigurationStep
from linter.model.visible import visible

_ROOM = 16 << 20
"""Bytes that are to be left on the file system of the configuration."""


def _shown(step: ConfigurationStep, run: Run) -> tuple[str, ...]:
    places = _places(run)
    source, force, draft, kept = (
        shlex.quote(visible(str(path)))
        for path in (part_for(machine_of(step, run), run), places.force, places.draft, places.kept)
    )
    return (
        f"cp -a {force} {draft}",
        f"# copy {source} over it, but no keys; remove what the report judged and {source} lacks",
        f"mv {force} {kept}",
        f"mv {draft} {force}",
    )


def _ready(step: ConfigurationStep, run: Run) -> None:
    places = _places(run)
    if _stage(places, run) is not Stage.BEFORE:
        # It was begun: what is in force may be the new files, which nobody has judged.
        return
    require_reviewed(step, run)
    force = in_force(run)
    require_judged(force, run)
    _require_room(places, force)
    files_below(part_for(machine_of(step, run), run))


def _act(step: ConfigurationStep, run: Run) -> Mapping[str, str]:
    places = _places(run)
    with _as_step_error(places):
        match _stage(places, run):
            case Stage.BEFORE:
                _put(step, run, places)
            case Stage.BETWEEN:
                _go_on(places, run)
            case Stage.AFTER:
                pass
    return {"kept": str(places.kept)}


def _put(step: ConfigurationStep, run: Run, places: Places) -> None:
    force = in_force(run)
    found = _parts(step, run, force)
    if places.draft.exists():
        shutil.rmtree(places.draft)
    compose(force, found, places.draft)
    pair = pair_of(places)
    # By this alone it is known after a kill which of two directories is which.
    run.journal.add(
        "running", step.id, f"puts {places.draft} in force", {_fact(run): f"{pair.old} {pair.new}"}
    )
    put_in_force(places)
    # A timer may have rotated keys between the copy and now.
    put_keys(places.kept, force, places.force)


def _go_on(places: Places, run: Run) -> None:
    finish(places)
    if _stage(places, run) is not Stage.AFTER:
        raise StepError(_moved(places))


def _check(step: ConfigurationStep, run: Run) -> Mapping[str, str]:
    places = _places(run)
    if _stage(places, run) is not Stage.AFTER:
        raise StepError(_moved(places))
    force = InForce(places.kept, in_force(run).keys, frozenset())
    found = _parts(step, run, force)
    with _as_step_error(places):
        now = files_below(places.force)
        for path, source in found.prepared.items():
            if path not in now or _content(now[path]) != _content(source):
                raise StepError(f"{places.force / path} is not the prepared file: see who wrote it")
        lost = [path for path in found.kept if path not in now and not force.is_key(path)]
    if lost:
        raise StepError(
            f"{places.force / lost[0]} is missing: copy it from {places.kept / lost[0]}, and go on "
            "with `kslint resume`"
        )
    return {}


def _settle(_step: ConfigurationStep, run: Run) -> Settled:
    places = _places(run)
    with _as_step_error(places):
        return Settled.DONE if _stage(places, run) is Stage.AFTER else Settled.NOT_DONE


def _undo(_step: ConfigurationStep, run: Run) -> None:
    places, pair = _places(run), _pair(run)
    with _as_step_error(places):
        if pair is not None and stage(places, pair) is not Stage.BEFORE:
            old = next((path for path in (places.kept, places.draft) if path.exists()), None)
            if places.force.exists() and old is not None:
                # Whoever has a token of a key that was made since, or a credential, needs it.
                put_keys(places.force, in_force(run), old)
            take_back(places, pair, _beside(run, "undone"))
            if stage(places, pair) is not Stage.BEFORE:
                raise StepError(_moved(places))
        elif places.draft.exists():
            shutil.rmtree(places.draft)


def _parts(step: ConfigurationStep, run: Run, force: InForce) -> Parts:
    return parts(force, part_for(machine_of(step, run), run), judged(run))


def _places(run: Run) -> Places:
    # A link to the directory stays, and leads to the new one.
    force = Path(os.path.realpath(run.plan.site.configuration))
    return Places(force, _beside(run, "new"), _beside(run, "before"))


def _beside(run: Run, word: str) -> Path:
    force = Path(os.path.realpath(run.plan.site.configuration))
    return force.with_name(f"{force.name}.{word}-{run.plan.id}")


def _stage(places: Places, run: Run) -> Stage:
    return stage(places, _pair(run))


def _pair(run: Run) -> Pair | None:
    old, _, new = latest_fact(run, _fact(run)).partition(" ")
    return Pair(int(old), int(new)) if old.isdecimal() and new.isdecimal() else None


def _fact(run: Run) -> str:
    return f"inodes of {run.plan.site.configuration}"


def _require_room(places: Places, force: InForce) -> None:
    if os.path.ismount(places.force):
        raise StepError(
            f"{places.force} is mounted, so that no other directory can take its place: put the "
            "prepared files there by hand, and take the step out of the plan"
        )
    if places.kept.exists():
        raise StepError(
            f"{places.kept} is there already, from an earlier run of this plan: move it away"
        )
    if not os.access(places.force.parent, os.W_OK | os.X_OK):
        raise StepError(f"{places.force.parent} cannot be written: run kslint as root")
    wanted = sum(path.lstat().st_size for path in files_below(force.folder).values())
    free = os.statvfs(places.force.parent)
    if free.f_bavail * free.f_frsize < 2 * wanted + _ROOM:
        raise StepError(f"{places.force.parent} has no room for a second {places.force.name}")


def _content(path: Path) -> bytes:
    return os.fsencode(path.readlink()) if path.is_symlink() else path.read_bytes()


def _moved(places: Places) -> str:
    return (
        f"{places.force} is neither the directory from before nor the one that was put there: "
        f"somebody moved it; the one from before is {places.kept} or {places.draft}: put the right "
        "one in its place by hand"
    )


@contextmanager
def _as_step_error(places: Places) -> Iterator[None]:
    try:
        yield
    except (OSError, shutil.Error) as error:
        where = visible(str(getattr(error, "filename", None) or places.force))
        why = getattr(error, "strerror", None) or type(error).__name__
        raise StepError(
            f"{where}: {why}. {places.force} is whole, as it was or as it is to be; see to it and "
            "go on with `kslint resume`"
        ) from error


CONFIGURATION = Kind(shown=_shown, ready=_ready, act=_act, check=_check, settle=_settle, undo=_undo)
