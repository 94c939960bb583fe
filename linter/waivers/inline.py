"""Reads the waivers that stand as comments beside the lines that they are about.

    # kslint: ignore[config/option-for-removal] until=2027-03-01 reason="gone with the next release"

Such a comment has a line of its own, directly above what it is about. At the end of a line it may
stand in YAML only: oslo.config, configparser and Apache take it for a part of the value there.
"""

import re
import shlex
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Sequence

import msgspec
import yaml
from msgspec.structs import replace

from linter.model.facts import FileKind, SourceFile
from linter.model.location import Location
from linter.model.snapshot import Snapshot
from linter.model.visible import visible
from linter.model.waiver import Lines, Waiver, WaiverFault, Waivers
from linter.parse.text import decode
from linter.waivers.fields import Form, waiver_of

try:
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

_FORM = Form(required=("until", "reason"), optional=("owner", "ticket", "target"))
_ALONE = re.compile(r"(\s*)[#;]+\s*kslint:(.*)")
_COMMENT = re.compile(r"\s*[#;]")
_AT_END = re.compile(r"\s([#;]+\s*kslint:(\s*ignore.*))")
_IGNORE = re.compile(r"\s*ignore\s*\[([^\]]*)\](.*)")
_OF_OSLO = frozenset({FileKind.CONFIGURATION, FileKind.DOMAIN})
_OF_SERVERS = frozenset({FileKind.WEB, FileKind.SCRIPT})
_READ = _OF_OSLO | _OF_SERVERS | {FileKind.POLICY, FileKind.PASTE, FileKind.LOGGING}


class _Comment(msgspec.Struct, frozen=True):
    """What follows `kslint:` in a line; `about` is the first line that it is about, 0 for none."""

    line: int
    column: int
    text: str
    about: int
    is_alone: bool


def inline_waivers(source: SourceFile, kind: FileKind) -> Waivers:
    """The waivers in the comments of a file, and the comments that are no valid one; never raises.

    JSON has no comments, so what it holds can be waived in a file of waivers alone.
    """
    if kind not in _READ or b"kslint:" not in source.content:
        return Waivers()
    reader = _Reader(source, kind)
    read = [reader.read(comment) for comment in reader.comments()]
    return Waivers(
        tuple(each for each in read if isinstance(each, Waiver)),
        tuple(each for each in read if isinstance(each, WaiverFault)),
    )


def waivers_in(snapshot: Snapshot) -> Waivers:
    """The inline waivers of every file of every node."""
    read = [inline_waivers(source, kind) for source, kind in _sources(snapshot)]
    return Waivers(
        tuple(waiver for each in read for waiver in each.waivers),
        tuple(fault for each in read for fault in each.faults),
    )


def _sources(snapshot: Snapshot) -> Iterator[tuple[SourceFile, FileKind]]:
    for node in snapshot.nodes:
        yield from ((source, FileKind.CONFIGURATION) for source in node.configuration)
        yield from ((source, FileKind.DOMAIN) for source in node.domains)
        yield from ((other.source, other.kind) for other in node.others if other.source)


