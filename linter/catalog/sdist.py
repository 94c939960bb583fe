"""Source archives of Keystone from the package index."""

import hashlib
import io
import tarfile
from collections.abc import Sequence
from pathlib import Path
from urllib.parse import urljoin

import msgspec
from packaging.utils import InvalidSdistFilename, parse_sdist_filename
from packaging.version import Version

from linter.catalog.errors import DownloadFailed
from linter.catalog.package_index import shown

_JSON = "application/vnd.pypi.simple.v1+json"
_TIMEOUT = (10, 60)
_LIMIT = 64 * 2**20


class Archive(msgspec.Struct, frozen=True):
    """A source archive that the index offers; `uploaded` is its date, if the index tells."""

    version: Version
    url: str
    sha256: str
    uploaded: str


def archives(index: str, project: str = "keystone") -> tuple[Archive, ...]:
    """The final releases that the index offers as source, in order. Raises DownloadFailed."""
    url = f"{index.rstrip('/')}/{project}/"
    return listed(_get(url, accept=_JSON), url)


def listed(page: bytes, url: str) -> tuple[Archive, ...]:
    """The same from a project's page in JSON, got at `url`. Raises DownloadFailed."""
    try:
        files = msgspec.json.decode(page, type=_Project).files
    except msgspec.DecodeError as error:
        raise DownloadFailed(
            f"{shown(url)} does not answer in JSON (PEP 691): name another index with --index-url",
        ) from error
    found = [archive for file in files if (archive := _archive(file, url)) is not None]
    return tuple(sorted(found, key=lambda archive: archive.version))


class _File(msgspec.Struct, rename={"uploaded": "upload-time"}):
    filename: str
    url: str
    hashes: dict[str, str]
    uploaded: str = ""
    yanked: bool | str = False


class _Project(msgspec.Struct):
    files: list[_File]


def _archive(file: _File, page: str) -> Archive | None:
    try:
        _, version = parse_sdist_filename(file.filename)
    except InvalidSdistFilename:
        return None
    if version.is_prerelease or file.yanked or not file.filename.endswith(".tar.gz"):
        return None
    url = urljoin(page, file.url)
    return Archive(version, url, file.hashes.get("sha256", ""), file.uploaded[:10])


def exactly(offered: Sequence[Archive], version: str) -> Archive:
    """The archive of a version. Raises DownloadFailed."""
    for archive in offered:
        if str(archive.version) == version:
            return archive
    raise DownloadFailed(f"The package index has no source archive of keystone {version}")


def first_of(offered: Sequence[Archive], major: int) -> Archive | None:
    """The oldest archive of a series: its first release, unless the index lacks that."""
    return next((archive for archive in offered if archive.version.major == major), None)


def latest_of(offered: Sequence[Archive], major: int) -> Archive:
    """The newest archive of a series. Raises DownloadFailed."""
    found = [archive for archive in offered if archive.version.major == major]
    if not found:
        raise DownloadFailed(f"The package index has no source archive of keystone {major}.x")
    return found[-1]


def fetch(archive: Archive, folder: Path) -> Path:
    """The unpacked source tree, under `folder`. Raises DownloadFailed."""
    return unpacked(_get(archive.url), archive, folder)


def unpacked(content: bytes, archive: Archive, folder: Path) -> Path:
    """The same from the bytes of an archive that was got before. Raises DownloadFailed."""
    if hashlib.sha256(content).hexdigest() != archive.sha256:
        raise DownloadFailed(f"{shown(archive.url)} is not what the index announced: try again")
    target = folder / str(archive.version)
    try:
        with tarfile.open(fileobj=io.BytesIO(content)) as members:
            members.extractall(target, filter="data")
        return next(target.iterdir())
    except (tarfile.TarError, OSError, StopIteration) as error:
        raise DownloadFailed(f"{shown(archive.url)} cannot be unpacked: {error}") from error


def fetch_text(address: str) -> str:
    """The text at an address or in a file. Raises DownloadFailed."""
    if address.startswith(("http://", "https://")):
        return _get(address).decode()
    try:
        return Path(address).read_text(encoding="utf-8")
    except OSError as error:
        raise DownloadFailed(f"{address} cannot be read: {error.strerror}") from error


def _get(url: str, accept: str = "*/*") -> bytes:
    import requests  # noqa: PLC0415 - a tenth of a second; most only look into what was had before

    content = bytearray()
    try:
        with requests.get(url, headers={"Accept": accept}, timeout=_TIMEOUT, stream=True) as answer:
            answer.raise_for_status()
            for part in answer.iter_content(2**16):
                content += part
                if len(content) > _LIMIT:
                    raise DownloadFailed(f"{shown(url)} is larger than {_LIMIT} bytes")
    except requests.RequestException as error:
        reason = str(error).replace(url, shown(url))
        raise DownloadFailed(f"{shown(url)} cannot be fetched: {reason}") from error
    return bytes(content)
