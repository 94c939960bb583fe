"""Builds the catalog of a release from the release itself."""

import tempfile
from collections.abc import Callable, Iterable, Sequence
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
from linter.catalog.metadata import declared
from linter.catalog.notes_index import Known, new_notes
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


def build(order: Order, older: Iterable[Schema], tell: Listener) -> Catalog:
    """The catalog of a release. Raises CatalogError."""
    series = order.release.series
    offered = sdist.archives(order.index)
    chosen = sdist.exactly(offered, order.pins.packages["keystone"])
    before = sdist.first_of(offered, order.release.major - 1)
    tell(f"{series}: installing keystone {chosen.version} and what it ran with")
    python = environment(
        order.pins, environment_folder(series, order.pins, order.cache), order.index
    )
    with tempfile.TemporaryDirectory() as scratch:
        tell(f"{series}: reading its options, policies, entry points and release notes")
        source = sdist.fetch(chosen, Path(scratch))
        previous = sdist.fetch(before, Path(scratch)) if before else None
        facts = msgspec.json.decode(probe(python, "facts.py", str(source)), type=Facts)
        notes = new_notes(source, previous, _known(facts))
        tell(f"{series}: starting it once for each option, which takes a minute or two")
        reads = msgspec.json.decode(
            probe(python, "reads.py", str(source), str(_VARIATIONS)), type=Reads
        )
        release = _release(order.release, chosen, offered, source)
    schemas = [schema for schema in older if schema.major < release.major]
    floor = database_floor(facts.migrations, schemas)
    pins = replace(order.pins, previous=str(before.version) if before else "")
    return _catalog(replace(release, database_floor=floor), pins, facts, reads, notes)


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


def _known(facts: Facts) -> Known:
    names = {(entry.group, entry.name) for entry in facts.options}
    aliases = {alias for entry in facts.options for alias in entry.aliases}
    return Known(frozenset(names | aliases), frozenset(facts.commands))


def _release(
    known: Scheduled, chosen: sdist.Archive, offered: Sequence[sdist.Archive], source: Path
) -> Release:
    metadata = declared(source)
    first = sdist.first_of(offered, known.major)
    return Release(
        series=known.series,
        codename=known.codename,
        major=known.major,
        version=str(chosen.version),
        released=known.released or (first.uploaded if first else ""),
        slurp=known.slurp,
        python=metadata.python,
        requires_python=metadata.requires_python,
        database_floor="",
    )
