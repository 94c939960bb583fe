import re
import socket
import ssl
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest
import trustme

from linter.notes.cache import Cache
from linter.notes.documents import series_page
from linter.notes.fetch import fetch
from linter.notes.fetched import Unanswered, Unusable
from linter.notes.limits import Limits, Means
from tests.notes.servers import answer, serving

PAGE = b"<!DOCTYPE html>\n<html><body><h1>Keystone Release Notes</h1></body></html>\n"
OURS = (
    "if a mirror or a proxy of yours signs its own certificates, name the file of its authority "
    "in REQUESTS_CA_BUNDLE"
)
HASTY = Means(Limits(connect=0.2, read=0.2, total=0.6, tries=1))


@pytest.fixture
def cache(tmp_path: Path) -> Cache:
    return Cache(tmp_path / "notes")


@pytest.fixture
def authority(tmp_path: Path) -> trustme.CA:
    authority = trustme.CA()
    authority.cert_pem.write_to_path(str(tmp_path / "authority.pem"))
    return authority


@pytest.fixture
def trusted(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(tmp_path / "authority.pem"))
    return


def context(certificate: trustme.LeafCert) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    certificate.configure_cert(context)
    return context


@pytest.mark.usefixtures("trusted")
def test_a_server_whose_authority_is_trusted_is_believed(
    authority: trustme.CA, cache: Cache
) -> None:
    with serving(answer(PAGE), context=context(authority.issue_cert("localhost"))) as server:
        assert fetch(series_page("train", server.address), cache).content == PAGE


def test_a_server_whose_authority_is_not_trusted_is_not(
    authority: trustme.CA, cache: Cache, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("REQUESTS_CA_BUNDLE", "CURL_CA_BUNDLE"):
        monkeypatch.delenv(name, raising=False)
    with (
        serving(answer(PAGE), context=context(authority.issue_cert("localhost"))) as server,
        pytest.raises(Unusable) as caught,
    ):
        fetch(series_page("train", server.address), cache)

    assert str(caught.value) == (
        f"{server.address}/train.html cannot be fetched, its certificate is not trusted (unable "
        f"to get local issuer certificate): {OURS}"
    )
    assert server.asked == []


@pytest.mark.usefixtures("trusted")
def test_a_certificate_that_expired_is_not_trusted(authority: trustme.CA, cache: Cache) -> None:
    old = authority.issue_cert("localhost", not_after=datetime(2020, 1, 1, tzinfo=UTC))
    with serving(answer(PAGE), context=context(old)) as server, pytest.raises(Unusable) as caught:
        fetch(series_page("train", server.address), cache)

    assert str(caught.value) == (
        f"{server.address}/train.html cannot be fetched, its certificate is not trusted "
        f"(certificate has expired): {OURS}"
    )


@pytest.mark.usefixtures("trusted")
def test_a_certificate_of_another_name_is_not_trusted(authority: trustme.CA, cache: Cache) -> None:
    other = authority.issue_cert("notes.example.org")
    with serving(answer(PAGE), context=context(other)) as server, pytest.raises(Unusable) as caught:
        fetch(series_page("train", server.address), cache)

    assert str(caught.value) == (
        f"{server.address}/train.html cannot be fetched, its certificate is not trusted (Hostname "
        f"mismatch, certificate is not valid for 'localhost'): {OURS}"
    )


@pytest.mark.usefixtures("trusted")
def test_a_redirect_to_a_server_without_tls_is_refused(authority: trustme.CA, cache: Cache) -> None:
    moved = answer(
        status="302 Found", headers={"Location": "http://anna:geheim@notes.example.org/train.html"}
    )
    with (
        serving(moved, context=context(authority.issue_cert("localhost"))) as server,
        pytest.raises(Unusable) as caught,
    ):
        fetch(series_page("train", server.address), cache)

    assert str(caught.value) == (
        f"{server.address}/train.html cannot be fetched, it redirects from https to "
        "http://notes.example.org/train.html: give the address of a server that stays with https"
    )


@pytest.mark.usefixtures("trusted")
def test_a_redirect_to_a_server_with_tls_is_followed(authority: trustme.CA, cache: Cache) -> None:
    with serving(answer(PAGE), context=context(authority.issue_cert("localhost"))) as safe:
        moved = answer(status="302 Found", headers={"Location": f"{safe.address}/train.html"})
        with serving(moved) as server:
            assert fetch(series_page("train", server.address), cache).content == PAGE


def test_a_server_that_speaks_no_tls_is_said(cache: Cache) -> None:
    with serving(answer(PAGE)) as server, pytest.raises(Unusable) as caught:
        fetch(series_page("train", server.address.replace("http:", "https:")), cache)

    assert "/train.html cannot be fetched, TLS fails (" in str(caught.value)


def hang_up(listening: socket.socket) -> None:
    connection, _ = listening.accept()
    connection.close()


def test_a_handshake_that_is_cut_off_is_said(cache: Cache) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        thread = threading.Thread(target=hang_up, args=(listening,))
        thread.start()
        train = series_page("train", f"https://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(Unanswered) as caught:
            fetch(train, cache, HASTY)
        thread.join()

    assert re.search(
        r"cannot be fetched, the connection (?:ended before|fails \()", str(caught.value)
    )


@pytest.mark.thorough
def test_a_handshake_that_is_not_answered_ends(cache: Cache) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listening:
        train = series_page("train", f"https://127.0.0.1:{listening.getsockname()[1]}")
        with pytest.raises(Unanswered, match="the server does not answer in time: try again"):
            fetch(train, cache, HASTY)
