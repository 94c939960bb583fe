"""Reads release notes as reno keeps them in a source tree: one YAML file a note."""

import functools
from collections.abc import Iterable, Iterator

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from linter.model.notes import NoteSection
from linter.parse.composed import NotComposedError, composed, line_of, shown

NOTES = "releasenotes/notes"
# The largest note of Keystone has 10 KB.
LARGEST = 2**18
_UNIQUE = 16
_SECTIONS = {section.value: section for section in NoteSection}
# Meant for a section, but reno prints nothing under such a name.
_MISSPELT = {
    "critcal": NoteSection.CRITICAL,
    "deprecation": NoteSection.DEPRECATIONS,
    "feature": NoteSection.FEATURES,
    "fix": NoteSection.FIXES,
    "issue": NoteSection.ISSUES,
    "upgrades": NoteSection.UPGRADE,
}


class Item(msgspec.Struct, frozen=True):
    """One item of a section, by its number in the section; `misspelt` is a name reno passes over.

    A section that reno does not print is told by the name of the one that it was meant for.
    """

    section: NoteSection
    number: int
    text: str
    misspelt: str = ""


class NoteFile(msgspec.Struct, frozen=True):
    """A note: its id, which is its file's name, and the items of all its sections."""

    id: str
    items: tuple[Item, ...]


class NoteFault(msgspec.Struct, frozen=True):
    """A file, or the folder of them all, that cannot be read as notes.

    `reason` follows the name of the file in a sentence: "is not UTF-8".
    """

    file: str
    reason: str


class Source(msgspec.Struct, frozen=True):
    """The notes in the source tree of a version, in the order of their ids."""

    version: str
    files: tuple[NoteFile, ...]
    faults: tuple[NoteFault, ...] = ()


class _NotANoteError(Exception):
    """Why a file is no note."""


def unique(note_id: str) -> str:
    """What stays the same when a note is renamed, as reno tells it (`_get_unique_id`)."""
    last = note_id[-_UNIQUE:]
    return note_id[:_UNIQUE] if "-" in last else last


def source_of(version: str, notes: Iterable[NoteFile | NoteFault]) -> Source | NoteFault:
    """The notes of a version, in the order of their ids; a fault where it has none at all."""
    found = tuple(notes)
    if not found:
        return NoteFault(NOTES, f"of {version} holds no notes")
    return Source(
        version,
        tuple(note for note in found if isinstance(note, NoteFile)),
        tuple(note for note in found if isinstance(note, NoteFault)),
    )


# Each archive of a series holds nearly all of the notes of the one before.
@functools.lru_cache(maxsize=2**11)
def read_note(file: str, content: bytes) -> NoteFile | NoteFault:
    """The note that a file holds."""
    try:
        return NoteFile(file.removesuffix(".yaml"), tuple(_items(_document(content))))
    except _NotANoteError as error:
        return NoteFault(file, str(error))


def _document(content: bytes) -> Node:
    try:
        root = composed(content, LARGEST)
    except NotComposedError as error:
        raise _NotANoteError(str(error)) from error
    if root is None:
        raise _NotANoteError("is empty")
    return root


def _items(root: Node) -> Iterator[Item]:
    if not isinstance(root, MappingNode):
        raise _NotANoteError("is not a mapping of sections")
    seen = set()
    for key, value in root.value:
        name = str(key.value) if isinstance(key, ScalarNode) else "?"
        section = _SECTIONS.get(name) or _MISSPELT.get(name)
        if section is None:
            raise _NotANoteError(f"has a section '{shown(name)}', which reno does not know")
        if section in seen:
            raise _NotANoteError(f"has two sections '{section}'")
        seen.add(section)
        texts = _texts(value, name)
        for number, text in enumerate(texts, 1):
            yield Item(section, number, text, "" if name in _SECTIONS else name)


def _texts(value: Node, section: str) -> list[str]:
    """A text alone is a list of one, as reno has it; a section with nothing has no items."""
    if isinstance(value, ScalarNode):
        return [value.value.strip()] if value.value.strip() else []
    if section == NoteSection.PRELUDE or not isinstance(value, SequenceNode):
        raise _NotANoteError(f"has a section '{section}' that is not {_wanted(section)}")
    for item in value.value:
        if not isinstance(item, ScalarNode) or not item.value.strip():
            line = line_of(item)
            raise _NotANoteError(f"has something else than a text in '{section}' at line {line}")
    return [item.value.strip() for item in value.value]


def _wanted(section: str) -> str:
    return "one text" if section == NoteSection.PRELUDE else "a list of texts"
