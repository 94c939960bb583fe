"""The JSON shapes that several documents have in common, and how values get them."""

from datetime import datetime
from typing import Annotated, Literal

import msgspec

from linter.model.finding import Gap, Witness
from linter.model.location import Location
from linter.model.notes import NoteSection

Count = Annotated[int, msgspec.Meta(ge=0)]
Number = Annotated[int, msgspec.Meta(ge=1)]


class LocationShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place; line and column count from 1, 0 stands for the file as a whole."""

    node: str
    path: str
    line: Count
    column: Count


class WitnessShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A piece of evidence."""

    kind: str
    location: LocationShape | None
    reference: str
    text: str


class GapShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was not looked at."""

    what: str
    why: str
    required: bool
    location: LocationShape | None
    remedy: str


class DocumentShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What notes were read from, and when its place last gave or confirmed it."""

    address: str
    fetched_at: Annotated[datetime, msgspec.Meta(tz=True)]
    sha256: str


class NoteShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item of a section of a note; those of one note have the same id and digest.

    `text` is reStructuredText. `after_target` is whether its version comes after the one that will
    be installed.
    """

    id: str
    series: str
    version: str
    section: NoteSection
    item: Number
    text: str
    identifiers: tuple[str, ...]
    bugs: tuple[Count, ...]
    digest: str
    link: str
    triage: Literal["applies", "read it", "does not apply"]
    reason: str
    witnesses: tuple[WitnessShape, ...]
    asks: bool
    acknowledged: bool
    acknowledgement: str | None
    after_target: bool


def witness_shape(witness: Witness) -> WitnessShape:
    """A piece of evidence in its published shape."""
    at = location_shape(witness.at) if witness.at else None
    return WitnessShape(witness.kind, at, witness.reference, witness.text)


def gap_shape(gap: Gap) -> GapShape:
    """A gap in its published shape."""
    at = location_shape(gap.at) if gap.at else None
    return GapShape(gap.what, gap.why, gap.required, at, gap.remedy)


def location_shape(at: Location) -> LocationShape:
    """A place in its published shape."""
    return LocationShape(at.node, at.path, at.line, at.column)
