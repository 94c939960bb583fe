"""The parts of SARIF 2.1.0 that a report needs, under the names of the standard."""

from typing import Final, Literal

import msgspec

SCHEMA: Final = (
    "https://docs.oasis-open.org/sarif/sarif/v2.1.0/errata01/os/schemas/sarif-schema-2.1.0.json"
)
Level = Literal["error", "warning", "note"]


class Text(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A text for people, braces doubled where it is a message."""

    text: str


class ArtifactLocation(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A file, percent-encoded and relative to the base that is named."""

    uri: str
    uri_base_id: str = ""


class Region(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A place in a file; lines and columns count from 1."""

    start_line: int
    start_column: int = 0
    end_line: int = 0


class PhysicalLocation(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A file, and a place in it unless the file is meant as a whole."""

    artifact_location: ArtifactLocation
    region: Region | None = None


class SarifLocation(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A place with what is said of it; `id` counts from 1."""

    physical_location: PhysicalLocation
    id: int = 0
    message: Text | None = None


class Suppression(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """Why a result is let pass."""

    kind: Literal["external"]
    status: Literal["accepted"]
    justification: str


class ResultProperties(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the standard has no word for."""

    severity: str
    confidence: str
    subject: str
    nodes: tuple[str, ...] = ()
    witnesses: tuple[str, ...] = ()


class Result(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A finding."""

    rule_id: str
    rule_index: int
    level: Level
    message: Text
    locations: tuple[SarifLocation, ...]
    partial_fingerprints: dict[str, str]
    rank: float
    properties: ResultProperties
    related_locations: tuple[SarifLocation, ...] = ()
    suppressions: tuple[Suppression, ...] = ()


class Configuration(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """How grave a rule is unless a result says otherwise."""

    level: Level
    rank: float


class RuleProperties(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What GitHub reads of a rule: `precision` is how sure it is."""

    tags: tuple[str, ...]
    precision: str


class Descriptor(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A rule."""

    id: str
    short_description: Text
    full_description: Text
    help: Text
    default_configuration: Configuration
    properties: RuleProperties
    help_uri: str = ""


class DriverProperties(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The knowledge that a run rested on, by digest."""

    rules: str
    catalogs: str


class Driver(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The tool with all its rules."""

    name: str
    version: str
    rules: tuple[Descriptor, ...]
    properties: DriverProperties


class Tool(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What made the run."""

    driver: Driver


class Notification(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """What the tool says of its own run."""

    level: Level
    message: Text
    locations: tuple[SarifLocation, ...] = ()


class Invocation(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The run of the tool; that something was not looked at stands in the notifications."""

    execution_successful: bool
    exit_code: int
    exit_code_description: str
    tool_execution_notifications: tuple[Notification, ...] = ()


class Base(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A folder that is known to the reader alone."""

    description: Text


class Artifact(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A file that was read, with its digest."""

    location: ArtifactLocation
    hashes: dict[str, str]


class RunProperties(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """The upgrade that was judged, and the verdict."""

    source: str
    target: str
    profile: str
    decision: str


class Run(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """One analysis."""

    tool: Tool
    invocations: tuple[Invocation, ...]
    original_uri_base_ids: dict[str, Base]
    column_kind: Literal["unicodeCodePoints"]
    results: tuple[Result, ...]
    properties: RunProperties
    artifacts: tuple[Artifact, ...] = ()


class SarifLog(msgspec.Struct, frozen=True, rename="camel", omit_defaults=True):
    """A SARIF file."""

    version: Literal["2.1.0"]
    runs: tuple[Run]
    schema: str = msgspec.field(name="$schema")
