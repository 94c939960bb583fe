"""Release notes, one value for each item of a note's section."""

import enum
from collections.abc import Iterable
from datetime import datetime
from hashlib import sha256

import msgspec

RELEASE_NOTES = "release notes"
"""The gap of what was not read of them."""


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
    `place` is where the page of its version is, below the address of the site
    ("train.html#relnotes-16-0-2-stable-train"), "" for what only an archive has.
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
    place: str = ""

    @property
    def key(self) -> str:
        """What the whole note is called: its id, else what tells an item of a page from others."""
        return self.id or self.page_key

    @property
    def page_key(self) -> str:
        """What the item is called where only the page is known, which tells no ids."""
        return f"{self.version}-{self.section}-{self.digest[:16]}"


def content_digest(items: Iterable[Note]) -> str:
    """A digest of all the items of one note, in whatever order: equal for equal words.

    Where an item stands does not count, for a page numbers it among the items of other notes, nor
    how often: a note that was brought to an older series too is the same note.
    """
    parts = sorted({f"{note.section}\n{note.digest}" for note in items})
    return sha256("\n".join(parts).encode()).hexdigest()[:32]


def digests_by_key(notes: Iterable[Note]) -> dict[str, str]:
    """The digest of what is read under each key, whichever of its two keys a note is called by."""
    items: dict[str, list[Note]] = {}
    for note in notes:
        for key in {note.key, note.page_key}:
            items.setdefault(key, []).append(note)
    return {key: content_digest(found) for key, found in items.items()}


class NoteDocument(msgspec.Struct, frozen=True, order=True):
    """A page or an archive that notes were read from, and when its place last gave or confirmed it.

    `address` holds no password; `fetched_at` is in UTC.
    """

    address: str
    fetched_at: datetime
    sha256: str
