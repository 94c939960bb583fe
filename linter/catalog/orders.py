"""Says what to build: a release that is new here, or one again with its recorded versions."""

import tempfile
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import msgspec

from linter.catalog import sdist, store
from linter.catalog.build import Order
from linter.catalog.entries import Catalog
from linter.catalog.errors import InterpreterMissing
from linter.catalog.floor import Schema
from linter.catalog.interpreter import find_interpreter
from linter.catalog.metadata import declared
from linter.catalog.package_index import index_address
from linter.catalog.resolution import Request, resolve
from linter.catalog.schedule import Scheduled, scheduled

_UPPER_CONSTRAINTS = "https://releases.openstack.org/constraints/upper/{series}"


class Wish(msgspec.Struct, frozen=True):
    """A release to build as the operator names it; what is empty is found out."""

    series: str
    constraints: str = ""
    version: str = ""
    codename: str = ""
    python: str = ""
    index: str = ""
    cache: Path | None = None


def new_order(wish: Wish) -> Order:
    """The order for a release, its libraries resolved under the upper constraints of its series.

    Raises UnknownRelease, DownloadFailed, InterpreterMissing, EnvironmentFailed.
    """
    known = scheduled(wish.series)
    index = wish.index or index_address()
    address = wish.constraints or _UPPER_CONSTRAINTS.format(series=wish.series)
    constraints = sdist.fetch_text(address)
    archive = _archive(wish.version or known.version, known.major, index)
    version = str(archive.version)
    python = wish.python or known.python or _newest_python(archive)
    pins = resolve(Request(version, constraints, python, known.build_packages, index))
    codename = wish.codename or known.codename
    release = msgspec.structs.replace(known, version=version, codename=codename)
    return Order(release, pins, index, wish.cache)


def _archive(version: str, major: int, index: str) -> sdist.Archive:
    offered = sdist.archives(index)
    return sdist.exactly(offered, version) if version else sdist.latest_of(offered, major)


def _newest_python(archive: sdist.Archive) -> str:
    """The newest Python that the release declares and this machine has.

    Raises InterpreterMissing, for the newest, if it has none.
    """
    with tempfile.TemporaryDirectory() as folder:
        versions = declared(sdist.fetch(archive, Path(folder))).python
    for version in reversed(versions):
        with suppress(InterpreterMissing):
            find_interpreter(version)
            return version
    find_interpreter(versions[-1])
    return versions[-1]


def same_order(catalog: Catalog, index: str = "", cache: Path | None = None) -> Order:
    """The order that makes a catalog once more, from the versions that it records."""
    release = catalog.release
    known = Scheduled(
        release.series,
        release.codename,
        release.major,
        slurp=release.slurp,
        version=release.version,
        released=release.released,
    )
    return Order(known, catalog.built_with, index or index_address(), cache)


def schemas_before(major: int) -> Iterator[Schema]:
    """Where the db_sync of each release ends that has a catalog and is older than this."""
    for release in store.releases():
        migrations = store.load(release.series).migrations
        if migrations is not None and release.major < major:
            yield Schema(release.series, release.major, migrations)
