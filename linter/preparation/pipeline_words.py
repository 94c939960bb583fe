"""Takes filters out of the pipelines of a paste file, every other byte kept."""

import re
from collections.abc import Iterator

import msgspec

from linter.model.location import Location
from linter.model.preparation import COMMENT
from linter.model.sections import Entry, SectionFile
from linter.rebase.ini_lines import Document, Splice, document, spliced

_NAME = re.compile(r"pipeline\s*[=:]")


class Dropped(msgspec.Struct, frozen=True):
    """A filter that was taken out of a pipeline."""

    name: str
    pipeline: str
    at: Location


class Shortened(msgspec.Struct, frozen=True):
    """A file with words taken out of its pipelines, and which."""

    content: bytes
    dropped: tuple[Dropped, ...]


def without_words(file: SectionFile, content: bytes, words: frozenset[str], why: str) -> Shortened:
    """The file without these filters in any pipeline; the reason stands above each that changes.

    Their sections stay: nothing loads a section that no pipeline names.
    """
    source = document(content)
    splices: list[Splice] = []
    dropped: list[Dropped] = []
    for section in file.sections:
        kind, _, name = section.name.partition(":")
        entry = section.entry("pipeline") if kind == "pipeline" else None
        gone = [word for word in entry.value.split()[:-1] if word in words] if entry else []
        if entry and gone:
            splices += _splices(source, entry, frozenset(gone), why)
            dropped += (Dropped(word, name.strip(), entry.at) for word in gone)
    return Shortened(spliced(source, splices).content(), tuple(dropped))


def _splices(source: Document, entry: Entry, words: frozenset[str], why: str) -> Iterator[Splice]:
    first = entry.at.line
    listed = ", ".join(word for word in dict.fromkeys(entry.value.split()) if word in words)
    yield Splice(first, first - 1, (f"{COMMENT}without {listed}: {why}",))
    for number in range(first, entry.at.end_line + 1):
        text = source.text(number)
        shorter = _without(text, words)
        if shorter != text and not text.lstrip().startswith(("#", ";")):
            yield Splice(number, number, (shorter,) if shorter.strip() else ())


def _without(text: str, words: frozenset[str]) -> str:
    """The line without the words, each with the space behind it, or before it at the end."""
    # The assignment's own name is no filter, whatever filters are called.
    name = _NAME.match(text)
    start = name.end() if name else 0
    named = "|".join(re.escape(word) for word in words)
    rest = text[start:]
    shorter = re.sub(rf"(?<!\S)(?:{named})(?:\s+|$)", "", rest)
    if shorter == rest:
        return text
    return text[:start] + (shorter if rest != rest.rstrip() else shorter.rstrip())
