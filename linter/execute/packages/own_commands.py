"""Code that the site installs by commands of its own."""

from collections.abc import Mapping

from linter.execute.packages.installer import Installer
from linter.execute.running import Run
from linter.execute.step_commands import carry_out, find, shown
from linter.model.plan import Step
from linter.model.site import Packages


def _shown(packages: Packages, _run: Run) -> tuple[str, ...]:
    return (shown(packages.install),)


def _ready(packages: Packages, _step: Step, _run: Run) -> None:
    find(packages.install)


def _record(_packages: Packages, _step: Step, _run: Run) -> Mapping[str, str]:
    return {}


def _install(packages: Packages, step: Step, run: Run) -> None:
    carry_out(run, step, packages.install)


def _undo(packages: Packages, step: Step, run: Run) -> None:
    carry_out(run, step, packages.undo)


OWN_COMMANDS = Installer(shown=_shown, ready=_ready, record=_record, install=_install, undo=_undo)
