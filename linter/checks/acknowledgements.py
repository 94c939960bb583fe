"""Acknowledgements that count for nothing in this upgrade, though they are meant for it."""

import enum
import re
from collections.abc import Iterator, Mapping

from linter.checks.context import Context
from linter.checks.registry import Hit, check
from linter.model.acknowledgement import Acknowledgement
from linter.model.location import Location
from linter.model.nearest import meant
from linter.model.notes import digests_by_key
from linter.model.release import Upgrade
from linter.model.triage import ReadingList

_FILE = "acknowledgements"
"""What stands for the file in a fingerprint, wherever it is kept."""
_NO_NODE = ("",)
"""Where the file is, which is part of no deployment."""
_PAGE_KEY = re.compile(r"((.+)-[a-z]+-)[0-9a-f]{16}")
"""What an item of a page is called, with all before its words, and with its version."""


class State(enum.StrEnum):
    """Why an entry does not count, the first that is true of it."""

    MALFORMED = "malformed"
    UNKNOWN = "unknown"
    EXPIRED = "expired"
    CHANGED = "changed"


class _Notes:
    """The notes that were read: the digest under each key, and which keys wait for an answer."""

    def __init__(self, reading: ReadingList) -> None:
        self.digests = digests_by_key(each.note for each in reading.notes)
        self.keys = sorted({each.note.key for each in reading.notes})
        asking = [each.note for each in reading.notes if each.asks]
        self.asking = {key for note in asking for key in (note.key, note.page_key)}


@check("acknowledgement")
def acknowledgement(context: Context, state: State) -> Iterator[Hit]:
    """Entries that do not count, for one of the reasons there are; asked once for the whole fleet.

    Those for other upgrades are history, except that a malformed one may be for this one.
    """
    if context.deployment is not context.fleet[0]:
        return
    if state is State.MALFORMED:
        for fault in context.answers.faults:
            about = f" of {fault.id}" if fault.id else ""
            yield _hit(fault.id, fault.at, {"about": about, "fault": fault.why})
        return
    entries = context.answers.of(context.upgrade)
    notes = _Notes(context.reading)
    states = [_state(context, notes, entry) for entry in entries]
    settled = {entry.id for entry, found in zip(entries, states, strict=True) if found is None}
    for entry, found in zip(entries, states, strict=True):
        if found is state and entry.id not in settled:
            yield _hit(entry.id, entry.at, _fields(context, notes, entry))


def _hit(name: str, at: Location, fields: Mapping[str, str]) -> Hit:
    return Hit(name or "acknowledgement", at, fields, nodes=_NO_NODE, identity=_FILE)


def _fields(context: Context, notes: _Notes, entry: Acknowledgement) -> dict[str, str]:
    if entry.is_of_note:
        unmatched, known = "none of the release notes that were read", notes.keys
    else:
        unmatched, known = "no question", sorted(context.answers.questions)
    return {
        "by": entry.by,
        "on": str(entry.on),
        "until": str(entry.until or ""),
        "unmatched": unmatched,
        "hint": meant(entry.id, known),
    }


def _state(context: Context, notes: _Notes, entry: Acknowledgement) -> State | None:
    """Why an entry does not count; None where it does, and where nobody asks for what it says."""
    if entry.is_of_note:
        if entry.id not in notes.digests:
            return _state_of_absent(context, notes, entry.id)
        if entry.id not in notes.asking:
            return None
    elif entry.id not in context.answers.questions:
        return State.UNKNOWN
    if context.answers.is_past(entry):
        return State.EXPIRED
    is_same = not entry.is_of_note or notes.digests[entry.id] == entry.digest
    return None if is_same else State.CHANGED


def _state_of_absent(context: Context, notes: _Notes, key: str) -> State | None:
    """Why a note is not among those that were read; None where that says nothing of the entry."""
    reading = context.reading
    if not reading.series or reading.gaps:
        return None
    item = _PAGE_KEY.fullmatch(key)
    if item and any(known.startswith(item[1]) for known in notes.digests):
        return State.CHANGED
    named = _series_of(item[2], context.upgrade) if item else _series_with(context, key)
    return State.UNKNOWN if named is None or named in reading.series else None


def _series_of(version: str, upgrade: Upgrade) -> str | None:
    """The series that a version of a page belongs to: "16.0.2-9", "2024.1-eom"."""
    for release in upgrade.ladder:
        if version.startswith((f"{release.major}.", f"{release.series}-")):
            return release.series
    return None


def _series_with(context: Context, note: str) -> str | None:
    """The series, of those that the upgrade touches, whose catalog knows a note."""
    for names in (context.source, *context.span.crossed):
        if any(note == entry.id for entry in names.catalog.notes):
            return names.series
    return None
