"""Reads the entries of a file of acknowledgements, with the lines where they begin."""

import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec

from linter.model.acknowledgement import KEYS, NEEDED, Acknowledgement, EntryFault
from linter.model.location import Location
from linter.model.nearest import meant
from linter.model.release import Release
from linter.parse.composed import shown
from linter.parse.days import day_of
from linter.parse.listed_entries import ListedEntry, listed_entries

_DIGEST = re.compile(r"[0-9a-f]{32}")
_IN_SMALL_LETTERS = frozenset({"target", "digest"})


class Entries(msgspec.Struct, frozen=True):
    """The entries that can count, and what is wrong with the others, both in their order."""

    entries: tuple[Acknowledgement, ...] = ()
    faults: tuple[EntryFault, ...] = ()


def parse_acknowledgements(content: bytes, path: str, ladder: Sequence[Release]) -> Entries:
    """The entries of a file, whose targets must be among the known releases.

    Raises NotComposedError for what is no list.
    """
    listed = listed_entries(content, first=KEYS[0])
    read = [_read(entry, Location(path=path, line=entry.line), ladder) for entry in listed]
    return Entries(
        tuple(each for each in read if isinstance(each, Acknowledgement)),
        tuple(each for each in read if isinstance(each, EntryFault)),
    )


def _read(
    listed: ListedEntry, at: Location, ladder: Sequence[Release]
) -> Acknowledgement | EntryFault:
    texts = dict(_texts(listed))
    faults = [*_faults_of_keys(listed), *_faults_of_values(texts, ladder)]
    if faults:
        return EntryFault(at, texts.get("id", ""), "; ".join(faults))
    entry = msgspec.convert({**texts, "at": at}, Acknowledgement)
    if entry.is_of_note and not entry.digest:
        why = "`digest` is missing, without which nobody knows the words that were read"
        return EntryFault(at, entry.id, why)
    return entry


def _texts(listed: ListedEntry) -> Iterator[tuple[str, str]]:
    """The keys that say something, with what they say."""
    for key, text in listed.texts.items():
        if text.strip():
            yield key, text.lower() if key in _IN_SMALL_LETTERS else text


def _faults_of_keys(listed: ListedEntry) -> Iterator[str]:
    yield from listed.faults
    if listed.faults and not listed.names:
        return
    for key in listed.names:
        if key not in KEYS:
            yield f"`{shown(key)}` is not known{meant(key, KEYS)}"
    for key in NEEDED:
        if key not in listed.names:
            yield f"`{key}` is missing"
        elif not listed.texts.get(key, key).strip():
            yield f"`{key}` is empty"


def _faults_of_values(texts: Mapping[str, str], ladder: Sequence[Release]) -> Iterator[str]:
    for key in ("on", "until"):
        if key in texts and day_of(texts[key]) is None:
            yield f"`{key}` is not a date such as 2026-11-20"
    if "digest" in texts and not _DIGEST.fullmatch(texts["digest"]):
        yield "`digest` is not 32 hexadecimal digits"
    if "target" in texts:
        names = {name for each in ladder for name in (each.series, each.codename) if name}
        if texts["target"] not in names:
            hint = _series_of(texts["target"], ladder) or meant(texts["target"], names)
            yield f"`target` {shown(texts['target'])} is not a known release{hint}"


def _series_of(target: str, ladder: Sequence[Release]) -> str:
    """The series of a version that was given in place of it, as a hint; "" if it is none."""
    major = target.partition(".")[0]
    series = [release.series for release in ladder if str(release.major) == major]
    return f" (did you mean {series[0]}, the series of that version?)" if series else ""
