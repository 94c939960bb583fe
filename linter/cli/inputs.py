"""The files of a snapshot that a report rests on, each with what tells that it was changed."""

import datetime as dt
from collections.abc import Iterator

from linter.catalog import store
from linter.model.acknowledgement import Answers
from linter.model.facts import FileKind, SourceFile
from linter.model.release import Upgrade
from linter.model.report import Input
from linter.model.snapshot import Node, Snapshot
from linter.model.waiver import Waivers
from linter.parse.line_digests import line_digests
from linter.waivers.validity import is_history

_JUDGED = frozenset({FileKind.POLICY, FileKind.PASTE, FileKind.LOGGING, FileKind.WEB})
"""The kinds of files beside the configuration that checks look into."""


def files_in(snapshot: Snapshot) -> Iterator[Input]:
    """Every file that anything is concluded from."""
    known: dict[tuple[str, FileKind], str] = {}
    for node in snapshot.nodes:
        for file, kind in _files_of(node):
            yield Input(node.name, file.path, kind, file.sha256, _lines(file, kind, known))


def _files_of(node: Node) -> Iterator[tuple[SourceFile, FileKind]]:
    for file in node.configuration:
        yield file, FileKind.CONFIGURATION
    for file in node.domains:
        yield file, FileKind.DOMAIN
    for other in node.others:
        if other.source is not None and other.kind in _JUDGED:
            yield other.source, other.kind


def _lines(file: SourceFile, kind: FileKind, known: dict[tuple[str, FileKind], str]) -> str:
    """The digests of a file's lines; equal files of many nodes are digested once."""
    key = file.sha256, kind
    if key not in known:
        known[key] = line_digests(file.content, kind, store.secret_names())
    return known[key]


def last_day(
    answers: Answers, waivers: Waivers, upgrade: Upgrade, today: dt.date
) -> dt.date | None:
    """The last day on which all acknowledgements and waivers count that do today, None for ever."""
    days = [entry.until for entry in answers.counting(upgrade) if entry.until is not None]
    lived_with = (waiver for waiver in waivers.waivers if not is_history(waiver, upgrade))
    days += (waiver.until for waiver in lived_with if waiver.until >= today)
    return min(days, default=None)
