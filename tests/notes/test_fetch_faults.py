"""What goes wrong between this machine and a server, caused for real."""

import gzip
import re
import socket
import tempfile
import threading
import time
from contextlib import ExitStack, suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.notes.cache import Cache
from linter.notes.documents import MEGABYTE, Document, series_page
from linter.notes.fetch import fetch
from linter.notes.fetched import Fetched, FetchError, Unanswered, Unusable
from linter.notes.limits import Limits, Means
from tests.notes.servers import (
    HTML,
    Answering,
    Exchange,
    answer,
    dripping,
    head,
    raw,
    serving,
    silence,
)

pytestmark = pytest.mark.thorough
PAGE = b"<!DOCTYPE html>\n<html><body><h1>Keystone Release Notes</h1></body></html>\n"
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)


def at_once(_seconds: float) -> None:
    """Waits for nothing."""


HASTY = Means(Limits(connect=1, read=0.2, total=0.6, tries=2), sleep=at_once)
PATIENT = Means(sleep=at_once)
LENGTH = {"Content-Type": HTML, "Content-Length": "1000000"}
CHUNKED = {"Content-Type": HTML, "Transfer-Encoding": "chunked"}
GZIP = {"Content-Type": HTML, "Content-Encoding": "gzip"}


def redirect(target: str) -> Answering:
    return answer(status="302 Found", headers={"Location": target})


def flood(exchange: Exchange) -> None:
    """200 MB in chunks, unless the reader has enough before."""
    exchange.out.write(head("200 OK", CHUNKED))
    for _ in range(200):
        exchange.out.write(b"%x\r\n" % MEGABYTE + bytes(MEGABYTE) + b"\r\n")


SLOW: dict[str, tuple[Answering, str]] = {
    "never answers": (silence, "the server does not answer in time: try again later"),
    "answers half": (
        lambda exchange: (exchange.out.write(head("200 OK", LENGTH)), exchange.over.wait()),
        "the server does not answer in time: try again later",
    ),
    "drips its first line": (
        dripping(b"HTTP/1.1 200 ", b"O"),
        "it did not come within 0.6 s: try again later, or from another network",
    ),
    "drips its headers": (
        dripping(b"HTTP/1.1 200 OK\r\nX-A: ", b"b"),
        "it did not come within 0.6 s: try again later, or from another network",
    ),
    "drips the page": (
        dripping(head("200 OK", LENGTH), b"<"),
        "it did not come within 0.6 s: try again later, or from another network",
    ),
    "drips chunks": (
        dripping(head("200 OK", CHUNKED), b"1\r\n<\r\n"),
        "it did not come within 0.6 s: try again later, or from another network",
    ),
}
AGAIN: dict[str, tuple[Answering, str]] = {
    "500": (
        answer(status="500 Oops"),
        "the server answers 500 Internal Server Error: try again later",
    ),
    "503": (
        answer(status="503 Busy"),
        "the server answers 503 Service Unavailable: try again later",
    ),
    "429": (
        answer(status="429 Slow", headers={"Retry-After": "1"}),
        "the server answers 429 Too Many Requests and asks to wait for 1 s: try again later",
    ),
    "truncated": (
        raw(head("200 OK", LENGTH) + PAGE),
        "the connection ended in the middle of it: try again later",
    ),
    "truncated in a chunk": (
        raw(head("200 OK", CHUNKED) + b"ff\r\n" + PAGE),
        "the connection ended in the middle of it: try again later",
    ),
    "truncated between chunks": (
        raw(head("200 OK", CHUNKED) + b"%x\r\n%b\r\n" % (len(PAGE), PAGE)),
        "the connection ended in the middle of it: try again later",
    ),
    "hangs up": (
        raw(b""),
        "the server hangs up: check the address, the network and the proxy settings",
    ),
}
LOOK = ": look at what answers at this address"
WRONG: dict[str, tuple[Answering, str]] = {
    "no HTTP": (
        raw(b"SSH-2.0-OpenSSH_9.2\x1b[31m\r\n\r\n"),
        rf"what answers is not HTTP (SSH-2.0-OpenSSH_9.2\x1b[31m){LOOK}",
    ),
    "a status that is no number": (
        raw(b"HTTP/1.1 2x0 OK\r\n\r\n"),
        f"what answers is not HTTP (HTTP/1.1 2x0 OK){LOOK}",
    ),
    "404": (
        answer(PAGE, status="404 Not Found"),
        "the server answers 404 Not Found: check the address",
    ),
    "403": (
        answer(PAGE, status="403 Forbidden"),
        "the server answers 403 Forbidden: it wants a name and password, or refuses this client",
    ),
    "204": (
        answer(status="204 No Content"),
        "the server answers 204 No Content: check the address",
    ),
    "a status of its own": (
        answer(status="299 \x1b[31mHacked"),
        "the server answers 299: check the address",
    ),
    "too large as announced": (
        answer(PAGE, headers={"Content-Length": str(200 * MEGABYTE)}),
        f"it is larger than 32 MiB{LOOK}",
    ),
    "too large": (flood, f"it is larger than 32 MiB{LOOK}"),
    "a gzip bomb": (
        raw(head("200 OK", GZIP) + gzip.compress(bytes(200 * MEGABYTE), 1)),
        f"it is larger than 32 MiB{LOOK}",
    ),
    "no gzip": (
        raw(head("200 OK", GZIP) + PAGE),
        f"it cannot be unpacked as the server says{LOOK}",
    ),
    "packed otherwise": (
        answer(PAGE, headers={"Content-Encoding": "br"}),
        f"it is packed in a way not asked for (br){LOOK}",
    ),
    "another type": (
        answer(PAGE, headers={"Content-Type": "application/pdf"}),
        f"it is application/pdf and not a page in HTML{LOOK}",
    ),
    "empty": (answer(), f"it is empty{LOOK}"),
    "ends early": (answer(PAGE[:40]), f"it ends before </html>{LOOK}"),
    "redirects for ever": (
        redirect("/train.html"),
        f"it redirects more than 5 times{LOOK}",
    ),
    "redirects to a file": (
        redirect("file:///etc/passwd"),
        (
            "it redirects from http to file:///etc/passwd: give the address of a server that stays "
            "with https"
        ),
    ),
    "redirects to no address": (
        redirect("http://[::1"),
        f"it redirects to what is no address (http://[::1){LOOK}",
    ),
}


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "notes")


