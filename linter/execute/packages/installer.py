"""What is asked of whatever installs keystone's code."""

from collections.abc import Callable, Mapping

import msgspec

from linter.execute.running import Run
from linter.model.plan import Step
from linter.model.site import Packages


class Installer(msgspec.Struct, frozen=True):
    """A way to install the target's code and to go back; each function may raise StepError.

    `shown` are the commands of a person. `ready` refuses what cannot succeed, before anything is
    changed; `record` keeps what is there in the run's folder and gives the facts of it, and is
    called once. `install` may be called again after it was stopped in the middle, as `undo` may.
    """

    shown: Callable[[Packages, Run], tuple[str, ...]]
    ready: Callable[[Packages, Step, Run], None]
    record: Callable[[Packages, Step, Run], Mapping[str, str]]
    install: Callable[[Packages, Step, Run], None]
    undo: Callable[[Packages, Step, Run], None]
