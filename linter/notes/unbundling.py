"""Reads a bundle, and believes nothing of it that is not as its manifest says."""

import io
import struct
import zipfile
import zlib
from collections import Counter
from pathlib import Path

import msgspec

from linter.model.harmless import LONGEST_WORD, harmless
from linter.notes.bundle import (
    MANIFEST,
    SCHEMA_VERSION,
    Bundle,
    CatalogFile,
    CatalogMember,
    DocumentMember,
    Manifest,
)
from linter.notes.documents import MEGABYTE
from linter.notes.fetched import Fetched, NoBundle, digest_of

LIMIT = 256 * MEGABYTE
"""The largest file that is read, and the most that it may hold unpacked."""

_MANIFEST_LIMIT = MEGABYTE
_METHODS = {zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED}
# All that zipfile raises over bytes that are no archive or not one that it knows.
_DAMAGES = (
    *(zipfile.BadZipFile, zlib.error, struct.error, EOFError, OSError),
    *(RuntimeError, ValueError, msgspec.DecodeError),
)


def read_bundle(path: Path, limit: int = LIMIT) -> Bundle:
    """The bundle in a file, each part as it was written. Raises NoBundle.

    The checksums tell of damage on the way; whoever can change the file can change them too.
    """
    try:
        with path.open("rb") as file:
            content = file.read(limit + 1)
    except OSError as error:
        reason = error.strerror or type(error).__name__
        raise NoBundle(f"{path} cannot be read ({reason}): name the file of a bundle") from error
    try:
        _check_sizes([len(content)], limit)
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _unpacked(archive, limit)
    except _DAMAGES as error:
        reason = harmless(str(error), LONGEST_WORD)
        raise NoBundle(f"{path} is no bundle that can be used ({reason}): get it anew") from error


def _unpacked(archive: zipfile.ZipFile, limit: int) -> Bundle:
    """The bundle in an archive. Raises ValueError, naming what is wrong, and what zipfile does."""
    present = Counter(info.filename for info in archive.infolist())
    if MANIFEST not in present:
        raise ValueError(f"{MANIFEST} is missing")
    manifest = _manifest(_read(archive, MANIFEST, _MANIFEST_LIMIT))
    members: list[DocumentMember | CatalogMember] = [*manifest.catalogs, *manifest.documents]
    _check_names(present, Counter([MANIFEST, *(member.name for member in members)]))
    _check_sizes([member.size for member in members], limit)
    return Bundle(
        tuple(_document(archive, member) for member in manifest.documents),
        tuple(
            CatalogFile(member.series, _content(archive, member)) for member in manifest.catalogs
        ),
        manifest.catalogs_digest,
        manifest.site,
        manifest.index,
    )


class _Version(msgspec.Struct, frozen=True):
    kslint_bundle: int


def _manifest(content: bytes) -> Manifest:
    version = msgspec.json.decode(content, type=_Version).kslint_bundle
    if version != SCHEMA_VERSION:
        raise ValueError(f"it has version {version}, this kslint reads {SCHEMA_VERSION}")
    return msgspec.json.decode(content, type=Manifest)


def _check_names(present: Counter[str], wanted: Counter[str]) -> None:
    for name in wanted - present:
        raise ValueError(f"{name} is missing")
    for name in present - wanted:
        raise ValueError(f"{name} is not in its manifest, or there twice")


def _check_sizes(sizes: list[int], limit: int) -> None:
    if any(size < 0 for size in sizes) or sum(sizes) > limit:
        raise ValueError(f"it is larger than {limit / MEGABYTE:g} MiB")


def _document(archive: zipfile.ZipFile, member: DocumentMember) -> Fetched:
    content = _content(archive, member)
    return Fetched(content, member.address, member.fetched_at, member.sha256, from_cache=True)


def _content(archive: zipfile.ZipFile, member: DocumentMember | CatalogMember) -> bytes:
    content = _read(archive, member.name, member.size)
    if digest_of(content) != member.sha256:
        raise ValueError(f"{member.name} is damaged")
    return content


def _read(archive: zipfile.ZipFile, name: str, limit: int) -> bytes:
    """What a member holds, no more of it than there may be."""
    info = archive.getinfo(name)
    # The others may take any amount of memory.
    if info.compress_type not in _METHODS:
        raise ValueError(f"{name} is packed in a way that no bundle is")
    with archive.open(info) as file:
        content = file.read(limit + 1)
    if len(content) > limit:
        raise ValueError(f"{name} is larger than it may be")
    return content
