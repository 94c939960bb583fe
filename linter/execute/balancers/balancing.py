"""What is asked of whatever takes a node out of rotation."""

from collections.abc import Callable, Mapping

import msgspec

from linter.execute.running import Run
from linter.model.plan import Step
from linter.model.site import Balancer


class Balancing(msgspec.Struct, frozen=True):
    """A way to drain a node; each function may raise StepError.

    `shown` are the commands of a person for "drain" or "undrain". `ready` refuses to drain what
    must not be drained. `drain` gives the facts that `undrain` needs; `why_not_drained` and
    `why_not_serving` say what is left of requests or lacks to take some, "" for nothing.
    """

    shown: Callable[[Balancer, str], tuple[str, ...]]
    ready: Callable[[Balancer, Step, Run], None]
    drain: Callable[[Balancer, Step, Run], Mapping[str, str]]
    undrain: Callable[[Balancer, Step, Run], None]
    why_not_drained: Callable[[Balancer, Step, Run], str]
    why_not_serving: Callable[[Balancer, Step, Run], str]
