from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.catalog import store
from linter.cli.main import main
from linter.notes.bundle import Bundle, CatalogFile
from linter.notes.fetched import Fetched
from linter.notes.unbundling import read_bundle
from tests.cli.demo_notes import DEMO
from tests.cli.published import INDEX, SITE, UPGRADE
from tests.notes.servers import Server, answer, by_path, serving

GONE = answer(status="404 Not Found")
ARCHIVES = ("15.0.0", "16.0.0", "17.0.0", "17.0.1")


@pytest.fixture(autouse=True)
def cache(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_CACHE_HOME", str(tmp_path / "cache"))
    monkeypatch.delenv("KSLINT_CATALOGS", raising=False)
    return tmp_path / "cache"


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bundle.zip"


@pytest.fixture
def server() -> Iterator[Server]:
    with serving(by_path({**SITE, **INDEX})) as server:
        yield server


def bundle(path: Path, server: Server, *words: str) -> int:
    site, index = f"{server.address}/notes", f"{server.address}/simple"
    places = ("--notes-url", site, "--index-url", index)
    return main(["catalog", "bundle", "-o", str(path), *(words or UPGRADE), *places])


def size(path: Path) -> str:
    return f"{path.stat().st_size / 1000:.1f} kB"


def test_all_that_the_notes_of_an_upgrade_are_read_from_is_bundled(
    path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle(path, server) == 0
    found = read_bundle(path)

    assert sorted(copy.address for copy in found.documents) == [
        *(f"{server.address}/files/keystone-{version}.tar.gz" for version in ARCHIVES),
        *(f"{server.address}/notes/{series}.html" for series in ("train", "ussuri")),
        f"{server.address}/simple/keystone/",
    ]
    assert found == Bundle(
        found.documents,
        tuple(CatalogFile(*pair) for pair in sorted(store.files())),
        store.digest(),
        f"{server.address}/notes",
        f"{server.address}/simple",
    )
    said = f"{path}: {len(store.releases())} catalogs and 7 documents, {size(path)}\n"
    assert capsys.readouterr() == (said, "")


def test_what_cannot_be_had_is_said_and_the_rest_is_bundled(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    lost = {"/notes/train.html": GONE, "/files/keystone-17.0.1.tar.gz": GONE}
    with serving(by_path({**SITE, **INDEX, **lost})) as server:
        assert bundle(path, server) == 3
    address = server.address

    assert len(read_bundle(path).documents) == 5
    assert capsys.readouterr().err == (
        f"kslint: page of train not read: {address}/notes/train.html cannot be fetched, the server "
        "answers 404 Not Found; check the address\n"
        f"kslint: source archives of ussuri not read: {address}/files/keystone-17.0.1.tar.gz "
        "cannot be fetched, the server answers 404 Not Found; check the address\n"
        f"kslint: {path} was written without what could not be had\n"
    )


def test_without_an_index_the_pages_are_bundled(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(by_path(SITE)) as server:
        assert bundle(path, server) == 3

    assert len(read_bundle(path).documents) == 2
    assert capsys.readouterr().err.startswith(
        f"kslint: source archives of train, ussuri not read: {server.address}/simple/keystone/ "
    )


def test_offline_no_server_is_asked(path: Path, server: Server) -> None:
    assert bundle(path, server) == 0
    asked, first = len(server.asked), path.read_bytes()
    assert bundle(path, server, *UPGRADE, "--offline") == 0

    assert (len(server.asked), path.read_bytes()) == (asked, first)


def test_without_words_it_is_for_every_release_known(path: Path, server: Server) -> None:
    assert bundle(path, server, "--previous", "1") == 3

    pages = {place for place, _ in server.asked if place.startswith("/notes/")}
    wanted = {release.series for release in store.releases()} | {"unreleased"}
    assert pages == {f"/notes/{series}.html" for series in wanted}


@pytest.mark.parametrize(
    ("target", "said"),
    [
        ("/dev/null", "/dev/null is no file: name one for the bundle"),
        ("-", "- is no file: name one for the bundle"),
        (
            "/nowhere/at.zip",
            "/nowhere/at.zip cannot be written: name a file in a folder that can be",
        ),
    ],
)
def test_a_place_for_no_bundle_is_refused_before_anything_is_fetched(
    target: str, said: str, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    assert bundle(Path(target), server) == 2
    assert capsys.readouterr().err == f"kslint: {said}\n"
    assert server.asked == []


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("--from", "ussuri", "--to", "train"), "train is older than ussuri"),
        (("--to", "nova"), "No release is called 'nova'"),
    ],
)
def test_words_that_name_no_upgrade_are_refused(
    words: tuple[str, ...],
    said: str,
    path: Path,
    server: Server,
    capsys: pytest.CaptureFixture[str],
) -> None:
    assert bundle(path, server, *words) == 2
    assert capsys.readouterr().err.startswith(f"kslint: {said}")
    assert not path.exists()


def test_a_bundle_tells_what_it_holds(
    path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(path, server)
    capsys.readouterr()
    assert main(["catalog", "verify", "--bundle", str(path)]) == 0
    series = ", ".join(sorted(release.series for release in store.releases()))

    assert capsys.readouterr().out == (
        f"{path}: {len(store.releases())} catalogs and 7 documents, {size(path)}; all is as it was "
        "written\n"
        f"release notes from {server.address}/notes and {server.address}/simple\n"
        f"catalogs {store.digest()}\n"
        f"  of {series}\n" + "".join(f"{line(copy)}\n" for copy in read_bundle(path).documents)
    )


def test_a_bundle_without_catalogs_names_none(capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["catalog", "verify", "--bundle", str(DEMO)]) == 0
    first, second, third, *_ = capsys.readouterr().out.splitlines()

    assert first == f"{DEMO}: 0 catalogs and 8 documents, {size(DEMO)}; all is as it was written"
    assert second == (
        "release notes from https://notes.example/keystone/ and https://index.example/simple"
    )
    assert third.endswith("https://index.example/files/keystone-24.0.0.tar.gz")


def line(copy: Fetched) -> str:
    return f"{copy.fetched_at:%Y-%m-%d %H:%M} {len(copy.content):>9}  {copy.address}"


@pytest.mark.parametrize("verb", ["check", "notes", "catalog"])
def test_a_damaged_bundle_is_refused(
    verb: str, path: Path, tmp_path: Path, server: Server, capsys: pytest.CaptureFixture[str]
) -> None:
    bundle(path, server)
    capsys.readouterr()
    content = bytearray(path.read_bytes())
    content[len(content) // 2] ^= 1
    path.write_bytes(content)
    subject = ["verify"] if verb == "catalog" else [str(tmp_path), *UPGRADE]

    assert main([verb, *subject, "--bundle", str(path)]) == 2
    out, err = capsys.readouterr()
    assert out == ""
    assert err.startswith(f"kslint: {path} is no bundle that can be used (")
    assert err.endswith("): get it anew\n")


def test_a_whole_bundle_is_verified_or_nothing(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert main(["catalog", "verify", "train", "--bundle", str(path)]) == 2
    assert capsys.readouterr().err == (
        "kslint: --bundle is checked as a whole: leave out releases and --rebuild\n"
    )


def test_what_a_bundle_lacks_leaves_the_approval_incomplete(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with serving(by_path({**SITE, **INDEX, "/notes/train.html": GONE})) as server:
        bundle(path, server)
    (tmp_path / "keystone.conf").write_text("[database]\nconnection = sqlite://\n")
    words = ("--bundle", str(path), "--profile", "approval", "--format", "json")
    capsys.readouterr()
    code = main(["check", str(tmp_path / "keystone.conf"), *UPGRADE, *words])
    out = capsys.readouterr().out

    assert code == 3
    assert (
        f'"why": "page of train not read: No copy of {server.address}/notes/train.html is in the '
        'bundle",\n      "required": true,\n'
    ) in out
    remedy = "make the bundle anew where there is a network, with `kslint catalog bundle`"
    assert f'"remedy": "{remedy}"' in out
