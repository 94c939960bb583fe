"""The catalogs at hand: those shipped and the user's own, each read only when asked for."""

import gzip
import hashlib
import io
import os
import re
import zlib
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path

import msgspec
import platformdirs

from linter.catalog.entries import SCHEMA_VERSION, Catalog, Name, normalised
from linter.catalog.errors import CatalogDamaged, CatalogMissing, UnknownRelease
from linter.catalog.index import INDEX, Listed, catalog_file, index_of, read_index
from linter.catalog.mentions import Known, known_of
from linter.model.release import Release

SHIPPED = Path(__file__).parent / "data"

# The largest catalog of now takes 150 KB.
_LARGEST = 2**25
_preferred: list[Path] = []


def user_folder() -> Path:
    """Where the user's own catalogs stand; they replace shipped ones of the same series."""
    own = os.environ.get("KSLINT_CATALOGS")
    return Path(own) if own else Path(platformdirs.user_data_dir("kslint")) / "catalogs"


@contextmanager
def preferring(folder: Path) -> Iterator[None]:
    """Inside, the catalogs in a folder stand before all others."""
    _preferred.append(folder)
    _forget()
    try:
        yield
    finally:
        _preferred.remove(folder)
        _forget()


def _forget() -> None:
    read_index.cache_clear()
    load.cache_clear()


def _folders() -> tuple[Path, ...]:
    """Where catalogs stand; a later one replaces an earlier one of the same series."""
    return (SHIPPED, user_folder(), *_preferred)


def releases() -> tuple[Release, ...]:
    """Every release with a catalog, oldest first. Raises CatalogMissing if there is none."""
    return tuple(listed.release for listed, _ in catalogs())


def catalogs() -> tuple[tuple[Listed, Path], ...]:
    """Each catalog as its index lists it, with the folder that holds it, oldest release first."""
    found = {
        listed.release.series: (listed, folder)
        for folder in _folders()
        for listed in read_index(folder).catalogs
    }
    if not found:
        raise CatalogMissing(
            f"No catalogs in {SHIPPED}: install kslint again, or run 'kslint catalog build'",
        )
    return tuple(sorted(found.values(), key=lambda pair: pair[0].release.major))


@cache
def load(series: str) -> Catalog:
    """The catalog of a series. Raises UnknownRelease, CatalogMissing, CatalogDamaged."""
    for listed, folder in catalogs():
        if listed.release.series == series:
            return decode(_verified(listed, folder))
    raise UnknownRelease(_unknown(series))


def files() -> Iterator[tuple[str, bytes]]:
    """Each series with its catalog's file, oldest first. Raises CatalogMissing, CatalogDamaged."""
    for listed, folder in catalogs():
        yield listed.release.series, _verified(listed, folder)


def known_of_series(series: str) -> Known:
    """The names of the release of a series. Raises what `load` does."""
    catalog = load(series)
    return known_of(catalog.options, catalog.commands)


def digest() -> str:
    """One digest for all the catalogs at hand."""
    return hashlib.sha256("".join(listed.digest for listed, _ in catalogs()).encode()).hexdigest()


def appearances(group: str, name: str) -> tuple[Release, ...]:
    """The releases that know an option by this name, current or old; no catalog is read."""
    found: list[Release] = []
    for listed, folder in catalogs():
        index = read_index(folder)
        if index.names.get(normalised(group), {}).get(name, 0) >> index.catalogs.index(listed) & 1:
            found.append(listed.release)
    return tuple(found)


def secret_names() -> frozenset[Name]:
    """Every (group, option) that any release marks secret."""
    return frozenset(name for folder in _folders() for name in read_index(folder).secrets)


def release_by_name(text: str) -> Release:
    """The release that a series, a codename or a version names: "rocky", "epoxy", "27", "27.0.1".

    Raises UnknownRelease, listing what is known.
    """
    wanted = text.strip().lower()
    for release in releases():
        if wanted in {release.series, release.codename}:
            return release
    # Distributions put an epoch before and a revision behind: 2:25.0.0-0ubuntu1.
    version = re.fullmatch(r"(?:\d+:)?(\d{1,2})(?:\.\d.*)?", wanted)
    for release in releases():
        if version and int(version[1]) == release.major:
            return release
    raise UnknownRelease(_unknown(text))


def save(catalog: Catalog, folder: Path) -> Path:
    """The file that a catalog was written to; the folder's index is brought up to date."""
    path = catalog_file(folder, catalog.release.series)
    folder.mkdir(parents=True, exist_ok=True)
    _write(path, encode(catalog))
    contents = [file.read_bytes() for file in folder.glob("*.json.gz")]
    _write_index([(decode(content), content) for content in contents], folder)
    return path


def lay_out(catalogs: Iterable[tuple[Catalog, bytes]], folder: Path) -> None:
    """Makes a folder that is there one of these catalogs, each with the bytes of its file."""
    found = tuple(catalogs)
    for catalog, content in found:
        _write(catalog_file(folder, catalog.release.series), content)
    _write_index(found, folder)


def _write_index(catalogs: Iterable[tuple[Catalog, bytes]], folder: Path) -> None:
    _write(folder / INDEX, msgspec.json.encode(index_of(catalogs), order="sorted") + b"\n")
    _forget()


def encode(catalog: Catalog) -> bytes:
    """A catalog's file: the same bytes for the same facts."""
    return gzip.compress(msgspec.json.encode(catalog, order="deterministic"), 9, mtime=0)


def decode(content: bytes, remedy: str = "") -> Catalog:
    """The catalog in a file's bytes. Raises CatalogDamaged; `remedy` replaces building it anew."""
    try:
        catalog = msgspec.json.decode(_unpacked(content), type=Catalog)
    except (OSError, EOFError, zlib.error, msgspec.DecodeError, RecursionError) as error:
        raise CatalogDamaged(
            f"A catalog cannot be read ({error}): {remedy or 'build it anew'}"
        ) from error
    if catalog.schema != SCHEMA_VERSION:
        series = catalog.release.series
        usual = f"run 'kslint catalog build {series}'"
        raise CatalogDamaged(
            f"The catalog of {series} has schema {catalog.schema}, this kslint reads "
            f"{SCHEMA_VERSION}: {remedy or usual}",
        )
    return catalog


def _unpacked(content: bytes) -> bytes:
    """What a catalog's file holds. Raises what gzip does, and OSError where that is too much."""
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        unpacked = file.read(_LARGEST + 1)
    if len(unpacked) > _LARGEST:
        raise OSError(f"it holds more than {_LARGEST} bytes")
    return unpacked


def _verified(listed: Listed, folder: Path) -> bytes:
    series = listed.release.series
    path = catalog_file(folder, series)
    remedy = f"install kslint again, or run 'kslint catalog build {series}'"
    try:
        content = path.read_bytes()
    except OSError as error:
        raise CatalogMissing(f"{path} cannot be read ({error.strerror}): {remedy}") from error
    if hashlib.sha256(content).hexdigest() != listed.digest:
        raise CatalogDamaged(f"{path} is not the catalog that its index lists: {remedy}")
    return content


def _write(path: Path, content: bytes) -> None:
    temporary = path.with_suffix(f".{os.getpid()}.new")
    temporary.write_bytes(content)
    temporary.replace(path)


def _unknown(text: str) -> str:
    known = ", ".join(str(release) for release in releases())
    return f"No release is called '{text}'; known are {known}"