class _Reader:
    """One file on its way from lines to waivers."""

    def __init__(self, source: SourceFile, kind: FileKind) -> None:
        self._source = source
        self._kind = kind
        self._lines = decode(source.content).lines
        self._below = _lines_below(self._lines)
        self._values = _Values(self._lines if kind is FileKind.POLICY else ())
        self._ends: dict[int, int] = {}

    def comments(self) -> Iterator[_Comment]:
        """Every comment that is meant for kslint."""
        for number, line in enumerate(self._lines, 1):
            if "kslint:" not in line:
                continue
            if alone := _ALONE.match(line):
                below = self._below[number]
                yield _Comment(number, len(alone[1]) + 1, alone[2], below, is_alone=True)
            elif not _COMMENT.match(line) and (found := _AT_END.search(line)):
                yield _Comment(number, found.start(1) + 1, found[2], number, is_alone=False)

    def read(self, comment: _Comment) -> Waiver | WaiverFault:
        """The waiver that a comment is, or why it is none."""
        source = self._source
        at = Location(source.node, source.path, comment.line, comment.line, comment.column)
        ignored = _IGNORE.fullmatch(comment.text)
        words = ignored[1].split(",") if ignored else []
        rules = tuple(word.strip() for word in words if word.strip())
        try:
            self._require_place(comment)
            found = waiver_of(rules, _fields(ignored), _FORM, at)
        except ValueError as error:
            return WaiverFault("malformed", at, tuple(map(visible, rules)), str(error))
        if isinstance(found, WaiverFault):
            return found
        return replace(found, lines=self._about(comment.about))

    def _require_place(self, comment: _Comment) -> None:
        """Raises ValueError for what is no comment where it stands, or one about nothing."""
        above = self._lines[comment.line - 2] if comment.line > 1 else ""
        if self._values.hold(comment.line, comment.column):
            raise ValueError("it is part of a value here and no comment: put it above the rule")
        if not comment.is_alone and self._kind is not FileKind.POLICY:
            raise ValueError("it is part of the value here: put it on a line of its own above")
        if self._kind in _OF_OSLO and comment.column > 1:
            raise ValueError("indented, it is part of the value above: let it begin the line")
        if self._kind in _OF_SERVERS and above.endswith("\\"):
            raise ValueError("the line above goes on here: put it above that line")
        if not comment.about:
            raise ValueError("nothing stands directly below it")

    def _about(self, first: int) -> Lines:
        if first not in self._ends:
            self._ends[first] = _last(self._lines, first, self._kind)
        text = self._lines[first - 1].strip()
        return Lines(self._source.node, self._source.path, first, self._ends[first], text)


def _lines_below(lines: Sequence[str]) -> list[int]:
    """For each line, by its number, the next that is no comment; 0 where an empty one is nearer."""
    below = [0] * (len(lines) + 1)
    nearest = 0
    for number in range(len(lines), 0, -1):
        below[number] = nearest
        line = lines[number - 1]
        if not _COMMENT.match(line):
            nearest = number if line.strip() else 0
    return below


class _Values:
    """Where a text in YAML has its scalars; what cannot be scanned is refused by other rules."""

    def __init__(self, lines: Sequence[str]) -> None:
        self._starts: list[tuple[int, int]] = []
        self._ends: list[tuple[int, int]] = []
        try:
            for token in yaml.scan("\n".join(lines), Loader):
                if isinstance(token, yaml.ScalarToken):
                    self._starts.append((token.start_mark.line + 1, token.start_mark.column + 1))
                    self._ends.append((token.end_mark.line + 1, token.end_mark.column + 1))
        except (yaml.YAMLError, ValueError, OverflowError):
            return

    def hold(self, line: int, column: int) -> bool:
        """Whether a line and column, both from 1, are inside of a scalar."""
        before = bisect_right(self._starts, (line, column))
        return before > 0 and (line, column) < self._ends[before - 1]


def _fields(ignored: re.Match[str] | None) -> Mapping[str, str]:
    """The fields behind the rules; raises ValueError with what is wrong with them."""
    if ignored is None:
        raise ValueError("`kslint:` is not followed by `ignore[RULE]`")
    try:
        words = shlex.split(ignored[2])
    except ValueError as error:
        raise ValueError("a quote is not closed") from error
    fields: dict[str, str] = {}
    for word in words:
        name, equals, value = word.partition("=")
        if not equals:
            raise ValueError(f"{visible(repr(word))} is no NAME=VALUE; texts stand in quotes")
        if name in fields:
            raise ValueError(f"`{visible(name)}` stands twice")
        fields[name] = value
    return fields


def _last(lines: Sequence[str], first: int, kind: FileKind) -> int:
    """The last line of what begins in a line: a value may go on in further ones."""
    last = first
    if kind in _OF_SERVERS:
        while lines[last - 1].endswith("\\") and last < len(lines):
            last += 1
        return last
    indent = _indent(lines[first - 1])
    for number, line in enumerate(lines[first:], first + 1):
        if kind not in _OF_OSLO and (not line.strip() or _COMMENT.match(line)):
            continue
        if not line.strip() or not _goes_on(line, indent, kind):
            break
        last = number
    return last


def _goes_on(line: str, indent: int, kind: FileKind) -> bool:
    is_item = kind is FileKind.POLICY and line.lstrip().startswith("- ")
    return _indent(line) > indent or (is_item and _indent(line) == indent)


def _indent(line: str) -> int:
    return len(line) - len(line.lstrip())
