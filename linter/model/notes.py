"""Release notes, one value for each item of a note's section."""

import enum

import msgspec


class NoteSection(enum.StrEnum):
    """The section of a release note, by reno's own names."""

    PRELUDE = "prelude"
    CRITICAL = "critical"
    UPGRADE = "upgrade"
    SECURITY = "security"
    DEPRECATIONS = "deprecations"
    FIXES = "fixes"
    FEATURES = "features"
    ISSUES = "issues"
    OTHER = "other"


class Note(msgspec.Struct, frozen=True):
    """One item of a section of a release note.

    `id` is reno's name of the note ("bug-1234567-0123456789abcdef"), empty where only the page is
    known. `version` is what the page's heading says ("16.0.2", "16.0.2-9", "2024.1-eom"). `item`
    counts from 1: within the note's section, or within the version's section where `id` is empty.
    `text` is reStructuredText. `identifiers` are written as an operator would: "[token] provider",
    "identity:create_trust". `digest` is equal for equal words, however they are marked and wrapped.
    """

    id: str
    series: str
    version: str
    section: NoteSection
    item: int
    text: str
    digest: str
    bugs: tuple[int, ...] = ()
    identifiers: tuple[str, ...] = ()
