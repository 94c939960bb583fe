"""Code that is there already, as in an environment or an image beside the old one."""

from collections.abc import Mapping

from linter.execute.packages.installer import Installer
from linter.execute.running import Run
from linter.model.plan import Step
from linter.model.site import Packages


def _shown(_packages: Packages, _run: Run) -> tuple[str, ...]:
    return ()


def _nothing(_packages: Packages, _step: Step, _run: Run) -> None:
    return


def _record(_packages: Packages, _step: Step, _run: Run) -> Mapping[str, str]:
    return {}


NONE = Installer(shown=_shown, ready=_nothing, record=_record, install=_nothing, undo=_nothing)