def failure(document: Document, cache: Cache, means: Means) -> FetchError:
    with pytest.raises(FetchError) as caught:
        fetch(document, cache, means)
    return caught.value


@pytest.mark.parametrize("fault", SLOW)
def test_a_server_that_is_slow_costs_the_time_there_is(fault: str, cache: Cache) -> None:
    answering, said = SLOW[fault]
    with serving(answering) as server:
        begun = time.monotonic()
        error = failure(series_page("train", server.address), cache, HASTY)
        taken = time.monotonic() - begun

    assert str(error) == f"{server.address}/train.html cannot be fetched, {said}"
    assert isinstance(error, Unanswered)
    # So much more is for a machine that does much else.
    assert taken < HASTY.limits.total + 2


@pytest.mark.parametrize("fault", AGAIN)
def test_what_may_pass_is_tried_again_and_then_said(fault: str, cache: Cache) -> None:
    answering, said = AGAIN[fault]
    with serving(answering) as server:
        error = failure(series_page("train", server.address), cache, PATIENT)

    assert str(error) == f"{server.address}/train.html cannot be fetched, {said}"
    assert isinstance(error, Unanswered)
    assert len(server.asked) == 4


@pytest.mark.parametrize("fault", WRONG)
def test_what_is_not_the_page_is_said_at_once(fault: str, cache: Cache) -> None:
    answering, said = WRONG[fault]
    with serving(answering) as server:
        error = failure(series_page("train", server.address), cache, PATIENT)

    assert str(error) == f"{server.address}/train.html cannot be fetched, {said}"
    assert isinstance(error, Unusable)
    assert len(server.asked) == (6 if "for ever" in fault else 1)


