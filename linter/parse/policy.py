"""Reads policy files as oslo.policy does, with lines."""

from collections.abc import Iterable
from typing import Any

from linter.model.facts import SourceFile
from linter.model.location import Location
from linter.model.policy import Alternatives, FlawKind, PolicyEntry, PolicyFile, PolicyFlaw
from linter.parse.masking import visible, without_credentials
from linter.parse.pairs import Pair, Refused, json_pairs, yaml_pairs
from linter.parse.template import language_of
from linter.parse.text import Text, decode


def parse_policy(source: SourceFile) -> PolicyFile:
    """The rules of a policy file, and what is wrong with it."""
    text = decode(source.content)
    language = language_of(text.lines)
    if language:
        return PolicyFile(source.node, source.path, source.sha256, template=language)
    reader = _Reader(source, text)
    entries, is_json = reader.read()
    flaws = tuple(reader.flaws)
    return PolicyFile(source.node, source.path, source.sha256, entries, flaws, is_json=is_json)


class _Reader:
    """One file on its way from text to rules."""

    def __init__(self, source: SourceFile, text: Text) -> None:
        self.source = source
        self.text = text
        self.flaws: list[PolicyFlaw] = []

    def read(self) -> tuple[tuple[PolicyEntry, ...], bool]:
        """The rules, and whether they stand in JSON."""
        for problem, line in self.text.problems:
            # PyYAML takes a byte order mark off.
            if problem == "not-utf-8":
                self._flaw("encoding", "it is not encoded in UTF-8", line, fatal=True)
        pairs, is_json = self._pairs()
        entries: dict[str, PolicyEntry] = {}
        for entry in filter(None, map(self._entry, pairs)):
            if entry.name in entries:
                reason = f"the rule stands in line {entries[entry.name].at.line} too; this one wins"
                self._flaw("name-repeated", reason, entry.at.line, name=entry.name)
            entries[entry.name] = entry
        return tuple(entries.values()), is_json

    def _pairs(self) -> tuple[Iterable[Pair], bool]:
        """The rules in the order of the text, and whether it is JSON."""
        in_json = json_pairs(self.text)
        try:
            pairs = yaml_pairs(self.text)
        except Refused as error:
            self._flaw(error.kind, str(error), error.line, fatal=True)
            pairs = []
        return (pairs, False) if in_json is None else (in_json, True)

    def _entry(self, pair: Pair) -> PolicyEntry | None:
        if not isinstance(pair.name, str):
            reason = f"{visible(repr(pair.name))} is no text and names no rule"
            self._flaw("name-unusable", reason, pair.line)
            return None
        if isinstance(pair.value, str):
            return self._written(pair, pair.name, pair.value)
        if not pair.value:
            if pair.value is None:
                reason = "it has no value, and oslo.policy takes that for always allowed"
                self._flaw("value-null", reason, pair.line, name=pair.name)
            return self._written(pair, pair.name, "")
        try:
            alternatives = _alternatives(pair.value)
        except TypeError:
            kind = type(pair.value).__name__
            reason = f"the value of {visible(pair.name)} is neither text nor a list, but {kind}"
            self._flaw("value-unusable", reason, pair.line, fatal=True, name=pair.name)
            return None
        return self._written(pair, pair.name, _as_text(alternatives), alternatives)

    def _written(
        self, pair: Pair, name: str, check: str, alternatives: Alternatives = ()
    ) -> PolicyEntry:
        # YAML ends lines at characters where Python does not.
        line = "".join(self.text.lines[pair.line - 1 : pair.line]).rstrip()
        return PolicyEntry(
            name, check, self._at(pair), _safe(line), _safe(check), alternatives=alternatives
        )

    def _at(self, pair: Pair) -> Location:
        return Location(self.source.node, self.source.path, pair.line, column=pair.column)

    def _flaw(
        self, kind: FlawKind, reason: str, line: int, *, fatal: bool = False, name: str = ""
    ) -> None:
        at = Location(self.source.node, self.source.path, line)
        self.flaws.append(PolicyFlaw(kind, reason, at, fatal, name))


def _safe(text: str) -> str:
    """Text fit to print: only the address of a remote check can hold a password."""
    return visible(without_credentials(text) if "://" in text else text)


def _alternatives(value: Any) -> Alternatives:  # whatever YAML makes of a value
    """What oslo_policy._parser._parse_list_rule sees; raises TypeError where that does."""
    rows = []
    for inner in value:
        if inner:
            checks = [inner] if isinstance(inner, str) else inner
            # What is no text cannot be split at a colon, and fails closed.
            rows.append(tuple(item if isinstance(item, str) else "!" for item in checks))
    return tuple(rows) or (("!",),)


def _as_text(alternatives: Alternatives) -> str:
    rows = [" and ".join(row) for row in alternatives]
    if len(rows) == 1:
        return rows[0]
    return " or ".join(
        f"({text})" if len(row) > 1 else text for text, row in zip(rows, alternatives, strict=True)
    )
