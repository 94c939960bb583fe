"""What goes wrong with fetching release notes, caused for real, as the command line tells it."""

import json
import signal
import ssl
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest
import trustme

from linter.cli.main import main
from linter.notes.documents import MEGABYTE
from tests.notes.pages import archive, index, page, site
from tests.notes.servers import (
    HTML,
    Answering,
    Exchange,
    answer,
    by_path,
    dripping,
    head,
    raw,
    serving,
    silence,
)

pytestmark = pytest.mark.thorough
OLD = {"old-0000000000000000": {"fixes": ["Nothing of this is new."]}}
NEW = {"new-1111111111111111": {"upgrade": ["Look at every key."]}}
PAGE = page("2025.1", {"27.0.0": NEW})
CHANGED = PAGE.replace(b"27.0.0", b"Newest")
SITE = site({"2025.1": PAGE})
INDEX = index({"26.0.0": archive("26.0.0", OLD), "27.0.0": archive("27.0.0", OLD | NEW)})
PATH = "/notes/2025.1.html"
SECONDS = 1
LENGTH = {"Content-Type": HTML, "Content-Length": "1000000"}
LOOK = "look at what answers at this address"
LATER = "try again later"
AUTHORITY = (
    "if a mirror or a proxy of yours signs its own certificates, name the file of its authority "
    "in REQUESTS_CA_BUNDLE"
)


def flood(exchange: Exchange) -> None:
    """200 MB, unless the reader has enough before."""
    exchange.out.write(head("200 OK", {"Content-Type": HTML}))
    for _ in range(200):
        exchange.out.write(bytes(MEGABYTE))


FAULTS: dict[str, tuple[Answering, str, str]] = {
    "time-out": (
        dripping(head("200 OK", LENGTH), b"<"),
        "it did not come within 1 s",
        "try again later, or from another network",
    ),
    "404": (
        answer(status="404 Not Found"),
        "the server answers 404 Not Found",
        "check the address",
    ),
    "429": (
        answer(status="429 Slow Down", headers={"Retry-After": "7"}),
        "the server answers 429 Too Many Requests and asks to wait for 7 s",
        LATER,
    ),
    "500": (
        answer(status="500 Oops"),
        "the server answers 500 Internal Server Error",
        LATER,
    ),
    "truncated": (
        raw(head("200 OK", LENGTH) + PAGE),
        "the connection ended in the middle of it",
        LATER,
    ),
    "200 MB": (flood, "it is larger than 32 MiB", LOOK),
    "another type": (
        answer(PAGE, headers={"Content-Type": "application/pdf"}),
        "it is application/pdf and not a page in HTML",
        LOOK,
    ),
    "redirects for ever": (
        answer(status="302 Found", headers={"Location": PATH}),
        "it redirects more than 5 times",
        LOOK,
    ),
    "another structure": (
        answer(CHANGED),
        "it has the heading 'Newest' where a version should be",
        LOOK,
    ),
}

Run = Callable[..., tuple[int, Any, str]]


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    # A report says when it was made.
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1795000000")
    return tmp_path / "cache" / "kslint" / "notes"


@pytest.fixture
def index_address() -> Iterator[str]:
    with serving(by_path(INDEX)) as server:
        yield server.address


@pytest.fixture(params=["check", "notes"])
def run(
    request: pytest.FixtureRequest,
    index_address: str,
    tmp_path: Path,
    capsys: pytest.CaptureFixture[str],
) -> Run:
    """Runs the verb with options; gives the exit code, the JSON and what stderr says."""
    folder = tmp_path / "keystone"
    folder.mkdir()
    (folder / "keystone.conf").write_text("[token]\nprovider = fernet\n", encoding="utf-8")
    words = [request.param, str(folder), "--from", "2024.2", "--to", "2025.1", "--previous", "0"]
    words += ["--profile", "approval"] if request.param == "check" else []

    def done(address: str, way: str = "--online") -> tuple[int, Any, str]:
        places = ("--notes-url", f"{address}/notes", "--index-url", f"{index_address}/simple")
        code = main([*words, *places, "--timeout", f"{SECONDS}", "--format", "json", way])
        said = capsys.readouterr()
        return code, json.loads(said.out), said.err

    return done


def unread(document: Any) -> list[tuple[str, str, bool]]:
    """Reason, remedy and weight of what was not read of the release notes."""
    return [
        (gap["why"], gap["remedy"], gap["required"])
        for gap in document["gaps"]
        if gap["what"] == "release notes"
    ]


