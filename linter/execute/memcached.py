"""Empties a memcached server."""

import socket
from collections.abc import Iterator
from contextlib import contextmanager
from urllib.parse import urlsplit

import msgspec

from linter.execute.running import StepError
from linter.model.visible import visible

_PATIENCE = 5.0
_LONGEST = 65536


class Flushed(msgspec.Struct, frozen=True):
    """A server that was emptied: the objects that it said it had."""

    server: str
    objects: int


def reach(server: str) -> int:
    """The number of objects on a server ("host:port"). Raises StepError."""
    with _connected(server) as connection:
        return _objects(connection, server)


def flush(server: str) -> Flushed:
    """Empties a server; none of the objects that it had is given out any more.

    Raises StepError.
    """
    with _connected(server) as connection:
        objects = _objects(connection, server)
        said = _answer(connection, b"flush_all\r\n", b"\r\n")
    if said.strip() != b"OK":
        told = visible(said.decode("utf-8", "replace").strip()[:200])
        raise StepError(f"memcached {server} refuses `flush_all`: {told or 'it says nothing'}")
    return Flushed(server, objects)


def _objects(connection: socket.socket, server: str) -> int:
    """What it counts: lazily emptied, it goes on counting what it does not give out any more."""
    said = _answer(connection, b"stats\r\n", b"END\r\n").decode("utf-8", "replace")
    for line in said.splitlines():
        words = line.split()
        if words[:2] == ["STAT", "curr_items"] and words[-1].isdecimal():
            return int(words[-1])
    raise StepError(f"{server} does not answer as memcached does: {visible(said[:200])}")


def _answer(connection: socket.socket, order: bytes, end: bytes) -> bytes:
    connection.sendall(order)
    said = b""
    while not said.endswith(end) and len(said) < _LONGEST:
        piece = connection.recv(_LONGEST)
        if not piece:
            break
        said += piece
        if said.startswith((b"ERROR", b"CLIENT_ERROR", b"SERVER_ERROR")):
            break
    return said


@contextmanager
def _connected(server: str) -> Iterator[socket.socket]:
    parts = urlsplit(f"//{server}")
    try:
        with socket.create_connection(
            (parts.hostname, parts.port), timeout=_PATIENCE
        ) as connection:
            yield connection
    except OSError as error:
        raise StepError(
            f"memcached {server} cannot be emptied: {error.strerror or error}. Start or "
            "restart it; if it is gone for good, take it out of `memcached` in the plan's site and "
            "of keystone's configuration; then go on with `kslint resume`"
        ) from error
