"""What is asked of whatever starts and stops a service."""

from collections.abc import Callable

import msgspec

from linter.execute.running import Run
from linter.model.plan import Step
from linter.model.site import Service


class State(msgspec.Struct, frozen=True):
    """What a manager says: whether it runs, whether it has stopped, and in its own words.

    Neither holds while it is on its way, or tries again and again.
    """

    runs: bool
    stopped: bool
    said: str


class Manager(msgspec.Struct, frozen=True):
    """A way to start and stop services; each function may raise StepError.

    `shown` are the commands of a person for "start" or "stop". `start` and `stop` give the order;
    `state` is what the manager says of the service, and `process` the text by which processes of
    it are known where the site does not name one, "" where there is no such text.
    """

    shown: Callable[[Service, str], tuple[str, ...]]
    start: Callable[[Service, Step, Run], None]
    stop: Callable[[Service, Step, Run], None]
    state: Callable[[Service, Step, Run], State]
    process: Callable[[Service], str] = lambda _service: ""
