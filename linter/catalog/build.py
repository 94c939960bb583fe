"""Builds the catalog of a release from the release itself."""

import tempfile
from collections.abc import Callable, Iterable
from pathlib import Path

import msgspec
from msgspec.structs import replace

from linter.catalog import sdist
from linter.catalog.entries import (
    SCHEMA_VERSION,
    BuiltWith,
    Catalog,
    Migrations,
    NoteEntry,
    OptionEntry,
    Phase,
    PolicyRule,
    Reading,
)
from linter.catalog.environment import environment, environment_folder
from linter.catalog.floor import Schema, database_floor
from linter.catalog.mentions import known_of
from linter.catalog.metadata import declared
from linter.catalog.notes_index import new_notes
from linter.catalog.probing import probe
from linter.catalog.schedule import Scheduled
from linter.model.release import Release

_VARIATIONS = Path(__file__).parent / "data" / "variations.json"

Listener = Callable[[str], None]
"""Told what is being done, in a few words."""


class Order(msgspec.Struct, frozen=True):
    """What to build: the release, the exact versions to build it with, and where."""

    release: Scheduled
    pins: BuiltWith
    index: str
    cache: Path | None = None


class Reads(msgspec.Struct, frozen=True):
    """When the release reads what, as the probe writes it: group, name, phase."""

    phases: tuple[tuple[str, str, Phase], ...]
    readings: tuple[Reading, ...]


class Facts(msgspec.Struct, frozen=True):
    """What the release says of itself, as the probe writes it."""

    options: tuple[OptionEntry, ...]
    dynamic_groups: tuple[str, ...]
    policy_rules: tuple[PolicyRule, ...]
    entry_points: dict[str, tuple[str, ...]]
    paste_filters: tuple[str, ...]
    paste_pipelines: dict[str, tuple[str, ...]]
    commands: tuple[str, ...]
    symptoms: tuple[str, ...]
    migrations: Migrations


class Sources(msgspec.Struct, frozen=True):
    """The unpacked source archives of the release, and of the first one of the series before.

    `first_uploaded` is when the series first appeared on the index.
    """

    tree: Path
    version: str
    first_uploaded: str
    previous_tree: Path | None
    previous_version: str


def build(order: Order, older: Iterable[Schema], tell: Listener) -> Catalog:
    """The catalog of a release. Raises CatalogError."""
    series = order.release.series
    tell(f"{series}: installing keystone {order.pins.packages['keystone']} and what it ran with")
    folder = environment_folder(series, order.pins, order.cache)
    python = environment(order.pins, folder, order.index)
    with tempfile.TemporaryDirectory() as scratch:
        tell(f"{series}: reading its options, policies, entry points and release notes")
        sources = _sources(order, Path(scratch))
        source = str(sources.tree)
        facts = msgspec.json.decode(probe(python, "facts.py", source), type=Facts)
        notes = new_notes(
            sources.tree, sources.previous_tree, known_of(facts.options, facts.commands)
        )
        release = _release(order.release, sources, database_floor(facts.migrations, older))
        tell(f"{series}: starting it once for each option, which takes a minute or two")
        answer = probe(python, "reads.py", source, str(_VARIATIONS))
    pins = replace(order.pins, previous=sources.previous_version)
    return _catalog(release, pins, facts, msgspec.json.decode(answer, type=Reads), notes)


def _sources(order: Order, folder: Path) -> Sources:
    offered = sdist.archives(order.index)
    own = sdist.exactly(offered, order.pins.packages["keystone"])
    first = sdist.first_of(offered, order.release.major) or own
    before = sdist.first_of(offered, order.release.major - 1)
    return Sources(
        tree=sdist.fetch(own, folder),
        version=str(own.version),
        first_uploaded=first.uploaded,
        previous_tree=sdist.fetch(before, folder) if before else None,
        previous_version=str(before.version) if before else "",
    )


def _catalog(
    release: Release, pins: BuiltWith, facts: Facts, reads: Reads, notes: tuple[NoteEntry, ...]
) -> Catalog:
    phases = {(group, name): phase for group, name, phase in reads.phases}
    told = {name: getattr(facts, name) for name in Facts.__struct_fields__}
    told["options"] = tuple(
        replace(entry, read=phases.get((entry.group, entry.name), "")) for entry in facts.options
    )
    return Catalog(
        schema=SCHEMA_VERSION,
        release=release,
        built_with=pins,
        readings=tuple(_of_options(reading, facts.options) for reading in reads.readings),
        notes=notes,
        **told,
    )


def _of_options(reading: Reading, options: Iterable[OptionEntry]) -> Reading:
    """A reading without the names that libraries try and no release has registered."""
    names = {(entry.group, entry.name) for entry in options}
    return replace(
        reading,
        start=tuple(name for name in reading.start if name in names),
        token=tuple(name for name in reading.token if name in names),
    )


def _release(known: Scheduled, sources: Sources, floor: str) -> Release:
    metadata = declared(sources.tree)
    return Release(
        series=known.series,
        codename=known.codename,
        major=known.major,
        version=sources.version,
        released=known.released or sources.first_uploaded,
        slurp=known.slurp,
        python=metadata.python,
        requires_python=metadata.requires_python,
        database_floor=floor,
    )
