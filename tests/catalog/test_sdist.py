from pathlib import Path

import pytest

from linter.catalog import sdist
from linter.catalog.errors import DownloadFailed
from linter.catalog.metadata import Declared, declared
from linter.catalog.package_index import index_address, shown
from tests.catalog.samples import packed, project_page, served

METADATA = """\
Metadata-Version: 2.1
Name: keystone
Requires-Python: >=3.12
Classifier: Programming Language :: Python
Classifier: Programming Language :: Python :: 3 :: Only
Classifier: Programming Language :: Python :: 3.12
Classifier: Programming Language :: Python :: 3.9
"""
INDRI = packed({"keystone-31.0.0/PKG-INFO": METADATA})
FILES = {
    "keystone-31.0.1.tar.gz": b"",
    "keystone-31.0.0.tar.gz": INDRI,
    "keystone-31.0.0.0rc1.tar.gz": b"",
    "keystone-31.0.0-py3-none-any.whl": b"",
    "keystone-30.0.0.tar.gz": b"",
}
PAGES = {"/simple/keystone/": project_page(FILES), "/files/keystone-31.0.0.tar.gz": INDRI}


def test_final_source_archives_are_offered_in_order() -> None:
    with served(PAGES) as address:
        offered = sdist.archives(f"{address}/simple")

    assert [str(archive.version) for archive in offered] == ["30.0.0", "31.0.0", "31.0.1"]
    assert offered[1].uploaded == "2027-03-24"
    first = sdist.first_of(offered, 31)
    assert first is not None
    assert str(first.version) == "31.0.0"
    assert sdist.first_of(offered, 29) is None
    assert str(sdist.latest_of(offered, 31).version) == "31.0.1"
    with pytest.raises(DownloadFailed, match=r"no source archive of keystone 29\.x"):
        sdist.latest_of(offered, 29)
    with pytest.raises(DownloadFailed, match=r"no source archive of keystone 31\.0\.9"):
        sdist.exactly(offered, "31.0.9")


def test_an_archive_is_fetched_and_tells_what_it_declares(tmp_path: Path) -> None:
    with served(PAGES) as address:
        archive = sdist.exactly(sdist.archives(f"{address}/simple"), "31.0.0")
        source = sdist.fetch(archive, tmp_path)

    assert declared(source) == Declared(("3.9", "3.12"), ">=3.12")


def test_what_was_got_before_is_not_got_again(tmp_path: Path) -> None:
    page = "https://index.example.org/simple/keystone/"
    archive = sdist.exactly(sdist.listed(project_page(FILES), page), "31.0.0")
    source = sdist.unpacked(INDRI, archive, tmp_path)

    assert archive.url == "https://index.example.org/files/keystone-31.0.0.tar.gz"
    assert declared(source) == Declared(("3.9", "3.12"), ">=3.12")
    with pytest.raises(DownloadFailed, match="is not what the index announced: try again"):
        sdist.unpacked(b"other", archive, tmp_path)


def test_an_archive_that_is_not_what_was_announced_is_refused(tmp_path: Path) -> None:
    with served(PAGES | {"/files/keystone-31.0.0.tar.gz": b"other"}) as address:
        archive = sdist.exactly(sdist.archives(f"{address}/simple"), "31.0.0")
        with pytest.raises(DownloadFailed, match="is not what the index announced"):
            sdist.fetch(archive, tmp_path)


def test_an_archive_cannot_write_outside_its_folder(tmp_path: Path) -> None:
    evil = packed({"keystone-31.0.0/a": "", "../evil": "x"})
    pages = {
        "/simple/keystone/": project_page({"keystone-31.0.0.tar.gz": evil}),
        "/files/keystone-31.0.0.tar.gz": evil,
    }
    with served(pages) as address:
        archive = sdist.exactly(sdist.archives(f"{address}/simple"), "31.0.0")
        with pytest.raises(DownloadFailed, match="cannot be unpacked"):
            sdist.fetch(archive, tmp_path / "sources")
    assert not (tmp_path / "evil").exists()


def test_an_index_without_json_is_named() -> None:
    with (
        served({"/simple/keystone/": b"<html>"}) as address,
        pytest.raises(DownloadFailed, match=r"does not answer in JSON \(PEP 691\)"),
    ):
        sdist.archives(f"{address}/simple")


def test_an_index_that_does_not_answer_is_named() -> None:
    with served({}) as address, pytest.raises(DownloadFailed, match="cannot be fetched: 404"):
        sdist.archives(f"{address}/simple")


@pytest.mark.parametrize(
    ("variables", "index"),
    [
        ({}, "https://pypi.org/simple"),
        ({"PIP_INDEX_URL": "https://pip"}, "https://pip"),
        ({"PIP_INDEX_URL": "https://pip", "UV_INDEX_URL": "https://uv"}, "https://uv"),
        ({"UV_DEFAULT_INDEX": "https://new", "UV_INDEX_URL": "https://uv"}, "https://new"),
    ],
)
def test_the_index_is_that_of_uv_or_pip(variables: dict[str, str], index: str) -> None:
    assert index_address(variables) == index


def test_the_password_of_what_is_no_address_is_not_shown() -> None:
    assert shown("http://me:hush@[/simple") == "[/simple"


def test_the_password_of_an_index_is_not_shown() -> None:
    assert shown("https://name:secret@index.example.org/simple") == (
        "https://index.example.org/simple"
    )


def test_constraints_come_from_a_file_or_an_address(tmp_path: Path) -> None:
    (tmp_path / "upper.txt").write_text("six===1.0\n")
    assert sdist.fetch_text(str(tmp_path / "upper.txt")) == "six===1.0\n"
    with served({"/upper": b"six===2.0\n"}) as address:
        assert sdist.fetch_text(f"{address}/upper") == "six===2.0\n"
    with pytest.raises(DownloadFailed, match="cannot be read: No such file or directory"):
        sdist.fetch_text(str(tmp_path / "none.txt"))
