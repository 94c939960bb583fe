import hashlib
import io
import tempfile
import zipfile
from collections.abc import Callable, Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.notes.bundle import Bundle, CatalogFile, packed, write_bundle
from linter.notes.documents import PAGE, Document, series_page
from linter.notes.fetch import recalled
from linter.notes.fetched import Fetched, NoBundle, NotKept
from linter.notes.unbundling import read_bundle

MONDAY = datetime(2026, 3, 2, 10, 30, tzinfo=UTC)
TUESDAY = datetime(2026, 3, 3, 10, 30, tzinfo=UTC)
SITE = "https://notes.example.org"
TRAIN = b"<html>train</html>"
ROCKY = b"<html>rocky</html>"
CATALOG = b"\x1f\x8b of train"


def page(series: str, content: bytes, at: datetime = MONDAY) -> Fetched:
    digest = hashlib.sha256(content).hexdigest()
    return Fetched(content, f"{SITE}/{series}.html", at, digest, from_cache=True)


BUNDLE = Bundle(
    (page("rocky", ROCKY), page("train", TRAIN, TUESDAY)),
    (CatalogFile("stein", b"\x1f\x8b of stein"), CatalogFile("train", CATALOG)),
    "c" * 64,
    SITE,
    "https://index.example.org/simple",
)
TRAIN_MEMBER = f"documents/{hashlib.sha256(f'{SITE}/train.html'.encode()).hexdigest()[:32]}"


def test_a_bundle_is_read_as_it_was_written(tmp_path: Path) -> None:
    write_bundle(tmp_path / "bundle.zip", BUNDLE)

    assert read_bundle(tmp_path / "bundle.zip") == BUNDLE
    assert [path.name for path in tmp_path.iterdir()] == ["bundle.zip"]


def test_equal_contents_are_equal_bytes() -> None:
    documents = (page("train", b"older"), *reversed(BUNDLE.documents))
    shuffled = Bundle(
        tuple(msgspec.structs.replace(copy, trouble="x", from_cache=False) for copy in documents),
        tuple(reversed(BUNDLE.catalogs)),
        BUNDLE.catalogs_digest,
        BUNDLE.site,
        BUNDLE.index,
    )

    assert packed(shuffled) == packed(BUNDLE)


def test_the_manifest_says_what_is_in_it() -> None:
    index = "https://me:hush@index.example.org/simple"
    bundle = Bundle(BUNDLE.documents[1:], BUNDLE.catalogs[1:], site=SITE, index=index)
    with zipfile.ZipFile(io.BytesIO(packed(bundle))) as it:
        manifest = msgspec.json.decode(it.read("manifest.json"))

    assert manifest == {
        "kslint_bundle": 1,
        "catalogs_digest": "",
        "site": SITE,
        "index": "https://index.example.org/simple",
        "documents": [
            {
                "name": TRAIN_MEMBER,
                "sha256": hashlib.sha256(TRAIN).hexdigest(),
                "size": len(TRAIN),
                "address": f"{SITE}/train.html",
                "fetched_at": "2026-03-03T10:30:00Z",
            }
        ],
        "catalogs": [
            {
                "name": "catalogs/train.json.gz",
                "sha256": hashlib.sha256(CATALOG).hexdigest(),
                "size": len(CATALOG),
                "series": "train",
            }
        ],
    }


def test_a_bundle_stands_in_for_the_cache() -> None:
    assert recalled(series_page("train", SITE), BUNDLE) == page("train", TRAIN, TUESDAY)
    with pytest.raises(NotKept) as caught:
        recalled(series_page("stein", SITE), BUNDLE)
    assert str(caught.value) == (
        f"No copy of {SITE}/stein.html is in the bundle: make the bundle anew where there is a "
        "network, with `kslint catalog bundle`"
    )
    with pytest.raises(NotKept, match="is not what the index announces"):
        recalled(Document(f"{SITE}/train.html", PAGE, "1" * 64), BUNDLE)


Members = dict[str, bytes]


