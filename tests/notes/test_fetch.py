import gzip
import hashlib
import os
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from linter.notes.cache import Cache, Validators
from linter.notes.documents import Document, series_page
from linter.notes.fetch import fetch, recalled
from linter.notes.fetched import Absent, Fetched, NotKept, Unusable
from linter.notes.limits import Means
from tests.notes.servers import answer, by_path, head, serving

PAGE = b"<!DOCTYPE html>\n<html><body><h1>Keystone Release Notes</h1></body></html>\n"
NEWER = b"<!DOCTYPE html>\n<html><body><h1>Keystone</h1><p>More.</p></body></html>\n"
MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
TUESDAY = MONDAY + timedelta(days=1)

OFFLINE = """
import sys
from pathlib import Path
def refuse(event, arguments):
    if event.startswith("socket."):
        raise AssertionError(f"{event} {arguments}")
sys.addaudithook(refuse)
from linter.notes.cache import Cache, Validators
from linter.notes.documents import series_page
from linter.notes.fetch import fetch
fetched = fetch(series_page("train", "http://a"), Cache(Path(sys.argv[1])), offline=True)
print(fetched.content, "requests" in sys.modules)
"""


def on(day: datetime) -> Means:
    return Means(now=lambda: day)


def page_of(content: bytes, address: str, at: datetime = MONDAY) -> Fetched:
    return Fetched(content, address, at, hashlib.sha256(content).hexdigest())


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "notes")


def test_a_page_is_fetched_and_kept_for_a_run_offline(cache: Cache) -> None:
    with serving(answer(PAGE)) as server:
        train = series_page("train", server.address)
        online = fetch(train, cache, on(MONDAY))
    offline = fetch(train, cache, on(TUESDAY), offline=True)

    assert online == page_of(PAGE, f"{server.address}/train.html")
    assert offline == Fetched(
        PAGE, f"{server.address}/train.html", MONDAY, online.digest, from_cache=True
    )
    assert offline.age(TUESDAY) == timedelta(days=1)


def test_offline_nothing_is_asked(cache: Cache) -> None:
    with serving(answer(PAGE)) as server, pytest.raises(NotKept) as caught:
        fetch(series_page("train", server.address), cache, offline=True)

    assert server.asked == []
    assert str(caught.value) == (
        f"No copy of {server.address}/train.html is at hand: fetch it where there is a network"
    )


def test_what_the_server_says_is_unchanged_is_read_from_the_copy(cache: Cache) -> None:
    validators = {"ETag": '"1a2b"', "Last-Modified": "Mon, 02 Mar 2026 10:00:00 GMT"}
    unchanged = answer(status="304 Not Modified")
    with serving(answer(PAGE, headers=validators), unchanged, unchanged) as server:
        train = series_page("train", server.address)
        fetch(train, cache, on(MONDAY))
        again = fetch(train, cache, on(TUESDAY))
        fetch(train, cache, on(TUESDAY))

    assert again == Fetched(PAGE, train.address, TUESDAY, again.digest, from_cache=True)
    asked = [(sent["If-None-Match"], sent["If-Modified-Since"]) for _, sent in server.asked]
    known = ('"1a2b"', "Mon, 02 Mar 2026 10:00:00 GMT")
    assert asked == [(None, None), known, known]


def test_what_changed_replaces_the_copy(cache: Cache) -> None:
    with serving(answer(PAGE, headers={"ETag": '"1"'}), answer(NEWER)) as server:
        train = series_page("train", server.address)
        fetch(train, cache, on(MONDAY))
        newer = fetch(train, cache, on(TUESDAY))

    assert newer == page_of(NEWER, train.address, TUESDAY)
    assert fetch(train, cache, offline=True).content == NEWER


def test_unchanged_is_no_answer_to_who_has_no_copy(cache: Cache) -> None:
    with serving(answer(status="304 Not Modified")) as server, pytest.raises(Unusable) as caught:
        fetch(series_page("train", server.address), cache)

    assert str(caught.value) == (
        f"{server.address}/train.html cannot be fetched, the server answers 304 Not Modified: "
        "check the address"
    )


