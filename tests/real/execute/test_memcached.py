"""A real memcached is emptied, and says how much it had."""

import os
import socket
import subprocess
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.execute.kinds.flush import FLUSH
from linter.model.plan import FlushStep
from linter.model.site import Machine
from tests.execute.kinds.runs import CODE, NOWHERE, Trial
from tests.execute.kinds.servers import free_port
from tests.real.database.servers import needed

pytestmark = pytest.mark.release


@pytest.fixture
def port() -> Iterator[int]:
    """The port of a memcached with two objects."""
    program = needed("memcached", "memcached")
    number = free_port()
    user = ["-u", "nobody"] if os.geteuid() == 0 else []
    with subprocess.Popen([program, *user, "-l", "127.0.0.1", "-p", str(number)]) as process:
        try:
            end = time.monotonic() + 20
            while True:
                try:
                    said = _said(number, b"set a 0 0 1\r\n1\r\nset b 0 0 1\r\n2\r\n", 16)
                    break
                except OSError:
                    assert time.monotonic() < end
                    time.sleep(0.05)
            assert said == b"STORED\r\nSTORED\r\n"
            yield number
        finally:
            process.kill()


def _said(port: int, order: bytes, length: int) -> bytes:
    with socket.create_connection(("127.0.0.1", port), timeout=10) as connection:
        connection.sendall(order)
        return connection.makefile("rb").read(length)


def test_no_object_is_given_out_after_a_flush(port: int, tmp_path: Path) -> None:
    step = FlushStep(id="flush", title="Flush")
    server = f"127.0.0.1:{port}"
    machine = Machine("here", NOWHERE, (), CODE)
    run = Trial(tmp_path, step, machine, memcached=(server,))

    facts = run.do(FLUSH)

    assert _said(port, b"get a b\r\n", 5) == b"END\r\n"
    assert facts == {f"flushed {server}": "2"}
    assert run.told == [f"memcached {server}: 2 objects dropped"]
    run.undo(FLUSH)