def repacked(change: Callable[[Members], None], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    """The bundle after a change to its members."""
    with zipfile.ZipFile(io.BytesIO(packed(BUNDLE))) as archive:
        members = {name: archive.read(name) for name in archive.namelist()}
    change(members)
    return archive_of(members, method)


def archive_of(members: Mapping[str, bytes], method: int) -> bytes:
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w", method) as archive:
        for name, content in members.items():
            archive.writestr(name, content)
    return output.getvalue()


def manifest_with(old: bytes, new: bytes) -> Callable[[Members], None]:
    def change(members: Members) -> None:
        assert old in members["manifest.json"]
        members["manifest.json"] = members["manifest.json"].replace(old, new)

    return change


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "File is not a zip file"),
        (packed(BUNDLE)[:-40], "File is not a zip file"),
        (archive_of({"a": b""}, zipfile.ZIP_STORED), "manifest.json is missing"),
        (repacked(lambda it: it.pop(TRAIN_MEMBER)), f"{TRAIN_MEMBER} is missing"),
        (
            repacked(lambda it: it.update({"../evil": b"x"})),
            "../evil is not in its manifest, or there twice",
        ),
        (
            repacked(lambda it: it.update({TRAIN_MEMBER: TRAIN[::-1]})),
            f"{TRAIN_MEMBER} is damaged",
        ),
        (
            repacked(lambda it: it.update({TRAIN_MEMBER: bytes(2**24)})),
            f"{TRAIN_MEMBER} is larger than it may be",
        ),
        (
            repacked(manifest_with(b'"kslint_bundle": 1', b'"kslint_bundle": 2')),
            "it has version 2, this kslint reads 1",
        ),
        (
            repacked(manifest_with(b'"size": 18', b'"size": 999999999999')),
            "it is larger than 256 MiB",
        ),
        (repacked(manifest_with(b'"size": 18', b'"size": -1')), "it is larger than 256 MiB"),
        (
            repacked(manifest_with(b'"series": "train"', b'"series": 1')),
            "Expected `str`, got `int` - at `$.catalogs[1].series`",
        ),
        (
            repacked(manifest_with(b'"series": "train"', b'"series": "../x"')),
            r"Expected `str` matching regex '\\A[a-z0-9.]+\\Z' - at `$.catalogs[1].series`",
        ),
        (
            repacked(manifest_with(b"2026-03-02T10:30:00Z", b"2026-03-02T10:30:00")),
            "Expected `datetime` with a timezone component - at `$.documents[0].fetched_at`",
        ),
        (
            repacked(lambda it: it.update({"manifest.json": bytes(2**21)})),
            "manifest.json is larger than it may be",
        ),
        (
            repacked(lambda _: None, zipfile.ZIP_LZMA),
            "manifest.json is packed in a way that no bundle is",
        ),
    ],
    # Not by the bytes, which hold the time.
    ids=lambda value: value if isinstance(value, str) else "bytes",
)
def test_what_is_no_bundle_is_said(content: bytes, said: str, tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(content)
    with pytest.raises(NoBundle) as caught:
        read_bundle(path)

    assert str(caught.value) == f"{path} is no bundle that can be used ({said}): get it anew"
    assert [it.name for it in tmp_path.iterdir()] == ["bundle.zip"]


def test_a_file_that_is_too_large_is_not_read_to_its_end(tmp_path: Path) -> None:
    path = tmp_path / "bundle.zip"
    path.write_bytes(bytes(2**20 + 1))
    with pytest.raises(NoBundle, match=r"used \(it is larger than 1 MiB\): get it anew"):
        read_bundle(path, 2**20)


def test_a_file_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(NoBundle) as caught:
        read_bundle(tmp_path / "none.zip")

    assert str(caught.value) == (
        f"{tmp_path}/none.zip cannot be read (No such file or directory): name the file of a bundle"
    )


@settings(deadline=None)
@given(st.data())
def test_a_changed_byte_is_noticed_or_means_nothing(data: st.DataObject) -> None:
    content = bytearray(packed(BUNDLE))
    content[data.draw(st.integers(0, len(content) - 1))] ^= data.draw(st.integers(1, 255))
    with tempfile.TemporaryDirectory() as folder, suppress(NoBundle):
        path = Path(folder, "bundle.zip")
        path.write_bytes(content)
        assert read_bundle(path) == BUNDLE
