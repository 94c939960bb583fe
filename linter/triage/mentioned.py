"""What a release note names, and its text in paragraphs of plain words."""

import re
from collections.abc import Iterable, Iterator
from functools import lru_cache

import msgspec

from linter.catalog.entries import Name, normalised_name
from linter.checks.context import Context
from linter.checks.names import Names, named
from linter.model.notes import Note

_LONGEST = 2**15
"""Characters that are looked at; nothing is said of a note that is longer."""
_MOST_NAMED = 100
_LITERAL = re.compile(r"``([^`]{1,200})``|`([^`<]{1,200})`(?!_)")
_LINK = re.compile(r"\[?(?<!`)`{1,2}[^`<]{0,300}<[^`>]{0,500}>`__?\]?|https?://\S{1,500}")
_PARAGRAPH = re.compile(r"\n[ \t]*\n")
_BULLET = re.compile(r"[-*+] ")
_SENTENCE = re.compile(r"(?<=[.!?])\s+(?=[A-Z`\[])")
_NAME = re.compile(r"\[\w{1,80}\]")
_WORD = re.compile(r"\w+")
_GROUP = re.compile(r"\b(?:options? (?:in|of|from)|section|group)(?: the)? `{1,2}(\w{1,80})`")


class Mentioned(msgspec.Struct, frozen=True):
    """What a note names, and its `sentences` without links, lists joined to what leads to them."""

    options: tuple[Name, ...]
    groups: tuple[str, ...]
    rules: tuple[str, ...]
    files: tuple[str, ...]
    commands: tuple[str, ...]
    sentences: tuple[str, ...]

    @property
    def is_plausible(self) -> bool:
        """Whether it names so few things that a person may have written it."""
        return len(self.options) + len(self.groups) + len(self.rules) <= _MOST_NAMED

    @property
    def words(self) -> str:
        """All sentences, without the names of groups, which are not words for a feature."""
        return _NAME.sub("", "\n".join(self.sentences))


def mentioned(note: Note, context: Context) -> Mentioned:
    """What a note names, told by its identifiers and by literals that only one option fits."""
    found = _by_kind(note.identifiers)
    text = note.text if len(note.text) <= _LONGEST else ""
    sentences = tuple(_sentences(text))
    spaced = " ".join(sentences)
    known = _known(context)
    groups = {*found.groups, *(name for name in _GROUP.findall(spaced) if name in known.groups)}
    marked = {double or single for double, single in _LITERAL.findall(spaced)}
    literals = {literal for literal in marked if _WORD.fullmatch(literal)}
    options = {*found.options, *_bare(literals, groups, known)}
    return msgspec.structs.replace(
        found,
        options=tuple(sorted(options)),
        groups=tuple(sorted(groups)),
        sentences=sentences,
    )


class _Known(msgspec.Struct, frozen=True):
    groups: frozenset[str]
    options: dict[str, frozenset[str]]


@lru_cache(maxsize=4)
def _known(context: Context) -> _Known:
    """The groups, and of each option's name the groups that have it, from the source on."""
    options: dict[str, set[str]] = {}
    for group, name in _all_options((context.source, *context.span.crossed)):
        options.setdefault(name, set()).add(group)
    groups = frozenset(group for found in options.values() for group in found)
    return _Known(groups, {name: frozenset(found) for name, found in options.items()})


def _all_options(releases: Iterable[Names]) -> Iterable[Name]:
    for names in releases:
        yield from names.current


def _bare(literals: Iterable[str], groups: Iterable[str], known: _Known) -> Iterable[Name]:
    """Options named without their group: one of a group that is named, or the one there is."""
    for literal in literals:
        having = known.options.get(literal, frozenset())
        for group in having & frozenset(groups) or having:
            if len(having) == 1 or group in groups:
                yield group, literal


def _by_kind(identifiers: tuple[str, ...]) -> Mentioned:
    kinds: dict[str, list[str]] = {}
    for identifier in identifiers:
        kinds.setdefault(_kind(identifier), []).append(identifier)
    return Mentioned(
        options=tuple(normalised_name(named(each)) for each in kinds.get("option", ())),
        groups=tuple(each.strip("[]") for each in kinds.get("group", ())),
        rules=tuple(kinds.get("rule", ())),
        files=tuple(kinds.get("file", ())),
        commands=tuple(kinds.get("command", ())),
        sentences=(),
    )


def _kind(identifier: str) -> str:
    if identifier.startswith("["):
        return "group" if identifier.endswith("]") else "option"
    if identifier.startswith("identity:"):
        return "rule"
    return "file" if "." in identifier else "command"


def _sentences(text: str) -> Iterator[str]:
    for paragraph in _paragraphs(text):
        yield from _SENTENCE.split(paragraph)


def _paragraphs(text: str) -> list[str]:
    found: list[str] = []
    for part in _PARAGRAPH.split(_LINK.sub("", text)):
        words = " ".join(part.split())
        if not _WORD.search(words):
            continue
        if found and _BULLET.match(words):
            # A list ends its sentence, whatever stands before it.
            found[-1] = f"{found[-1].rstrip('.:')}: {words}"
        else:
            found.append(words)
    return found
