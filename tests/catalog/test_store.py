import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.catalog import store
from linter.catalog.errors import CatalogDamaged, CatalogMissing, UnknownRelease
from linter.catalog.index import read_index
from tests.catalog.samples import catalog, option

INDRI = catalog("2027.1", 31, option("token", "provider"), option("ldap", "password", secret=True))


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    monkeypatch.setenv("KSLINT_CATALOGS", str(tmp_path))
    read_index.cache_clear()
    store.load.cache_clear()
    yield tmp_path
    read_index.cache_clear()
    store.load.cache_clear()


def test_a_catalog_of_the_users_own_is_added(folder: Path) -> None:
    store.save(INDRI, folder)

    assert store.releases()[-1] == INDRI.release
    assert store.load("2027.1") == INDRI
    assert store.appearances("token", "old_provider")[-1] == INDRI.release
    assert ("ldap", "old_password") in store.secret_names()


def test_a_catalog_of_the_users_own_replaces_the_shipped_one(folder: Path) -> None:
    own = catalog("2025.1", 27, option("token", "only_here"))
    store.save(own, folder)

    assert store.load("2025.1") == own
    assert [found.series for found in store.appearances("token", "only_here")] == ["2025.1"]
    assert "2025.1" not in {found.series for found in store.appearances("token", "provider")}


def test_saving_twice_gives_the_same_bytes(folder: Path) -> None:
    path = store.save(INDRI, folder)
    first = {file.name: file.read_bytes() for file in folder.iterdir()}
    store.save(store.decode(path.read_bytes()), folder)

    assert {file.name: file.read_bytes() for file in folder.iterdir()} == first


def test_preferred_catalogs_stand_before_all_others_for_a_while(
    folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> None:
    usual, carried = store.digest(), tmp_path_factory.mktemp("carried")
    store.save(catalog("2025.1", 27, option("token", "own")), folder)
    own, preferred = store.digest(), catalog("2025.1", 27, option("token", "carried"))
    store.lay_out([(preferred, store.encode(preferred))], carried)
    with store.preferring(carried):
        inside = store.digest()
        assert store.load("2025.1") == preferred
        assert [found.series for found in store.appearances("token", "carried")] == ["2025.1"]

    assert len({usual, own, inside}) == 3
    assert store.load("2025.1") != preferred
    assert store.digest() == own


def test_the_files_of_all_catalogs_are_told() -> None:
    files = dict(store.files())

    assert list(files) == [release.series for release in store.releases()]
    assert store.decode(files["train"]) == store.load("train")


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (b"", "Input data was truncated"),
        (b"no gzip", "Not a gzipped file (b'no')"),
        (gzip.compress(bytes(100))[:-9], "Compressed file ended before the end-of-stream marker"),
        (
            gzip.compress(b"{}")[:10] + b"\xff" * 20,
            "Error -3 while decompressing data: invalid block type",
        ),
        (gzip.compress(bytes(2**25 + 1)), "it holds more than 33554432 bytes"),
        (gzip.compress(b'{"x":' + b"[" * 100_000), "maximum recursion depth exceeded"),
    ],
    ids=["nothing", "no gzip", "truncated", "damaged", "a bomb", "deep"],
)
def test_a_file_that_is_no_catalog_is_refused(content: bytes, reason: str) -> None:
    with pytest.raises(CatalogDamaged) as caught:
        store.decode(content, "get it anew")

    said = str(caught.value)
    assert said.startswith(f"A catalog cannot be read ({reason}")
    assert said.endswith("): get it anew")


def test_a_changed_file_is_refused(folder: Path) -> None:
    path = store.save(INDRI, folder)
    path.write_bytes(gzip.compress(b"{}"))

    with pytest.raises(CatalogDamaged, match=r"is not the catalog that its index lists: install"):
        store.load("2027.1")


def test_a_file_that_is_gone_is_missed(folder: Path) -> None:
    store.save(INDRI, folder).unlink()

    with pytest.raises(CatalogMissing, match=r"No such file.*run 'kslint catalog build 2027.1'"):
        store.load("2027.1")


def test_a_damaged_index_is_refused(folder: Path) -> None:
    (folder / "index.json").write_text("{")

    with pytest.raises(CatalogDamaged, match="delete the folder if it is your own"):
        store.releases()


def test_a_catalog_of_another_schema_says_how_to_get_a_readable_one() -> None:
    content = store.encode(catalog("2027.1", 31))
    text = gzip.decompress(content).replace(b'"schema":1', b'"schema":99')

    with pytest.raises(CatalogDamaged, match=r"has schema 99.*kslint catalog build 2027.1"):
        store.decode(gzip.compress(text))


def test_no_catalogs_at_all_is_an_error(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(store, "SHIPPED", folder)

    with pytest.raises(CatalogMissing, match="install kslint again"):
        store.releases()


@pytest.mark.parametrize(
    ("text", "series"),
    [
        ("rocky", "rocky"),
        ("2025.1", "2025.1"),
        ("epoxy", "2025.1"),
        ("Epoxy", "2025.1"),
        ("27", "2025.1"),
        ("27.0.1", "2025.1"),
        ("14.2.0", "rocky"),
    ],
)
def test_a_release_is_found_by_series_codename_or_version(text: str, series: str) -> None:
    assert store.release_by_name(text).series == series


@pytest.mark.parametrize("text", ["", "newton", "99", "27.x", "2025"])
def test_an_unknown_name_lists_what_is_known(text: str) -> None:
    with pytest.raises(UnknownRelease) as caught:
        store.release_by_name(text)
    known = ", ".join(str(release) for release in store.releases())
    assert str(caught.value) == f"No release is called '{text}'; known are {known}"