@pytest.mark.parametrize("fault", [*SLOW, *AGAIN, *WRONG])
def test_a_good_copy_survives_and_stands_in(fault: str, cache: Cache) -> None:
    answering, said = (SLOW | AGAIN | WRONG)[fault]
    means = Means(HASTY.limits if fault in SLOW else Limits(), now=lambda: MONDAY, sleep=at_once)
    with serving(answer(PAGE), answering) as server:
        train = series_page("train", server.address)
        good = fetch(train, cache, Means(now=lambda: MONDAY))
        before = files(cache.folder)
        stand_in = fetch(train, cache, means)

    assert stand_in == Fetched(
        PAGE,
        train.address,
        MONDAY,
        good.digest,
        from_cache=True,
        trouble=f"{train.address} cannot be fetched, {said}",
        failure=stand_in.failure,
    )
    assert stand_in.failure is not None
    assert issubclass(stand_in.failure, Unanswered) == (fault not in WRONG)
    assert files(cache.folder) == before


def files(folder: Path) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder.iterdir()}


@pytest.mark.parametrize("fault", AGAIN)
def test_what_passes_is_not_seen(fault: str, cache: Cache) -> None:
    with serving(AGAIN[fault][0], answer(PAGE)) as server:
        fetched = fetch(series_page("train", server.address), cache, PATIENT)

    assert (fetched.content, fetched.trouble, len(server.asked)) == (PAGE, "", 2)


def test_a_flood_is_cut_off(cache: Cache) -> None:
    written: list[int] = []

    def counting(exchange: Exchange) -> None:
        exchange.out.write(head("200 OK", CHUNKED))
        for number in range(200):
            exchange.out.write(b"%x\r\n" % MEGABYTE + bytes(MEGABYTE) + b"\r\n")
            written.append(number)

    with serving(counting) as server:
        failure(series_page("train", server.address), cache, PATIENT)

    # What lies in the buffers of the two sockets comes on top of what was read.
    assert 32 <= len(written) < 64


def test_what_comes_with_a_redirect_is_not_read(cache: Cache) -> None:
    location = {"Location": "/new.html", "Transfer-Encoding": "chunked"}
    endless = dripping(head("302 Found", location), b"1\r\n<\r\n")
    with serving(endless, answer(PAGE)) as server:
        fetched = fetch(series_page("train", server.address), cache, HASTY)

    assert (fetched.content, [path for path, _ in server.asked]) == (
        PAGE,
        ["/train.html", "/new.html"],
    )


def test_pauses_grow_from_try_to_try(cache: Cache) -> None:
    pauses: list[float] = []
    with serving(answer(status="500 Oops")) as server:
        failure(series_page("train", server.address), cache, Means(sleep=pauses.append))

    assert pauses == [0, 1, 2]


def test_a_server_is_given_the_time_it_asks_for(cache: Cache) -> None:
    pauses: list[float] = []
    busy = answer(status="429 Slow", headers={"Retry-After": "7"})
    with serving(busy, answer(PAGE)) as server:
        fetch(series_page("train", server.address), cache, Means(sleep=pauses.append))

    assert pauses == [7]


@pytest.mark.parametrize(
    ("wait", "limits"),
    [("31", Limits()), ("7", Limits(total=5)), ("Fri, 31 Dec 2060 23:59:59 GMT", Limits())],
)
def test_a_server_that_asks_for_more_is_not_asked_again(
    wait: str, limits: Limits, cache: Cache
) -> None:
    pauses: list[float] = []
    with serving(answer(status="429 Slow", headers={"Retry-After": wait})) as server:
        failure(series_page("train", server.address), cache, Means(limits, sleep=pauses.append))

    assert (pauses, len(server.asked)) == ([], 1)


def test_a_wait_that_cannot_be_read_is_none(cache: Cache) -> None:
    pauses: list[float] = []
    with serving(answer(status="429 Slow", headers={"Retry-After": "soon"})) as server:
        failure(series_page("train", server.address), cache, Means(sleep=pauses.append))

    assert pauses == [0, 1, 2]


