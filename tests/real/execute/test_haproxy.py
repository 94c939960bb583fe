"""A node is drained and put back through the admin socket of a real haproxy."""

import socket
import subprocess
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.execute.kinds.service import SERVICE
from linter.model.plan import ServiceStep
from linter.model.site import Balancer, Machine
from tests.execute.kinds.runs import CODE, NOWHERE, Trial
from tests.execute.kinds.servers import free_port, http, listening
from tests.real.database.servers import needed

pytestmark = pytest.mark.release

CONFIGURATION = """
global
  stats socket {folder}/socket mode 600 level admin
defaults
  mode http
  timeout connect 2s
  timeout client 60s
  timeout server 60s
frontend front
  bind 127.0.0.1:{port}
  default_backend keystone
backend keystone
  option httpchk GET /v3
  default-server inter 100ms fastinter 100ms downinter 100ms fall 1 rise 1 check
  server one 127.0.0.1:{one}
  server two 127.0.0.1:{two}
"""


class Balanced:
    """A haproxy in front of two servers, the first of which answers when it is let."""

    def __init__(self, folder: Path, port: int) -> None:
        self.folder = folder
        self.port = port

    def trial(self, do: str, server: str = "keystone/one", limit: int = 20) -> Trial:
        balancer = Balancer("haproxy", str(self.folder / "socket"), server)
        step = ServiceStep(id=do, title=do, limit=limit, do=do)
        return Trial(self.folder, step, Machine("here", NOWHERE, (), CODE, balancer))

    def ask(self, order: str) -> str:
        with socket.socket(socket.AF_UNIX) as connection:
            connection.connect(str(self.folder / "socket"))
            connection.sendall(f"{order}\n".encode())
            return connection.makefile().read()

    def status(self, server: str) -> str:
        rows = (line.split(",") for line in self.ask("show stat").splitlines())
        return next(row[17] for row in rows if row[:2] == ["keystone", server])

    def until(self, server: str, status: str) -> None:
        end = time.monotonic() + 20
        while self.status(server) != status:
            assert time.monotonic() < end, self.status(server)
            time.sleep(0.05)


@pytest.fixture
def slow() -> threading.Event:
    """Requests for /slow are answered when this is set."""
    return threading.Event()


@pytest.fixture
def balanced(tmp_path: Path, slow: threading.Event) -> Iterator[Balanced]:
    program = needed("haproxy", "haproxy")
    waiting: list[threading.Thread] = []

    def one(connection: socket.socket) -> None:
        said = connection.recv(65536)
        if b"/slow" not in said:
            connection.sendall(b"HTTP/1.0 200 OK\r\n\r\n")
            return
        own = connection.dup()

        def later() -> None:
            with own:
                slow.wait(60)
                own.sendall(b"HTTP/1.0 200 OK\r\n\r\n")

        waiting.append(threading.Thread(target=later))
        waiting[-1].start()

    with listening(one) as first, listening(http("200 OK")) as second:
        port = free_port()
        text = CONFIGURATION.format(folder=tmp_path, port=port, one=first, two=second)
        (tmp_path / "haproxy.cfg").write_text(text, encoding="utf-8")
        with subprocess.Popen([program, "-db", "-q", "-f", tmp_path / "haproxy.cfg"]) as process:
            try:
                made = Balanced(tmp_path, port)
                end = time.monotonic() + 20
                while not (tmp_path / "socket").exists():
                    assert time.monotonic() < end
                    time.sleep(0.05)
                made.until("one", "UP")
                made.until("two", "UP")
                yield made
            finally:
                slow.set()
                process.kill()
        for thread in waiting:
            thread.join()


def test_a_node_is_drained_and_put_back(balanced: Balanced) -> None:
    drain = balanced.trial("drain")

    drain.do(SERVICE)
    assert balanced.status("one") == "DRAIN"
    drain.undo(SERVICE)
    assert balanced.status("one") == "UP"


def test_a_request_that_was_begun_is_waited_for(balanced: Balanced, slow: threading.Event) -> None:
    with socket.create_connection(("127.0.0.1", balanced.port)) as client:
        balanced.ask("set server keystone/two state maint")
        client.sendall(b"GET /slow HTTP/1.0\r\n\r\n")
        end = time.monotonic() + 20
        while _sessions(balanced) != "1":
            assert time.monotonic() < end
            time.sleep(0.05)
        balanced.ask("set server keystone/two state ready")
        balanced.until("two", "UP")
        said = balanced.trial("drain", limit=1).failure(SERVICE)
        slow.set()
        balanced.trial("drain").do(SERVICE)

        assert client.recv(100).startswith(b"HTTP/1.0 200")
    assert said.startswith("after 1 s, keystone/one still has 1 sessions. ")


def _sessions(balanced: Balanced) -> str:
    rows = (line.split(",") for line in balanced.ask("show stat").splitlines())
    return next(row[4] for row in rows if row[:2] == ["keystone", "one"])


def test_a_node_in_maintenance_is_left_in_it(balanced: Balanced) -> None:
    balanced.ask("set server keystone/one state maint")
    drain = balanced.trial("drain")

    drain.do(SERVICE)
    drain.undo(SERVICE)

    assert balanced.status("one") == "MAINT"
    assert drain.told == ["keystone/one is in maintenance already, and will be left in it"]


def test_the_only_node_that_serves_is_not_drained(balanced: Balanced) -> None:
    balanced.ask("set server keystone/two state maint")

    assert balanced.trial("drain").failure(SERVICE) == (
        "keystone/one is the only one of its backend that serves (others: two MAINT), so draining "
        "it would refuse every request: bring another one back first"
    )
    assert balanced.status("one") == "UP"


def test_a_server_that_haproxy_does_not_know_is_told(balanced: Balanced) -> None:
    assert balanced.trial("drain", "keystone/three").failure(SERVICE) == (
        f"haproxy at {balanced.folder}/socket has no server keystone/three: correct `server` in "
        'the plan\'s site, as "backend/server"'
    )


def test_a_socket_that_is_not_there_is_told(tmp_path: Path) -> None:
    said = Balanced(tmp_path, 0).trial("drain").failure(SERVICE)

    assert said == (
        f"haproxy cannot be asked at {tmp_path}/socket: No such file or directory; see that it "
        "runs and that its `stats socket` is there with `level admin`"
    )
