"""An interrupt ends a run after the step that is under way, a second one at once."""

import os
import signal
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from types import FrameType

_ENDING = (
    b"\nkslint: ending after this step; once more ends at once, and what this step has started "
    b"goes on, which `kslint resume` waits for\n"
)
_SIGNALS = (signal.SIGINT, signal.SIGTERM, signal.SIGHUP)


class Interrupts:
    """Whether somebody has asked for an end; while `at_once`, that does not wait for a step."""

    def __init__(self) -> None:
        self.asked = False
        self.at_once = False

    def must_stop(self) -> bool:
        """Whether the run ends before the next step."""
        return self.asked

    def hear(self, number: int, _frame: FrameType | None) -> None:
        """Takes a signal. Raises KeyboardInterrupt for a second interrupt."""
        # A terminal that goes away says so more than once.
        is_second = self.asked and number != signal.SIGHUP
        self.asked = True
        if is_second or self.at_once:
            raise KeyboardInterrupt
        # The terminal may be what has gone, and nothing may be half written to it at this moment.
        with suppress(OSError):
            os.write(2, _ENDING)


@contextmanager
def heard() -> Iterator[Interrupts]:
    """Has signals that would end the process end the run instead."""
    interrupts = Interrupts()
    before = {each: signal.signal(each, interrupts.hear) for each in _SIGNALS}
    try:
        yield interrupts
    finally:
        for each, handler in before.items():
            signal.signal(each, handler)
