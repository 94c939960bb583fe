"""Reads the entries of a file of acknowledgements, with the lines where they begin."""

import datetime as dt
import re
from collections.abc import Iterator, Mapping, Sequence

import msgspec
from yaml.nodes import MappingNode, Node, ScalarNode, SequenceNode

from linter.model.acknowledgement import KEYS, NEEDED, Acknowledgement, EntryFault
from linter.model.location import Location
from linter.model.nearest import meant
from linter.model.release import Release
from linter.parse.composed import NotComposedError, composed, line_of, shown

# Thousands of entries, in which a reason may be long.
LARGEST = 2**21
"""The bytes of a file; of a larger one nothing is read."""
_DATE = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")
_DIGEST = re.compile(r"[0-9a-f]{32}")
_NOTHING = frozenset({"~", "null"})
"""How YAML says that there is no value."""


class Entries(msgspec.Struct, frozen=True):
    """The entries that can count, and what is wrong with the others, both in their order."""

    entries: tuple[Acknowledgement, ...] = ()
    faults: tuple[EntryFault, ...] = ()


def parse_acknowledgements(content: bytes, path: str, ladder: Sequence[Release]) -> Entries:
    """The entries of a file, whose targets must be among the known releases.

    Raises NotComposedError for what is no list.
    """
    root = composed(content, LARGEST)
    if root is None or _is_nothing(root):
        return Entries()
    if not isinstance(root, SequenceNode):
        raise NotComposedError("is not a list of entries, each `- id: ...`")
    read = [_read(node, Location(path=path, line=line_of(node)), ladder) for node in root.value]
    return Entries(
        tuple(each for each in read if isinstance(each, Acknowledgement)),
        tuple(each for each in read if isinstance(each, EntryFault)),
    )


def _read(node: Node, at: Location, ladder: Sequence[Release]) -> Acknowledgement | EntryFault:
    if not isinstance(node, MappingNode):
        return EntryFault(at, "", "it has no keys, such as `id: ...`")
    texts = dict(_texts(node))
    faults = [*_faults_of_keys(node), *_faults_of_values(texts, ladder)]
    if faults:
        return EntryFault(at, texts.get("id", ""), "; ".join(faults))
    entry = msgspec.convert({**texts, "at": at}, Acknowledgement)
    if entry.is_of_note and not entry.digest:
        why = "`digest` is missing, without which nobody knows the words that were read"
        return EntryFault(at, entry.id, why)
    return entry


def _texts(node: MappingNode) -> Iterator[tuple[str, str]]:
    """The keys that say something, with what they say."""
    for key, value in node.value:
        if not (isinstance(key, ScalarNode) and isinstance(value, ScalarNode)):
            continue
        if not _is_nothing(value):
            is_name = key.value in {"target", "digest"}
            yield key.value, value.value.lower() if is_name else value.value


def _is_nothing(node: Node) -> bool:
    return isinstance(node, ScalarNode) and (not node.value.strip() or node.value in _NOTHING)


def _faults_of_keys(node: MappingNode) -> Iterator[str]:
    seen: set[str] = set()
    for key, value in node.value:
        if not isinstance(key, ScalarNode):
            yield "a key is not a text"
            continue
        name = shown(key.value)
        if key.value not in KEYS:
            yield f"`{name}` is not known{meant(key.value, KEYS)}"
        elif key.value in seen:
            yield f"`{name}` stands twice"
        elif not isinstance(value, ScalarNode):
            yield f"`{name}` is not a text"
        elif key.value in NEEDED and _is_nothing(value):
            yield f"`{name}` is empty"
        seen.add(key.value)
    yield from (f"`{key}` is missing" for key in NEEDED if key not in seen)


def _faults_of_values(texts: Mapping[str, str], ladder: Sequence[Release]) -> Iterator[str]:
    for key in ("on", "until"):
        if key in texts and not _is_date(texts[key]):
            yield f"`{key}` is not a date such as 2026-11-20"
    if "digest" in texts and not _DIGEST.fullmatch(texts["digest"]):
        yield "`digest` is not 32 hexadecimal digits"
    if "target" in texts:
        names = {name for each in ladder for name in (each.series, each.codename) if name}
        if texts["target"] not in names:
            hint = _series_of(texts["target"], ladder) or meant(texts["target"], names)
            yield f"`target` {shown(texts['target'])} is not a known release{hint}"


def _is_date(text: str) -> bool:
    try:
        return bool(_DATE.fullmatch(text) and msgspec.convert(text, dt.date))
    except msgspec.ValidationError:
        return False


def _series_of(target: str, ladder: Sequence[Release]) -> str:
    """The series of a version that was given in place of it, as a hint; "" if it is none."""
    major = target.partition(".")[0]
    series = [release.series for release in ladder if str(release.major) == major]
    return f" (did you mean {series[0]}, the series of that version?)" if series else ""