def test_a_page_may_be_packed_and_come_in_chunks(cache: Cache) -> None:
    packed = gzip.compress(PAGE)
    chunks = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (packed[:9], packed[9:], b""))
    headers = {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"}
    with serving(lambda exchange: exchange.out.write(head("200 OK", headers) + chunks)) as server:
        assert fetch(series_page("train", server.address), cache).content == PAGE


def test_redirects_are_followed(cache: Cache) -> None:
    moved = answer(status="301 Moved Permanently", headers={"Location": "/new/train.html"})
    with serving(by_path({"/train.html": moved, "/new/train.html": answer(PAGE)})) as server:
        fetched = fetch(series_page("train", server.address), cache, on(MONDAY))

    assert fetched == page_of(PAGE, f"{server.address}/train.html")


def test_what_is_known_by_its_digest_is_asked_for_once(cache: Cache) -> None:
    digest = hashlib.sha256(PAGE).hexdigest()
    with serving(answer(PAGE), answer(status="500 Oops")) as server:
        document = Document(f"{server.address}/a", series_page("train").kind, digest)
        first = fetch(document, cache, on(MONDAY))
        second = fetch(document, cache, on(TUESDAY))

    assert len(server.asked) == 1
    assert (first.from_cache, second.from_cache) == (False, True)
    assert second.content == PAGE


def test_a_copy_of_another_digest_stands_in_for_nothing(cache: Cache) -> None:
    with serving(answer(PAGE), answer(PAGE)) as server:
        plain = Document(f"{server.address}/a", series_page("train").kind)
        fetch(plain, cache)
        other = Document(plain.address, plain.kind, hashlib.sha256(NEWER).hexdigest())
        with pytest.raises(Unusable, match="fetched, it is not what the index announced: look at"):
            fetch(other, cache)
    with pytest.raises(NotKept, match="is not what the index announces: fetch it where there is"):
        recalled(other, cache)


def test_progress_tells_the_bytes_and_how_many_there_will_be(cache: Cache) -> None:
    heard: list[tuple[int, int | None]] = []
    means = Means(progress=lambda received, total: heard.append((received, total)))
    with serving(answer(PAGE)) as server:
        fetch(series_page("train", server.address), cache, means)

    assert heard[-1] == (len(PAGE), len(PAGE))
    assert heard == sorted(heard)


def test_a_password_in_an_address_is_used_and_never_told(cache: Cache) -> None:
    with serving(answer(PAGE), answer(status="404 Not Found")) as server:
        base = server.address.replace("//", "//anna:geheim@")
        fetched = fetch(series_page("train", base), cache)
        with pytest.raises(Unusable) as caught:
            fetch(series_page("rocky", base), cache)

    assert [sent["Authorization"] for _, sent in server.asked] == ["Basic YW5uYTpnZWhlaW0="] * 2
    assert fetched.address == f"{server.address}/train.html"
    assert str(caught.value).startswith(f"{server.address}/rocky.html cannot be fetched")
    assert not any(b"geheim" in file.read_bytes() for file in cache.folder.iterdir())


def test_a_password_is_not_told_to_where_a_redirect_leads(cache: Cache) -> None:
    with serving(answer(PAGE)) as other:
        moved = answer(status="302 Found", headers={"Location": f"{other.address}/train.html"})
        with serving(moved) as server:
            base = server.address.replace("//", "//anna:geheim@")
            fetch(series_page("train", base), cache)

    assert [sent["Authorization"] for _, sent in server.asked] == ["Basic YW5uYTpnZWhlaW0="]
    assert [sent["Authorization"] for _, sent in other.asked] == [None]


def test_a_proxy_of_the_environment_is_asked(cache: Cache, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("no_proxy", "NO_PROXY"):
        monkeypatch.delenv(name, raising=False)
    with serving(answer(PAGE)) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        fetched = fetch(series_page("train", "http://notes.example.org"), cache)

    assert fetched.content == PAGE
    assert [path for path, _ in proxy.asked] == ["http://notes.example.org/train.html"]


def test_a_file_is_read_with_and_without_a_network(cache: Cache, tmp_path: Path) -> None:
    (tmp_path / "train.html").write_bytes(PAGE)
    train = series_page("train", tmp_path.as_uri())
    expected = page_of(PAGE, train.address)

    assert fetch(train, cache, on(MONDAY)) == expected
    assert fetch(train, cache, on(MONDAY), offline=True) == expected


def test_a_file_that_is_gone_is_read_from_the_copy(cache: Cache, tmp_path: Path) -> None:
    file = tmp_path / "train.html"
    file.write_bytes(PAGE)
    train = series_page("train", tmp_path.as_uri())
    fetch(train, cache, on(MONDAY))
    file.unlink()
    fetched = fetch(train, cache, on(TUESDAY))

    assert fetched == Fetched(
        PAGE,
        train.address,
        MONDAY,
        fetched.digest,
        from_cache=True,
        failure=Absent,
        trouble=f"{train.address} cannot be fetched, it could not be read: No such file or "
        "directory: look at the file and its disk",
    )


def test_a_pipe_is_not_waited_for(cache: Cache, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "train.html")
    train = series_page("train", tmp_path.as_uri())
    with pytest.raises(Unusable) as caught:
        fetch(train, cache)

    assert str(caught.value) == (
        f"{train.address} cannot be fetched, it is no regular file: put a regular file there or "
        "remove it"
    )


def test_offline_no_socket_is_opened_and_requests_is_not_loaded(cache: Cache) -> None:
    cache.keep("http://a/train.html", page_of(PAGE, "http://a/train.html"), Validators())
    command = [sys.executable, "-I", "-c", OFFLINE, str(cache.folder)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)

    assert (done.stdout, done.stderr) == (f"{PAGE!r} False\n", "")


@pytest.mark.parametrize(
    ("address", "said"),
    [
        ("ftp://a.example/x", "this is no address: give one that begins with https://, http:// or"),
        ("train.html", "this is no address: give one that begins with https://, http:// or file:"),
        ("http://[::1/x", r"this is no address \(Invalid IPv6 URL\): correct it"),
        ("http://u:geheim@[::1/x", r"http://u:\*\*\*@\[::1/x cannot be fetched, this is no"),
        ("http:///x", r"this is no address \(Invalid URL 'http:///x': No host supplied\): corr"),
        ("http://a:b/x", r"this is no address \("),
        ("file://server/x", "a file address names no other machine: write file:///, and an"),
        ("file:///", "it is no regular file: put a regular file there"),
        ("file:///%00", "cannot be fetched, "),
    ],
)
def test_what_is_no_address_is_said(address: str, said: str, cache: Cache) -> None:
    with pytest.raises(Unusable, match=said):
        fetch(Document(address, series_page("train").kind), cache)
