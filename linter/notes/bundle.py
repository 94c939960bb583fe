"""Carries documents and catalogs in one file to where there is no network."""

import io
import zipfile
from datetime import datetime
from pathlib import Path
from typing import Annotated

import msgspec

from linter.notes.cache import name_of, write_whole
from linter.notes.fetched import Fetched, digest_of

SCHEMA_VERSION = 1
MANIFEST = "manifest.json"

_EPOCH = (1980, 1, 1, 0, 0, 0)
_UNIX = 3
_GZIP = b"\x1f\x8b"
_MODE = 0o644 << 16


class CatalogFile(msgspec.Struct, frozen=True):
    """The catalog of a series, as its file stands in a folder of catalogs."""

    series: str
    content: bytes


class Bundle(msgspec.Struct, frozen=True):
    """Documents and catalogs, with one digest for all the catalogs where it was made.

    `site` and `index` are where the documents are from, without passwords: the documents are found
    under addresses there, whatever mirrors are in use where the bundle is read.
    """

    documents: tuple[Fetched, ...]
    catalogs: tuple[CatalogFile, ...] = ()
    catalogs_digest: str = ""
    site: str = ""
    index: str = ""

    @property
    def place(self) -> str:
        """Where a copy is missed."""
        return "in the bundle"

    @property
    def remedy(self) -> str:
        """How to come by a copy that is missed."""
        return "make the bundle anew where there is a network, with `kslint catalog bundle`"

    def kept(self, address: str) -> Fetched | None:
        """The copy of a document, None if there is none."""
        name = name_of(address)
        return next((copy for copy in self.documents if copy.address == name), None)


class DocumentMember(msgspec.Struct, frozen=True):
    """What the manifest says of a document: its file in the bundle, and whose copy that is."""

    name: str
    sha256: str
    size: int
    address: str
    fetched_at: Annotated[datetime, msgspec.Meta(tz=True)]


class CatalogMember(msgspec.Struct, frozen=True):
    """What the manifest says of a catalog: its file in the bundle, and the series."""

    name: str
    sha256: str
    size: int
    series: Annotated[str, msgspec.Meta(pattern=r"\A[a-z0-9.]+\Z")]


class Manifest(msgspec.Struct, frozen=True):
    """The table of a bundle's contents."""

    kslint_bundle: int
    catalogs_digest: str
    site: str
    index: str
    documents: tuple[DocumentMember, ...]
    catalogs: tuple[CatalogMember, ...]


def write_bundle(path: Path, bundle: Bundle) -> None:
    """The file holds the bundle, or is what it was before. Raises OSError."""
    write_whole(path, packed(bundle))


def packed(bundle: Bundle) -> bytes:
    """The bytes of a bundle's file: the same for the same contents, in whatever order.

    Of several copies of one document the latest goes into it.
    """
    by_time = sorted(bundle.documents, key=lambda copy: copy.fetched_at)
    documents = {copy.address: copy for copy in by_time}
    catalogs = {catalog.series: catalog for catalog in bundle.catalogs}
    manifest = Manifest(
        SCHEMA_VERSION,
        bundle.catalogs_digest,
        name_of(bundle.site),
        name_of(bundle.index),
        tuple(_document_member(documents[address]) for address in sorted(documents)),
        tuple(_catalog_member(catalogs[series]) for series in sorted(catalogs)),
    )
    output = io.BytesIO()
    with zipfile.ZipFile(output, "w") as archive:
        _add(archive, MANIFEST, msgspec.json.format(msgspec.json.encode(manifest)))
        for catalog in manifest.catalogs:
            _add(archive, catalog.name, catalogs[catalog.series].content)
        for document in manifest.documents:
            _add(archive, document.name, documents[document.address].content)
    return output.getvalue()


def _document_member(copy: Fetched) -> DocumentMember:
    name = f"documents/{digest_of(copy.address.encode())[:32]}"
    digest, size = digest_of(copy.content), len(copy.content)
    return DocumentMember(name, digest, size, copy.address, copy.fetched_at)


def _catalog_member(catalog: CatalogFile) -> CatalogMember:
    name = f"catalogs/{catalog.series}.json.gz"
    return CatalogMember(name, digest_of(catalog.content), len(catalog.content), catalog.series)


def _add(archive: zipfile.ZipFile, name: str, content: bytes) -> None:
    # Neither a clock nor the modes of this machine go into it.
    info = zipfile.ZipInfo(name, _EPOCH)
    # What gzip has packed is as small as it gets.
    packed_before = content.startswith(_GZIP)
    info.compress_type = zipfile.ZIP_STORED if packed_before else zipfile.ZIP_DEFLATED
    info.create_system = _UNIX
    info.external_attr = _MODE
    archive.writestr(info, content, compresslevel=9)