def test_a_machine_that_takes_no_connection_costs_the_time_there_is(cache: Cache) -> None:
    """The system drops what comes when as many wait as may."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listening, ExitStack() as waiting:
        for _ in range(4):
            client = waiting.enter_context(socket.socket())
            client.setblocking(False)
            client.connect_ex(listening.getsockname())
        train = series_page("train", f"http://127.0.0.1:{listening.getsockname()[1]}")
        means = Means(Limits(connect=0.2, tries=2), sleep=at_once)
        error = failure(train, cache, means)

    assert str(error) == (
        f"{train.address} cannot be fetched, the server does not answer in time: try again later"
    )


@settings(deadline=None, max_examples=50)
@given(st.data())
def test_whatever_a_server_sends_is_a_page_or_an_error(data: st.DataObject) -> None:
    good = bytearray(
        head("200 OK", GZIP | {"Transfer-Encoding": "chunked", "ETag": '"1"'}) + chunked(PACKED)
    )
    for _ in range(data.draw(st.integers(1, 4))):
        at = data.draw(st.integers(0, len(good) - 1))
        good[at : at + data.draw(st.integers(0, 3))] = data.draw(st.binary(max_size=3))
    limits = Limits(connect=1, read=1, total=2, tries=1)
    with tempfile.TemporaryDirectory() as folder, serving(raw(bytes(good))) as server:
        cache = Cache(Path(folder))
        with suppress(FetchError):
            fetched = fetch(series_page("train", server.address), cache, Means(limits))
            assert b"</html" in fetched.content.lower()


PACKED = gzip.compress(PAGE, mtime=0)


def chunked(content: bytes) -> bytes:
    return b"%x\r\n%b\r\n0\r\n\r\n" % (len(content), content)


def test_where_nothing_listens_the_connection_is_refused(cache: Cache) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    error = failure(series_page("train", f"http://127.0.0.1:{port}"), cache, PATIENT)

    assert str(error) == (
        f"http://127.0.0.1:{port}/train.html cannot be fetched, the connection fails (Connection "
        "refused): check the address, the network and the proxy settings"
    )
    assert isinstance(error, Unanswered)


def test_a_proxy_that_is_not_there_is_told_from_the_server(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        port = listening.getsockname()[1]
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setenv("https_proxy", f"http://anna:geheim@127.0.0.1:{port}")
    error = failure(series_page("train", "https://notes.example.org"), cache, PATIENT)

    assert str(error) == (
        "https://notes.example.org/train.html cannot be fetched, the proxy refuses (Connection "
        "refused): check the address, the network and the proxy settings"
    )


def test_a_name_that_is_not_known_is_said(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> None:
        raise socket.gaierror(socket.EAI_NONAME, "Name or service not known")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    error = failure(series_page("train", "http://notes.example.org"), cache, PATIENT)

    assert str(error) == (
        "http://notes.example.org/train.html cannot be fetched, its name is not known here: check "
        "the address, the network and the proxy settings"
    )


def test_a_name_that_is_looked_up_for_ever_costs_the_time_there_is(
    cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    over = threading.Event()
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_: over.wait() and [])
    error = failure(series_page("train", "http://notes.example.org"), cache, HASTY)
    over.set()

    assert re.search(r"it did not come within 0\.6 s", str(error))


def test_a_copy_that_is_damaged_is_told_with_what_failed(cache: Cache) -> None:
    with serving(answer(PAGE), answer(status="404 Not Found")) as server:
        train = series_page("train", server.address)
        fetch(train, cache)
        [kept] = cache.folder.iterdir()
        kept.write_bytes(kept.read_bytes()[:-1])
        error = failure(train, cache, PATIENT)

    assert str(error) == (
        f"{train.address} cannot be fetched, the server answers 404 Not Found: check the address; "
        f"The copy of {train.address} in {kept} is damaged: fetch it again"
    )


def test_a_cache_that_cannot_be_written_is_told_with_what_was_fetched(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    cache = Cache(tmp_path / "file" / "notes")
    with serving(answer(PAGE)) as server:
        fetched = fetch(series_page("train", server.address), cache)

    assert fetched.content == PAGE
    assert fetched.trouble == (
        f"What is fetched cannot be kept in {cache.folder}, Not a directory: see to the folder"
    )
