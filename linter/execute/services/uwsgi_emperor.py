"""Services that are vassals of a uWSGI emperor, which runs whatever file lies in its folder."""

import os
from pathlib import Path

from linter.execute.durable import sync_folder
from linter.execute.running import Run, StepError
from linter.execute.services.managing import Manager, State
from linter.execute.services.proc import running
from linter.execute.step_commands import shown
from linter.model.plan import Step
from linter.model.site import Service

_ASIDE = ".kslint-stopped"
"""The emperor passes over names that do not end as its kinds of files do."""


def _shown(service: Service, word: str) -> tuple[str, ...]:
    here, aside = (str(path) for path in _paths(service))
    return (shown(("mv", aside, here) if word == "start" else ("mv", here, aside)),)


def _start(service: Service, _step: Step, _run: Run) -> None:
    here, aside = _paths(service)
    _move(aside, here)


def _stop(service: Service, _step: Step, _run: Run) -> None:
    here, aside = _paths(service)
    _move(here, aside)


def _move(source: Path, place: Path) -> None:
    if not os.path.lexists(source) and os.path.lexists(place):
        return
    if os.path.lexists(source) and os.path.lexists(place):
        raise StepError(f"both {source} and {place} are there: take away the one that is not meant")
    try:
        source.rename(place)
        sync_folder(place.parent)
    except OSError as error:
        raise StepError(f"{source} cannot become {place}: {error.strerror}") from error


def _state(service: Service, _step: Step, _run: Run) -> State:
    here, aside = _paths(service)
    if not os.path.lexists(here) and not os.path.lexists(aside):
        raise StepError(f"there is no vassal {here}: correct `unit` in the plan's site")
    number = len(running(service.process or _process(service)))
    wanted = os.path.lexists(here)
    said = f"{here if wanted else aside}, {number} processes"
    return State(wanted and number > 0, not wanted and number == 0, said)


def _paths(service: Service) -> tuple[Path, Path]:
    here = Path(service.unit)
    return here, here.with_name(here.name + _ASIDE)


def _process(service: Service) -> str:
    return Path(service.unit).name


UWSGI_EMPEROR = Manager(shown=_shown, start=_start, stop=_stop, state=_state, process=_process)
"""The emperor starts a vassal with the name of its file among its arguments."""
