"""Waiting, asking and flushing end, and say what is wrong."""

import socket
from pathlib import Path

import pytest

from linter.execute.kinds.confirm import CONFIRM
from linter.execute.kinds.flush import FLUSH
from linter.execute.kinds.wait import WAIT
from linter.execute.running import Settled
from linter.execute.services.answering import why_silent
from linter.model.plan import ConfirmStep, FlushStep, WaitStep
from linter.model.site import Machine
from tests.execute.kinds.runs import CODE, NOWHERE, Trial
from tests.execute.kinds.servers import free_port, http, listening

ASKED = ConfirmStep(id="confirm", title="Ask", question="Begin?\x1b[31m")


def at(address: str) -> Machine:
    return Machine("here", address, (), CODE)


def test_nobody_says_yes_where_nobody_is_asked(tmp_path: Path) -> None:
    assert Trial(tmp_path, ASKED, at(NOWHERE)).failure(CONFIRM) == (
        "nobody said yes to: Begin?\\x1b[31m Nothing was changed by asking. Go on with `kslint "
        "resume` when somebody says yes, or go back with `kslint rollback`."
    )


def test_a_yes_is_written_down_and_asked_for_again_after_a_kill(tmp_path: Path) -> None:
    run = Trial(tmp_path, ASKED, at(NOWHERE))
    asked: list[tuple[str, str]] = []
    run.change(agreed=lambda step, question: not asked.append((step, question)))

    assert run.do(CONFIRM) == {"agreed": "yes"}
    assert asked == [("confirm", "Begin?\\x1b[31m")]
    assert run.settle(CONFIRM) is Settled.NOT_DONE


@pytest.mark.parametrize("status", ["200 OK", "300 Multiple Choices"])
def test_a_node_that_answers_is_waited_for_no_longer(status: str, tmp_path: Path) -> None:
    step = WaitStep(id="wait", title="Wait", limit=5)
    with listening(http(status)) as port:
        run = Trial(tmp_path, step, at(f"http://127.0.0.1:{port}/v3"))

        assert run.do(WAIT) == {}


def test_a_node_that_does_not_answer_is_told_with_what_it_said_last(tmp_path: Path) -> None:
    with listening(http("503 Service Unavailable")) as port:
        address = f"http://127.0.0.1:{port}/v3"
        run = Trial(tmp_path, WaitStep(id="wait", title="Wait", limit=3), at(address))
        ticks = iter(range(100))
        run.change(monotonic=lambda: float(next(ticks)), sleep=lambda _seconds: None)

        assert run.failure(WAIT) == (
            f"after 3 s, {address} answers with HTTP 503. Look at the log of the service and of "
            "keystone, put right what they say, and go on with `kslint resume`; or go back with "
            "`kslint rollback`."
        )


def test_an_application_that_never_answers_holds_a_probe_for_no_longer_than_allowed() -> None:
    with listening(lambda connection: connection.recv(65536) and connection.recv(1)) as port:
        address = f"http://127.0.0.1:{port}/v3"

        assert why_silent(address, 0.05) == f"{address} does not answer: nothing came within 0.05 s"


def test_seconds_are_waited_by_a_clock_that_nobody_sets(tmp_path: Path) -> None:
    run = Trial(tmp_path, WaitStep(id="wait", title="Wait", seconds=30), at(NOWHERE))
    now = [100.0]
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        now[0] += 20

    run.change(monotonic=lambda: now[0], sleep=sleep)
    run.do(WAIT)

    assert slept == [30.0, 10.0]


def test_a_server_that_cannot_be_reached_is_told_before_any_is_emptied(tmp_path: Path) -> None:
    server = f"127.0.0.1:{free_port()}"
    step = FlushStep(id="flush", title="Flush")
    run = Trial(tmp_path, step, at(NOWHERE), memcached=(server,))

    assert run.failure(FLUSH) == (
        f"memcached {server} cannot be emptied: Connection refused. Start or restart it; if it is "
        "gone for good, take it out of `memcached` in the plan's site and of keystone's "
        "configuration; then go on with `kslint resume`"
    )


def test_a_server_that_is_no_memcached_is_told(tmp_path: Path) -> None:
    def answer(connection: socket.socket) -> None:
        connection.recv(100)
        connection.sendall(b"ERROR\r\n")

    with listening(answer) as port:
        step = FlushStep(id="flush", title="Flush")
        run = Trial(tmp_path, step, at(NOWHERE), memcached=(f"127.0.0.1:{port}",))

        assert run.failure(FLUSH) == (
            f"127.0.0.1:{port} does not answer as memcached does: ERROR\\r\\n"
        )
