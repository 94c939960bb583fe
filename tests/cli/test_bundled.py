import gzip
import json
import re
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter.catalog import store
from linter.catalog.entries import Catalog
from linter.cli.bundled import opened
from linter.cli.failure import UsageError
from linter.cli.main import main
from linter.notes.bundle import Bundle, CatalogFile, write_bundle
from tests.catalog.samples import catalog, option

INDRI = catalog("2027.1", 31, option("token", "provider"))
OWN_TRAIN = catalog("train", 16, option("token", "only_here"))
ANEW = "make the bundle anew where there is a network, with the version of kslint that is here"


@pytest.fixture(autouse=True)
def temporary(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    folder = tmp_path / "temporary"
    folder.mkdir()
    monkeypatch.setattr(tempfile, "tempdir", str(folder))
    yield folder
    assert list(folder.iterdir()) == []


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "bundle.zip"


def file_of(catalog: Catalog) -> CatalogFile:
    return CatalogFile(catalog.release.series, store.encode(catalog))


def test_other_catalogs_are_used_until_the_bundle_is_closed(
    path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    usual = store.digest()
    files = (*map(file_of, (OWN_TRAIN, INDRI)), CatalogFile("rocky", dict(store.files())["rocky"]))
    bundle = Bundle((), files, "c" * 64)
    write_bundle(path, bundle)
    with opened(path) as found:
        assert found.catalogs == tuple(sorted(files, key=lambda file: file.series))
        assert store.load("train") == OWN_TRAIN
        assert store.releases()[-1] == INDRI.release
        assert store.digest() != usual

    assert store.load("train") != OWN_TRAIN
    assert store.digest() == usual
    assert capsys.readouterr().err == (
        f"kslint: {path}: catalogs taken from the bundle: 2027.1, train\n"
    )


def test_a_report_names_the_catalogs_that_it_was_made_with(
    path: Path, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_bundle(path, Bundle((), (file_of(INDRI),)))
    with opened(path):
        digest = store.digest()
    (tmp_path / "keystone.conf").write_text("[token]\nprovider = fernet\n")
    words = ["--from", "2026.2", "--to", "2027.1", "--bundle", str(path), "--format", "json"]
    capsys.readouterr()
    main(["check", str(tmp_path / "keystone.conf"), *words])
    report = json.loads(capsys.readouterr().out)

    assert report["upgrade"]["target"] == "2027.1"
    assert report["tool"]["catalogs"] == digest != store.digest()


def test_what_is_at_hand_is_not_laid_out(
    path: Path, temporary: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    write_bundle(path, Bundle((), tuple(CatalogFile(*pair) for pair in store.files())))
    with opened(path):
        assert list(temporary.iterdir()) == []

    assert capsys.readouterr().err == ""


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"no catalog", f"A catalog cannot be read (Not a gzipped file (b'no')): {ANEW}"),
        (
            gzip.compress(
                gzip.decompress(store.encode(INDRI)).replace(b'"schema":1', b'"schema":2')
            ),
            f"The catalog of 2027.1 has schema 2, this kslint reads 1: {ANEW}",
        ),
        (store.encode(OWN_TRAIN), f"The catalog of 2027.1 is of another release: {ANEW}"),
    ],
    ids=["no catalog", "another schema", "another release"],
)
def test_a_catalog_that_cannot_be_used_is_said(content: bytes, said: str, path: Path) -> None:
    write_bundle(path, Bundle((), (CatalogFile("2027.1", content),)))

    with pytest.raises(UsageError, match=f"^{re.escape(f'{path}: {said}')}$"), opened(path):
        pass


def test_what_is_no_bundle_is_said(path: Path) -> None:
    path.write_bytes(b"no bundle")

    with pytest.raises(UsageError) as caught, opened(path):
        pass
    assert str(caught.value) == (
        f"{path} is no bundle that can be used (File is not a zip file): get it anew"
    )


def test_a_folder_for_temporary_files_that_cannot_be_written_is_said(
    path: Path, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    write_bundle(path, Bundle((), (file_of(INDRI),)))
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path / "none"))

    with pytest.raises(UsageError) as caught, opened(path):
        pass
    assert str(caught.value) == (
        "the catalogs of the bundle cannot be laid out in the folder for temporary files (No such "
        "file or directory): make room, or name another folder in TMPDIR"
    )


def test_a_full_disk_is_said(path: Path, temporary: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_bundle(path, Bundle((), (file_of(INDRI),)))

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(UsageError) as caught, opened(path):
        pass
    assert str(caught.value).startswith(
        f"the catalogs of the bundle cannot be laid out in {temporary}/kslint-"
    )
    assert str(caught.value).endswith(
        " (No space left on device): make room, or name another folder in TMPDIR"
    )
