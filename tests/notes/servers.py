"""Servers on this machine that answer rightly, wrongly, slowly or not at all."""

import http.server
import ssl
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from email.message import Message
from typing import BinaryIO

HTML = "text/html; charset=utf-8"


class Exchange:
    """One request, where its answer is written, and whether the test is over."""

    def __init__(self, path: str, headers: Message, out: BinaryIO, over: threading.Event) -> None:
        self.path = path
        self.headers = headers
        self.out = out
        self.over = over


Answering = Callable[[Exchange], None]


class Server:
    """Where a server is found, and what it was asked."""

    def __init__(self, address: str) -> None:
        self.address = address
        self.asked: list[tuple[str, Message]] = []


def answer(
    content: bytes = b"", status: str = "200 OK", headers: Mapping[str, str] | None = None
) -> Answering:
    """A whole answer with its length, in HTML unless other headers are given."""
    lines = {"Content-Type": HTML, "Content-Length": str(len(content))} | dict(headers or {})
    return raw(head(status, lines) + content)


def head(status: str, headers: Mapping[str, str]) -> bytes:
    lines = [f"HTTP/1.1 {status}", *(f"{name}: {value}" for name, value in headers.items())]
    return "\r\n".join((*lines, "Connection: close", "", "")).encode("latin-1")


def raw(content: bytes) -> Answering:
    def write(exchange: Exchange) -> None:
        exchange.out.write(content)

    return write


def silence(exchange: Exchange) -> None:
    """Says nothing until the test is over."""
    exchange.over.wait()


def dripping(beginning: bytes, drop: bytes) -> Answering:
    """A beginning, and then drop by drop what never ends."""

    def write(exchange: Exchange) -> None:
        exchange.out.write(beginning)
        while not exchange.over.wait(0.02):
            exchange.out.write(drop)
            exchange.out.flush()

    return write


@contextmanager
def serving(*answers: Answering, context: ssl.SSLContext | None = None) -> Iterator[Server]:
    """A server that gives these answers in turn, and the last one ever after."""
    over = threading.Event()

    class Handler(http.server.BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            with lock:
                turn = min(len(server.asked), len(answers) - 1)
                server.asked.append((self.path, self.headers))
            # Whoever asked may have heard enough.
            try:
                answers[turn](Exchange(self.path, self.headers, self.wfile, over))
            except OSError:
                self.close_connection = True

        def log_message(self, *_: object) -> None:
            """Says nothing."""

        def handle(self) -> None:
            try:
                super().handle()
            except OSError:
                self.close_connection = True

        def finish(self) -> None:
            try:
                super().finish()
            except OSError:
                self.close_connection = True

    lock = threading.Lock()
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), Handler) as listening:
        if context is not None:
            listening.socket = context.wrap_socket(
                listening.socket, server_side=True, do_handshake_on_connect=False
            )
        scheme = "http" if context is None else "https"
        host = "127.0.0.1" if context is None else "localhost"
        server = Server(f"{scheme}://{host}:{listening.server_port}")
        thread = threading.Thread(target=listening.serve_forever, args=(0.01,))
        thread.start()
        try:
            yield server
        finally:
            over.set()
            listening.shutdown()
            thread.join()


def by_path(pages: Mapping[str, Answering]) -> Answering:
    """Answers by what is asked for, 404 for all else."""

    def write(exchange: Exchange) -> None:
        pages.get(exchange.path, answer(status="404 Not Found"))(exchange)

    return write
