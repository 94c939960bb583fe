"""Spreads tasks over forked processes, so that all cores read at once."""

import gc
import mmap
import signal
import struct
from collections.abc import Callable, Generator, Iterator, Sequence
from contextlib import contextmanager
from typing import TYPE_CHECKING, Any, Generic, TypeVar, cast

import msgspec

if TYPE_CHECKING:
    from multiprocessing.connection import Connection
    from multiprocessing.process import BaseProcess

Result = TypeVar("Result")
Told = Callable[[int], None]
"""Takes how many bytes of a task are done."""

Work = Callable[[int, Told], Result]
"""Does the task with a number. What it needs is there before the processes are forked."""

_PATIENCE = 0.2
_COUNT = struct.Struct("Q")


class WorkerDied(msgspec.Struct, frozen=True):
    """In place of a result: the process that was at it has ended, killed by a signal if negative.

    None of those that were left may have taken it up any more; then there is no exit code.
    """

    exit_code: int | None


class _Worker(msgspec.Struct, Generic[Result]):
    """A process, where it takes its orders, where its results come, and the number of its task."""

    process: "BaseProcess"
    orders: "Connection[int, None]"
    results: "Connection[None, Result]"
    task: int | None = None


def spread(
    order: Sequence[int], work: Work[Result], workers: int, told: Told
) -> Generator[tuple[int, Result | WorkerDied], None, None]:
    """The results of tasks with these numbers as they come; `told` gets the bytes of all."""
    if workers <= 1 or len(order) <= 1:
        yield from _alone(order, work, told)
        return
    shared = mmap.mmap(-1, _COUNT.size * (max(order) + 1))
    waiting = list(reversed(order))
    with _crew(work, min(workers, len(order)), shared) as crew:
        for worker in crew:
            _give(worker, waiting)
        yield from _gather(crew, waiting, lambda: told(sum(shared_counts(shared))))
    for number in reversed(waiting):
        yield number, WorkerDied(None)


def shared_counts(shared: mmap.mmap) -> Iterator[int]:
    """How many bytes of each task are done."""
    return (count for (count,) in _COUNT.iter_unpack(shared[:]))


def _alone(
    order: Sequence[int], work: Work[Result], told: Told
) -> Iterator[tuple[int, Result | WorkerDied]]:
    before = done = 0

    def count(bytes_of_task: int) -> None:
        nonlocal done
        done = bytes_of_task
        told(before + done)

    for number in order:
        yield number, work(number, count)
        before, done = before + done, 0


def _gather(
    crew: Sequence[_Worker[Result]], waiting: list[int], tick: Callable[[], None]
) -> Iterator[tuple[int, Result | WorkerDied]]:
    from multiprocessing.connection import wait  # noqa: PLC0415  only large logs need it

    while busy := {worker.results: worker for worker in crew if worker.task is not None}:
        for ready in wait(list(busy), _PATIENCE):
            worker = busy[cast("Connection[None, Result]", ready)]
            number = cast(int, worker.task)
            worker.task = None
            try:
                result: Result | WorkerDied = worker.results.recv()
            except (EOFError, OSError):
                worker.process.join()
                result = WorkerDied(worker.process.exitcode)
            else:
                _give(worker, waiting)
            yield number, result
        tick()


def _give(worker: _Worker[Result], waiting: list[int]) -> None:
    """Gives a worker the next task, if one is left."""
    if not waiting:
        return
    try:
        worker.orders.send(waiting[-1])
    except OSError:
        return
    worker.task = waiting.pop()


@contextmanager
def _crew(
    work: Work[Result], count: int, shared: mmap.mmap
) -> Iterator[tuple[_Worker[Result], ...]]:
    """Processes that are gone at the end of the block, whatever they are at."""
    from multiprocessing import get_context  # noqa: PLC0415  only large logs need it

    # What forked processes do not touch they share; collecting garbage would touch everything.
    context = get_context("fork")
    gc.freeze()
    crew: list[_Worker[Result]] = []
    try:
        for _ in range(count):
            # One-way pipes: those that go both ways are sockets, and kslint opens none.
            taken, orders = context.Pipe(duplex=False)
            results, given = context.Pipe(duplex=False)
            process = context.Process(
                target=_serve,
                args=(taken, given, (orders, results), work, shared),
                daemon=True,
            )
            process.start()
            taken.close()
            given.close()
            crew.append(_Worker(process, orders, results))
        yield tuple(crew)
    finally:
        gc.unfreeze()
        for worker in crew:
            worker.process.kill()
            worker.process.join()
            worker.orders.close()
            worker.results.close()


def _serve(
    orders: "Connection[None, int]",
    results: "Connection[Result, None]",
    parents: "Sequence[Connection[Any, Any]]",
    work: Work[Result],
    shared: mmap.mmap,
) -> None:
    """Does what it is told to until nobody is there any more; an interrupt is the parent's."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    for end in parents:
        end.close()
    while True:
        try:
            number = orders.recv()
        except (EOFError, OSError):
            return

        def told(count: int, number: int = number) -> None:
            _COUNT.pack_into(shared, number * _COUNT.size, count)

        result = work(number, told)
        try:
            results.send(result)
        except BrokenPipeError:
            # Who asked was ended meanwhile, and a traceback would be the last that is seen.
            return
