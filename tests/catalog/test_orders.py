import sys
from pathlib import Path

import pytest

from linter.catalog import store
from linter.catalog.errors import DownloadFailed, ProbeFailed, UnknownRelease
from linter.catalog.orders import Wish, new_order, same_order, schemas_before
from linter.catalog.probing import probe
from tests.catalog.samples import project_page, served


def test_a_catalog_is_made_again_from_its_own_versions() -> None:
    shipped = store.load("train")
    order = same_order(shipped, "https://index.example.org/simple")

    assert order.pins == shipped.built_with
    assert (order.release.version, order.release.released) == ("16.0.2", "2019-10-16")
    assert order.index == "https://index.example.org/simple"


def test_only_older_releases_tell_the_oldest_database() -> None:
    assert [schema.series for schema in schemas_before(15)] == ["pike", "queens", "rocky"]


def test_a_release_that_the_index_does_not_have_yet_is_said_so(tmp_path: Path) -> None:
    (tmp_path / "upper.txt").write_text("six===1.17.0\n")
    page = project_page({"keystone-30.0.0.tar.gz": b""})
    with served({"/simple/keystone/": page}) as address:
        wish = Wish("2027.1", str(tmp_path / "upper.txt"), index=f"{address}/simple")
        with pytest.raises(DownloadFailed, match=r"no source archive of keystone 31\.x"):
            new_order(wish)


def test_a_name_that_is_no_series_cannot_be_built() -> None:
    with pytest.raises(UnknownRelease, match="'indri' is no series"):
        new_order(Wish("indri"))


def test_a_probe_that_fails_gives_its_last_words(tmp_path: Path) -> None:
    with pytest.raises(ProbeFailed, match=r"(?s)^facts\.py failed in .*No module named"):
        probe(Path(sys.executable), "facts.py", str(tmp_path))
