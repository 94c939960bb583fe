"""The bundle that --bundle names, with its catalogs in use while it is open."""

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from linter.catalog import store
from linter.catalog.entries import Catalog
from linter.catalog.errors import CatalogDamaged
from linter.cli import output
from linter.cli.failure import UsageError
from linter.notes.bundle import Bundle
from linter.notes.fetched import NoBundle, digest_of
from linter.notes.unbundling import read_bundle

_ANEW = "make the bundle anew where there is a network, with the version of kslint that is here"


Files = tuple[tuple[Catalog, bytes], ...]
"""Catalogs, each with the bytes of its file."""


def read(path: Path) -> tuple[Bundle, Files]:
    """The bundle in a file, and those of its catalogs that are not the same at hand.

    Raises UsageError where the file is no bundle, and where its catalogs cannot be used.
    """
    try:
        bundle = read_bundle(path)
    except NoBundle as error:
        raise UsageError(str(error)) from error
    return bundle, tuple(_other_catalogs(path, bundle))


@contextmanager
def opened(path: Path) -> Iterator[Bundle]:
    """The bundle in a file; until the end of the block its catalogs stand before those at hand.

    Raises UsageError as `read` does, and where the catalogs cannot be laid out.
    """
    bundle, other = read(path)
    if not other:
        yield bundle
        return
    names = ", ".join(catalog.release.series for catalog, _ in other)
    output.talk(f"kslint: {path}: catalogs taken from the bundle: {names}")
    with _laid_out(other) as folder, store.preferring(folder):
        yield bundle


def _other_catalogs(path: Path, bundle: Bundle) -> Iterator[tuple[Catalog, bytes]]:
    """Those that are not at hand, or not as they are in the bundle."""
    at_hand = {listed.release.series: listed.digest for listed, _ in store.catalogs()}
    for file in bundle.catalogs:
        if at_hand.get(file.series) == digest_of(file.content):
            continue
        try:
            catalog = store.decode(file.content, _ANEW)
        except CatalogDamaged as error:
            raise UsageError(f"{path}: {error}") from error
        if catalog.release.series != file.series:
            raise UsageError(f"{path}: The catalog of {file.series} is of another release: {_ANEW}")
        yield catalog, file.content


@contextmanager
def _laid_out(catalogs: Files) -> Iterator[Path]:
    """A folder of catalogs that is gone at the end."""
    try:
        folder = tempfile.TemporaryDirectory(prefix="kslint-", ignore_cleanup_errors=True)
    except OSError as error:
        raise _no_room(error, "the folder for temporary files") from error
    with folder as name:
        try:
            store.lay_out(catalogs, Path(name))
        except OSError as error:
            raise _no_room(error, name) from error
        yield Path(name)


def _no_room(error: OSError, folder: str) -> UsageError:
    reason = error.strerror or str(error)
    return UsageError(
        f"the catalogs of the bundle cannot be laid out in {folder} ({reason}): make room, or name "
        "another folder in TMPDIR"
    )
