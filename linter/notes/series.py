"""Tells which version of a series brought each note, from the series' source archives."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import partial

import msgspec
from packaging.version import Version

from linter.catalog.mentions import Known
from linter.model.notes import Note
from linter.notes.compose import note
from linter.notes.reno_files import Item, NoteFault, NoteFile, Source, unique


class SeriesNotes(msgspec.Struct, frozen=True):
    """The notes that came with a series, by the newest of its source archives.

    `newest` is the version of that archive. `passed_over` are the notes of sections whose names
    reno does not print. `before` gives what the first archive of the series before held already, as
    notes of its version: few need it, and it takes time. `faults` are the files of the newest
    archive that are not understood, and came with the series. `undated` is the version whose notes
    may be older than the series, "" where the source of the series before tells.
    """

    newest: str
    notes: tuple[Note, ...]
    passed_over: tuple[Note, ...] = ()
    before: Callable[[], tuple[Note, ...]] = tuple
    faults: tuple[NoteFault, ...] = ()
    undated: str = ""


def series_notes(
    series: str, before: Source | None, sources: Sequence[Source], known: Known
) -> SeriesNotes:
    """The notes that the sources of a series, at least one, have beyond those of the series before.

    `before` is the first source of that series: what its later ones brought came to both. As reno
    has it, a note belongs to the first version that holds it, says what the newest one says, is the
    same when it is renamed, and is none when the newest one lacks it. Newest version first.
    """
    ordered = sorted(sources, key=lambda source: Version(source.version))
    # What the first version lacks was brought to the branch of the series before, not to its start.
    held = _ids(before) & _ids(ordered[0]) if before else frozenset()
    came_with = _came_with(ordered)
    new = [file for file in ordered[-1].files if unique(file.id) not in held]
    new.sort(key=lambda file: Version(came_with[unique(file.id)]), reverse=True)
    read = [
        (item, _note(series, came_with[unique(file.id)], file, item, known))
        for file in new
        for item in file.items
    ]
    return SeriesNotes(
        newest=ordered[-1].version,
        notes=tuple(made for item, made in read if not item.misspelt),
        passed_over=tuple(made for item, made in read if item.misspelt),
        before=partial(_all, series, before, known) if before else tuple,
        faults=tuple(fault for fault in ordered[-1].faults if _id(fault) not in held),
        undated="" if before else ordered[0].version,
    )


def _all(series: str, source: Source, known: Known) -> tuple[Note, ...]:
    """Every note of a source, as of its version."""
    return tuple(
        _note(series, source.version, file, item, known)
        for file in source.files
        for item in file.items
    )


def _came_with(ordered: Iterable[Source]) -> dict[str, str]:
    """The first version that holds each note, readable or not."""
    found: dict[str, str] = {}
    for source in ordered:
        for note_id in _ids(source):
            found.setdefault(note_id, source.version)
    return found


def _ids(source: Source) -> frozenset[str]:
    return frozenset(_each_id(source))


def _each_id(source: Source) -> Iterator[str]:
    yield from (unique(file.id) for file in source.files)
    yield from map(_id, source.faults)


def _id(fault: NoteFault) -> str:
    return unique(fault.file.removesuffix(".yaml"))


def _note(series: str, version: str, file: NoteFile, item: Item, known: Known) -> Note:
    return note(series, version, item.section, item.number, item.text, known, file.id)
