"""Waits for a state, for no longer than is allowed."""

from collections.abc import Callable

from linter.execute.running import Run, StepError

_PAUSE = 0.5


def await_silence(run: Run, seconds: float, fault: Callable[[], str], remedy: str) -> None:
    """Returns when `fault` has nothing to say any more.

    It is asked at least once. Raises StepError with what it said last, and the remedy.
    """
    end = run.monotonic() + seconds
    while said := fault():
        if run.monotonic() >= end:
            raise StepError(f"after {seconds:g} s, {said}. {remedy}")
        run.sleep(_PAUSE)
