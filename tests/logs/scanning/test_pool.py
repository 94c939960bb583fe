"""Tasks are done by several processes, and none of them is lost without a word."""

import os
import signal
from collections.abc import Callable
from contextlib import suppress

import pytest

from linter.logs.scanning.pool import WorkerDied, spread

Told = Callable[[int], None]


def silent(_done: int) -> None:
    """Nobody asks."""


def twice(number: int, _told: Told) -> int:
    return number * 2


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_every_task_is_done_once(workers: int) -> None:
    results = sorted(spread(range(20), twice, workers, silent))

    assert results == [(number, number * 2) for number in range(20)]


@pytest.mark.parametrize("workers", [1, 3])
def test_one_worker_is_this_process(workers: int) -> None:
    results = dict(spread([3, 1, 2, 0], lambda _number, _told: os.getpid(), workers, silent))

    assert set(results) == {0, 1, 2, 3}
    assert (os.getpid() in results.values()) == (workers == 1)


def test_a_worker_that_is_killed_loses_its_task_only() -> None:
    def work(number: int, _told: Told) -> int:
        if number == 2:
            os.kill(os.getpid(), signal.SIGKILL)
        return number

    results = dict(spread(range(8), work, 2, silent))

    assert results == {
        number: WorkerDied(-signal.SIGKILL) if number == 2 else number for number in range(8)
    }


def test_tasks_that_nobody_is_left_for_are_told() -> None:
    def work(_number: int, _told: Told) -> int:
        os.kill(os.getpid(), signal.SIGKILL)
        return 0

    results = dict(spread(range(4), work, 2, silent))

    assert results == {
        0: WorkerDied(-signal.SIGKILL),
        1: WorkerDied(-signal.SIGKILL),
        2: WorkerDied(None),
        3: WorkerDied(None),
    }


@pytest.mark.parametrize("workers", [1, 2])
def test_the_bytes_of_all_tasks_are_told(workers: int) -> None:
    def work(number: int, told: Told) -> int:
        told(10)
        told(100)
        return number

    progress: list[int] = []
    list(spread(range(4), work, workers, progress.append))

    assert progress == sorted(progress)
    assert progress[-1] == 400


def end_the_asker() -> None:
    """Has workers that end the process which they work for, and see to it that it is gone."""
    asker = os.getpid()

    def work(number: int, _told: Told) -> int:
        with suppress(ProcessLookupError):
            os.kill(asker, signal.SIGKILL)
        while os.getppid() == asker:
            pass
        return number

    list(spread(range(4), work, 2, silent))


def test_a_worker_whose_parent_was_ended_says_nothing(capfd: pytest.CaptureFixture[str]) -> None:
    until, last = os.pipe()
    child = os.fork()
    if not child:
        end_the_asker()
    os.close(last)
    _, status = os.waitpid(child, 0)
    ended = os.read(until, 1)
    os.close(until)

    assert (os.WTERMSIG(status), ended) == (signal.SIGKILL, b"")
    assert capfd.readouterr().err == ""


def test_an_interrupt_ends_every_worker() -> None:
    def work(_number: int, _told: Told) -> int:
        return os.getpid()

    results = spread(range(100), work, 2, silent)
    workers = {next(results)[1] for _ in range(20)}
    with pytest.raises(KeyboardInterrupt):
        results.throw(KeyboardInterrupt())

    for worker in workers:
        assert isinstance(worker, int)
        with pytest.raises(ProcessLookupError):
            os.kill(worker, 0)
