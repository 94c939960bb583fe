"""A stop is believed when nothing is left, a start when something new answers."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.execute.kinds.service import SERVICE
from linter.execute.running import Settled, StepError
from linter.execute.services.proc import is_older, now, running
from linter.model.plan import ServiceStep
from linter.model.site import Machine, Service
from tests.execute.kinds.runs import CODE, Trial
from tests.execute.kinds.servers import free_port

# Answers each request with 200, and goes on for as long as nobody ends it.
PROGRAM = """
import signal, sys
from http.server import BaseHTTPRequestHandler, HTTPServer
class Answer(BaseHTTPRequestHandler):
    def do_GET(self):
        self.send_response(200)
        self.end_headers()
    def log_message(self, *words):
        pass
if "stubborn" in sys.argv:
    signal.signal(signal.SIGTERM, signal.SIG_IGN)
HTTPServer(("127.0.0.1", int(sys.argv[1])), Answer).serve_forever()
"""


class Served:
    """A service of one process with commands of its own."""

    def __init__(self, folder: Path, *words: str) -> None:
        self.port = free_port()
        program = folder / "keystone-program.py"
        program.write_text(PROGRAM, encoding="utf-8")
        self.text = f"{program} {self.port}"
        pid = folder / "pid"
        serve = f"exec {sys.executable} -I {self.text} {' '.join(words)}"
        start = f"({serve}) >/dev/null 2>&1 & echo $! >{pid}"
        is_running = f"kill -0 $(cat {pid}) && ! grep -q '^State:.Z' /proc/$(cat {pid})/status"
        self.service = Service(
            by="commands",
            port=self.port,
            process=self.text,
            start=("sh", "-c", start),
            stop=("sh", "-c", f"kill $(cat {pid})"),
            is_running=("sh", "-c", is_running),
        )
        address = f"http://127.0.0.1:{self.port}/v3"
        self.machine = Machine("here", address, (self.service,), CODE)

    def trial(self, folder: Path, do: str, limit: int = 20) -> Trial:
        step = ServiceStep(id=do, title=do, limit=limit, do=do)
        return Trial(folder, step, self.machine)

    def end(self) -> None:
        for process in running(self.text):
            os.kill(process.pid, signal.SIGKILL)


@pytest.fixture
def served(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path)
    yield made
    made.end()


@pytest.fixture
def stubborn(tmp_path: Path) -> Iterator[Served]:
    made = Served(tmp_path, "stubborn")
    yield made
    made.end()


@pytest.mark.thorough
def test_a_service_is_started_stopped_and_settled_by_its_state(
    served: Served, tmp_path: Path
) -> None:
    start, stop = (served.trial(tmp_path, do) for do in ("start", "stop"))

    assert start.settle(SERVICE) is Settled.NOT_DONE
    start.do(SERVICE)
    assert start.settle(SERVICE) is Settled.DONE
    assert stop.settle(SERVICE) is Settled.NOT_DONE
    stop.do(SERVICE)
    assert stop.settle(SERVICE) is Settled.DONE
    stop.undo(SERVICE)
    assert len(running(served.text)) == 1
    start.undo(SERVICE)
    assert running(served.text) == ()


@pytest.mark.thorough
def test_what_runs_already_is_not_started_twice(served: Served, tmp_path: Path) -> None:
    served.trial(tmp_path, "start").do(SERVICE)
    first = running(served.text)

    served.trial(tmp_path, "start").do(SERVICE)

    assert running(served.text) == first


@pytest.mark.thorough
def test_a_process_that_survives_its_stop_is_named(stubborn: Served, tmp_path: Path) -> None:
    stubborn.trial(tmp_path, "start").do(SERVICE)
    process = running(stubborn.text)[0]

    said = stubborn.trial(tmp_path, "stop", limit=1).failure(SERVICE)

    assert said == (
        f"after 1 s, {stubborn.text} has not stopped: `is_running` ended with 0; process "
        f"{process.pid} of it is still there; somebody still listens to port {stubborn.port} of "
        f"{stubborn.machine.address}. Nothing was changed after the order to stop. End what is "
        "left by hand, see that nothing starts it again (a timer, a monitor, another unit), and go "
        "on with `kslint resume`."
    )


@pytest.mark.thorough
def test_an_answer_of_a_process_from_before_the_stop_is_no_start(
    served: Served, tmp_path: Path
) -> None:
    served.trial(tmp_path, "start").do(SERVICE)
    process = running(served.text)[0]
    start = served.trial(tmp_path, "start", limit=1)
    moment = now()
    said = f"{moment.pid} {moment.started + 1} {moment.boot}"
    start.journal.add("acted", "stop", facts={"stopped-here": said})

    assert f"process {process.pid} of {served.text} is from before the stop" in start.failure(
        SERVICE
    )
    assert is_older(process, moment)


@pytest.mark.thorough
def test_a_restart_brings_new_processes(served: Served, tmp_path: Path) -> None:
    served.trial(tmp_path, "start").do(SERVICE)
    before = running(served.text)

    served.trial(tmp_path, "restart").do(SERVICE)

    assert len(running(served.text)) == 1
    assert running(served.text) != before


def test_neither_kslint_nor_what_it_was_started_by_is_taken_for_a_process_of_a_service() -> None:
    own = " ".join(Path(f"/proc/{os.getpid()}/cmdline").read_text().split("\0"))

    # Another process that runs tests may have been started in the very same words.
    assert os.getpid() not in {process.pid for process in running(own.strip())}
    assert running("") == ()


def test_a_process_that_ended_and_was_not_waited_for_is_none(tmp_path: Path) -> None:
    text = str(tmp_path)
    words = [sys.executable, "-I", "-c", "input('ready')", text]
    with subprocess.Popen(words, stdin=-1, stdout=-1) as child:
        assert child.stdout is not None
        # A process has no command line yet while it is still being started.
        assert child.stdout.read(len("ready")) == b"ready"
        found = running(text)
        child.kill()
        os.waitid(os.P_PID, child.pid, os.WEXITED | os.WNOWAIT)

        assert ([each.pid for each in found], running(text)) == ([child.pid], ())


def test_a_step_for_a_machine_that_the_site_does_not_name_is_refused(tmp_path: Path) -> None:
    machine = Machine("ctl1", "http://127.0.0.1:9/v3", (), CODE)
    step = ServiceStep(id="stop", title="Stop", node="ctl2", do="stop")

    assert Trial(tmp_path, step, machine).failure(SERVICE) == (
        "step stop is for the machine `ctl2`, and the site has ctl1: name one of them as its `node`"
    )


def test_without_a_balancer_nothing_can_be_drained(tmp_path: Path) -> None:
    machine = Machine("ctl1", "http://127.0.0.1:9/v3", (), CODE)
    run = Trial(tmp_path, ServiceStep(id="drain", title="Drain", do="drain"), machine)

    with pytest.raises(StepError, match="the site names none"):
        SERVICE.ready(run.step, run.run)
