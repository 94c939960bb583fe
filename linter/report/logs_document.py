"""The versioned JSON shape of what logs said, kept apart from the values it is made of."""

from typing import Final, Literal

import msgspec

from linter.model.logs import EventKind, LogEvent, LogFile, LogTally, Origin, Sample
from linter.report.shapes import Count, GapShape, LocationShape, gap_shape, location_shape

SCHEMA_VERSION: Final = 1


class SampleShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A place where a message stands."""

    location: LocationShape
    time: str
    text: str


class EventShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A distinct message; times are those of the log and empty where it has none."""

    kind: EventKind
    subject: str
    message: str
    count: Count
    first: str
    last: str
    logger: str
    level: str
    origin: Origin
    service: str
    since: str
    removal: str
    replacement: str
    days: dict[str, Count]
    nodes: dict[str, Count]
    samples: tuple[SampleShape, ...]


class FileShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A file that was read; `size` in bytes, unpacked."""

    node: str
    path: str
    family: str
    layout: str
    size: Count
    first: str
    last: str
    levels: tuple[str, ...]
    complete: bool


class StartShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A start of keystone and what shows it."""

    location: LocationShape
    time: str
    evidence: str
    confidence: Literal["certain", "likely", "possible"]


class ReleaseShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A release that wrote the logs and what shows it."""

    series: str
    evidence: str


class CoverageShape(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the logs could have shown."""

    first: str
    last: str
    starts: tuple[StartShape, ...]
    releases: tuple[ReleaseShape, ...]
    files: tuple[FileShape, ...]


class LogDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What logs said."""

    schema_version: Literal[1]
    events: tuple[EventShape, ...]
    coverage: CoverageShape
    gaps: tuple[GapShape, ...]


def document_of(tally: LogTally) -> LogDocument:
    """What the logs said in its published shape."""
    return LogDocument(
        schema_version=SCHEMA_VERSION,
        events=tuple(map(_event, tally.events)),
        coverage=CoverageShape(
            tally.first,
            tally.last,
            tuple(
                StartShape(
                    location_shape(start.at), start.time, start.evidence, start.confidence.value
                )
                for start in tally.starts
            ),
            tuple(ReleaseShape(*release) for release in tally.releases),
            tuple(map(_file, tally.files)),
        ),
        gaps=tuple(map(gap_shape, tally.gaps)),
    )


def _event(event: LogEvent) -> EventShape:
    return EventShape(
        event.kind,
        event.subject,
        event.message,
        event.count,
        event.first,
        event.last,
        event.logger,
        event.level,
        event.origin,
        event.service,
        event.since,
        event.removal,
        event.replacement,
        dict(event.days),
        dict(event.nodes),
        tuple(map(_sample, event.samples)),
    )


def _sample(sample: Sample) -> SampleShape:
    return SampleShape(location_shape(sample.at), sample.time, sample.text)


def _file(file: LogFile) -> FileShape:
    return FileShape(
        file.node,
        file.path,
        file.family,
        file.layout,
        file.size,
        file.first,
        file.last,
        file.levels,
        file.complete,
    )
