"""The report as workflow commands of GitHub Actions, which annotate what a pull request changes."""

from collections import Counter
from collections.abc import Collection, Iterator
from typing import Final, Literal

import msgspec

from linter.model.finding import Finding, Severity
from linter.model.location import Location
from linter.model.report import Report
from linter.report.phrases import line, lines_of, lines_of_gap, paragraph, sentence
from linter.report.places import AT_THE_TOP, Folders, Places, places_of
from linter.report.quantities import counted

Command = Literal["error", "warning", "notice"]
_KINDS: Final[tuple[Command, ...]] = ("error", "warning", "notice")
MOST: Final = 10
"""GitHub shows so many annotations of one kind that a step makes, and drops the others silently."""
LONGEST_TITLE: Final = 255
"""Characters; GitHub refuses an annotation with a longer title."""
COMMANDS: Final[dict[Severity, Command]] = {
    Severity.BLOCKER: "error",
    Severity.CONDITION: "warning",
    Severity.WARNING: "warning",
    Severity.INFO: "notice",
}


class _Annotation(msgspec.Struct, frozen=True):
    command: Command
    title: str
    lines: tuple[str, ...]
    at: Location


def render(
    report: Report, folders: Folders = AT_THE_TOP, questions: Collection[str] = frozenset()
) -> str:
    """A line for each annotation, the gravest first, and one that says what is not shown.

    Waived findings are counted only, and so are those of the rules `questions` where no answer is
    required: they would stand at every change. `folders` are those of the nodes.
    """
    asked = [finding for finding in report.findings if _is_idle(finding, questions)]
    found = list(_annotations(report, places_of(report, folders), asked))
    shown: list[_Annotation] = []
    for command in _KINDS:
        # The last notice is the summary.
        most = MOST - 1 if command == "notice" else MOST
        shown += [annotation for annotation in found if annotation.command == command][:most]
    left = Counter(annotation.command for annotation in found)
    left.subtract(annotation.command for annotation in shown)
    return "".join(map(_line, (*shown, _summary(report, left, len(asked)))))


def _is_idle(finding: Finding, questions: Collection[str]) -> bool:
    is_open = finding.severity is Severity.INFO and not finding.waiver
    return is_open and finding.rule in questions


def _annotations(
    report: Report, places: Places, asked: Collection[Finding]
) -> Iterator[_Annotation]:
    for finding in report.findings:
        if not finding.waiver and finding not in asked:
            at = places.of(finding.at) if places.inside(finding.at) else Location()
            command = COMMANDS[finding.severity]
            yield _Annotation(command, finding.title, lines_of(finding, places), at)
    for gap in report.gaps:
        if gap.required:
            yield _Annotation("error", "Required for the verdict", lines_of_gap(gap), Location())


def _summary(report: Report, left: Counter[Command], asked: int) -> _Annotation:
    more = ", ".join(counted(left[kind], kind) for kind in _KINDS if left[kind])
    unseen = f"GitHub shows {MOST} annotations of a kind; not among these: {more}" if more else ""
    optional = sum(not gap.required for gap in report.gaps)
    gaps = f"Not looked at, and not required: {optional}" if optional else ""
    questions = f"Questions that no file answers: {asked}" if asked else ""
    upgrade = report.upgrade
    title = f"Keystone {upgrade.source.series} to {upgrade.target.series}"
    verdict = report.verdict
    lines = (verdict.decision.words, *verdict.reasons, unseen, questions, gaps)
    text = paragraph(filter(None, map(sentence, lines)))
    return _Annotation("notice", title, (text,), Location())


def _line(annotation: _Annotation) -> str:
    at = annotation.at
    properties = [
        f"{name}={_property(str(value))}"
        for name, value in (
            ("file", at.path),
            ("line", at.line or (1 if at.path else 0)),
            ("col", at.column if at.line else 0),
            ("title", line(annotation.title)[:LONGEST_TITLE]),
        )
        if value
    ]
    return f"::{annotation.command} {','.join(properties)}::{_data(annotation.lines)}\n"


def _data(lines: tuple[str, ...]) -> str:
    """Text of a command, escaped as the runner unescapes it."""
    text = "\n".join(lines)
    return text.replace("%", "%25").replace("\r", "%0D").replace("\n", "%0A")


def _property(text: str) -> str:
    """The value of a property of a command."""
    return _data((text,)).replace(":", "%3A").replace(",", "%2C")