def copies_of_page(cache: Path) -> list[bytes]:
    """The files of the cache that name the page's address."""
    found = [path.read_bytes() for path in cache.iterdir()]
    return [content for content in found if PATH.encode() in content]


@contextmanager
def turning(answering: Answering) -> Iterator[tuple[str, Callable[[], None]]]:
    """A site that is right, and gives this answer for the page from when it is told to."""
    turned = False

    def turn() -> None:
        nonlocal turned
        turned = True

    def page_of(exchange: Exchange) -> None:
        (answering if turned else SITE[PATH])(exchange)

    with serving(by_path(SITE | {PATH: page_of})) as server:
        yield server.address, turn


def test_notes_that_are_had_leave_no_gap(run: Run) -> None:
    with serving(by_path(SITE)) as server:
        _, document, said = run(server.address)

    assert (unread(document), said) == ([], "")


def place(fault: str, address: str) -> str:
    """What is said to be lost: the page, or all of a host that is asked for nothing more."""
    return f"documents of {address}" if fault in {"time-out", "429"} else f"{address}{PATH}"


@pytest.mark.parametrize("fault", FAULTS)
def test_a_page_that_cannot_be_had_leaves_the_answer_incomplete(
    fault: str, run: Run, cache: Path
) -> None:
    answering, why, remedy = FAULTS[fault]
    with serving(by_path(SITE | {PATH: answering})) as server:
        begun = time.monotonic()
        code, document, _ = run(server.address)
        taken = time.monotonic() - begun

    why = f"page of 2025.1 not read: {place(fault, server.address)} cannot be fetched, {why}"
    assert (code, unread(document)) == (3, [(why, remedy, True)])
    # The other hosts and all else take their time on a machine that does much.
    assert taken < SECONDS + 10
    assert copies_of_page(cache) == []


@pytest.mark.parametrize("fault", FAULTS)
def test_a_good_copy_survives_and_the_answer_is_the_same(fault: str, run: Run, cache: Path) -> None:
    answering, why, remedy = FAULTS[fault]
    with turning(answering) as (address, turn):
        before = run(address)
        copies = copies_of_page(cache)
        turn()
        after = run(address)

    lost = place(fault, address)
    trouble = f"{lost} cannot be fetched, {why}: {remedy}; the copy at hand stands in"
    assert after == (*before[:2], f"kslint: {trouble}\n")
    assert copies_of_page(cache) == copies


def test_a_server_that_fails_at_first_is_asked_again(run: Run) -> None:
    turns = iter([answer(status="500 Oops")])

    def at_first(exchange: Exchange) -> None:
        next(turns, SITE[PATH])(exchange)

    with serving(by_path(SITE | {PATH: at_first})) as server:
        _, document, said = run(server.address)

    assert (unread(document), said) == ([], "")


def test_a_certificate_that_is_not_trusted_leaves_the_answer_incomplete(
    run: Run, cache: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    trustme.CA().issue_cert("localhost").configure_cert(context)
    with serving(by_path(SITE), context=context) as server:
        code, document, _ = run(server.address)

    why = (
        f"page of 2025.1 not read: {server.address}{PATH} cannot be fetched, its certificate is "
        "not trusted (unable to get local issuer certificate)"
    )
    assert (code, unread(document)) == (3, [(why, AUTHORITY, True)])
    assert server.asked == []
    assert copies_of_page(cache) == []


def test_whoever_interrupts_need_not_wait_for_a_server(index_address: str) -> None:
    is_asked = threading.Event()

    def answering(exchange: Exchange) -> None:
        is_asked.set()
        silence(exchange)

    words = ["notes", "--from", "2024.2", "--to", "2025.1", "--index-url", index_address]
    with serving(answering) as server:
        command = [sys.executable, "-m", "linter", *words, "--notes-url", server.address]
        with subprocess.Popen(command, stderr=subprocess.PIPE, text=True) as running:
            assert is_asked.wait(30)
            begun = time.monotonic()
            running.send_signal(signal.SIGINT)
            _, said = running.communicate(timeout=60)
            taken = time.monotonic() - begun

    assert (running.returncode, said) == (130, "kslint: interrupted\n")
    # A document may take 120 s.
    assert taken < 20


def test_offline_nothing_is_asked_and_the_answer_is_the_same(run: Run) -> None:
    with serving(by_path(SITE)) as server:
        online = run(server.address)
        asked = len(server.asked)
        offline = run(server.address, "--offline")

    assert offline == online
    assert len(server.asked) == asked == 1
