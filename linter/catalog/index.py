"""The index of a folder of catalogs: what can be told without reading any of them."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import msgspec

from linter.catalog.entries import SCHEMA_VERSION, Catalog, Name, normalised_name
from linter.catalog.errors import CatalogDamaged
from linter.model.release import Release

INDEX = "index.json"


class Listed(msgspec.Struct, frozen=True):
    """A release with the SHA-256 of its catalog's file, and how many facts that holds."""

    release: Release
    digest: str
    options: int
    policy_rules: int
    notes: int


class Index(msgspec.Struct, frozen=True):
    """The catalogs of one folder.

    `names` maps a group to its options, current or old, and each to a number whose bit N says that
    the Nth catalog listed knows it; `secrets` are those that any release marks secret.
    """

    schema: int
    catalogs: tuple[Listed, ...]
    names: dict[str, dict[str, int]] = {}
    secrets: tuple[Name, ...] = ()


def catalog_file(folder: Path, series: str) -> Path:
    """Where a folder keeps the catalog of a series."""
    return folder / f"{series}.json.gz"


@cache
def read_index(folder: Path) -> Index:
    """The index of a folder; empty if it holds no catalogs. Raises CatalogDamaged."""
    path = folder / INDEX
    try:
        return msgspec.json.decode(path.read_bytes(), type=Index)
    except FileNotFoundError:
        return Index(SCHEMA_VERSION, ())
    except (OSError, msgspec.DecodeError) as error:
        raise CatalogDamaged(
            f"{path} cannot be read ({error}): install kslint again, or delete the folder if it is "
            "your own and build its catalogs anew",
        ) from error


def index_of(catalogs: Iterable[tuple[Catalog, bytes]]) -> Index:
    """The index of catalogs with the bytes of their files."""
    ordered = sorted(catalogs, key=lambda pair: pair[0].release.major)
    names: dict[str, dict[str, int]] = {}
    secrets: set[Name] = set()
    for number, (catalog, _) in enumerate(ordered):
        for group, name in _known_names(catalog):
            bits = names.setdefault(group, {})
            bits[name] = bits.get(name, 0) | 1 << number
        secrets.update(_secret_names(catalog))
    listed = tuple(_listed(catalog, content) for catalog, content in ordered)
    return Index(SCHEMA_VERSION, listed, names, tuple(sorted(secrets)))


def _listed(catalog: Catalog, content: bytes) -> Listed:
    return Listed(
        catalog.release,
        hashlib.sha256(content).hexdigest(),
        len(catalog.options),
        len(catalog.policy_rules),
        len(catalog.notes),
    )


def _known_names(catalog: Catalog) -> Iterable[Name]:
    """Every name that the release reads, as oslo.config compares them."""
    for entry in catalog.options:
        yield normalised_name((entry.group, entry.name))
        yield from map(normalised_name, entry.aliases)


def _secret_names(catalog: Catalog) -> Iterable[Name]:
    for entry in catalog.options:
        if entry.secret:
            yield normalised_name((entry.group, entry.name))
            yield from map(normalised_name, entry.aliases)
