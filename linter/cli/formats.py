"""The formats of each verb by name, and where their texts go."""

import argparse
import os
from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, TypeVar

import msgspec

from linter.cli import output
from linter.cli.failure import UsageError

if TYPE_CHECKING:
    from linter.cli.analysis import Checked
    from linter.difference.told import Told
    from linter.model.logs import LogTally
    from linter.preparation.made import Made
    from linter.report.comparison import Comparison
    from linter.report.notes_answer import NotesAnswer
    from linter.report.places import Folders
    from linter.seal import Verification

# Each function loads the one renderer that it is about.
# ruff: noqa: PLC0415

Result = TypeVar("Result")
Formats = Mapping[str, Callable[[Result, bool], str | bytes]]
"""The functions that render a result, by name; the second argument is whether to colour it."""

USUAL = "terminal"
_STDOUT = "-"


class Target(msgspec.Struct, frozen=True):
    """A format, and the file that it goes to, `-` for stdout."""

    format: str
    file: str


def add_format_option(
    parser: argparse.ArgumentParser, formats: Iterable[str], also: str = ""
) -> None:
    """Adds --format, which means the same in every verb; `also` ends its help."""
    *names, last = formats
    parser.add_argument(
        "--format",
        action="append",
        default=[],
        metavar="FMT[=FILE]",
        help=f"{', '.join(names)} or {last}, to FILE or stdout; repeatable (default: {USUAL})"
        f"{also}",
    )


def targets(words: Sequence[str], formats: Iterable[str]) -> tuple[Target, ...]:
    """What the words of --format ask for, the usual format where there are none.

    Raises UsageError for an unknown format, no file after `=`, or two that go to the same place.
    """
    known = tuple(formats)
    found = tuple(_target(word, known) for word in words or [USUAL])
    places = [place(target.file) for target in found]
    for number, taken in enumerate(places):
        if taken in places[:number]:
            file = found[number].file
            remedy = (
                "one of them a file, as json=FILE" if file == _STDOUT else "each a file of its own"
            )
            raise UsageError(f"two formats go to {file}: give {remedy}")
    return found


def _target(word: str, known: Sequence[str]) -> Target:
    name, equals, file = word.partition("=")
    if name not in known:
        raise UsageError(f"no format {name!r}; known: {', '.join(known)}")
    if equals and not file:
        raise UsageError(f"--format {word} names no file: give one after the =, or leave the = out")
    return Target(name, file or _STDOUT)


def place(file: str) -> str:
    """What tells whether two names are of one file, `-` for stdout."""
    return file if file == _STDOUT else os.path.realpath(file)


def put_all(result: Result, formats: Formats[Result], wanted: Sequence[Target]) -> None:
    """Renders a result in every format that is wanted, each to its place."""
    for target in wanted:
        color = target.file == _STDOUT and output.wants_color()
        output.put(formats[target.format](result, color), target.file)


def _check_terminal(checked: "Checked", color: bool) -> str:
    from linter.report import terminal

    return terminal.render(checked.report, color=color)


def _check_json(checked: "Checked", _: bool) -> str:
    from linter.report import json

    return json.render(checked.report)


def _check_sarif(checked: "Checked", _: bool) -> str:
    from linter.report import sarif

    return sarif.render(checked.report, checked.rules, _folders(checked))


def _check_github(checked: "Checked", _: bool) -> str:
    from linter.acknowledgements import QUESTION
    from linter.report import github

    questions = {rule.id for rule in checked.rules if rule.check == QUESTION}
    return github.render(checked.report, _folders(checked), questions)


def _check_gitlab(checked: "Checked", _: bool) -> str:
    from linter.report import gitlab

    return gitlab.render(checked.report, _folders(checked))


def _check_junit(checked: "Checked", _: bool) -> str:
    from linter.report import junit

    return junit.render(checked.report, _folders(checked))


def _check_csv(checked: "Checked", _: bool) -> str:
    from linter.report import csv

    return csv.render(checked.report)


def _check_markdown(checked: "Checked", _: bool) -> str:
    from linter.report import readiness_markdown

    return readiness_markdown.render(checked.report)


def _check_html(checked: "Checked", _: bool) -> str:
    from linter.report import html

    return html.render(checked.report)


def _folders(checked: "Checked") -> "Folders":
    from linter.cli.repository import folders_of

    return folders_of(checked.roots, Path.cwd())


def _report_terminal(checked: "Checked", color: bool) -> str:
    from linter.report import readiness_terminal

    return readiness_terminal.render(checked.report, color=color)


def _report_pdf(checked: "Checked", _: bool) -> bytes:
    from linter.report import pdf

    return pdf.render(checked.report)


def _comparison_terminal(comparison: "Comparison", color: bool) -> str:
    from linter.report import comparison_terminal

    return comparison_terminal.render(comparison, color=color)


def _comparison_json(comparison: "Comparison", _: bool) -> str:
    from linter.report import comparison_json

    return comparison_json.render(comparison)


def _verification_terminal(found: "Verification", color: bool) -> str:
    from linter.report import verification_terminal

    return verification_terminal.render(found, color=color)


def _verification_json(found: "Verification", _: bool) -> str:
    from linter.report import verification_json

    return verification_json.render(found)


def _logs_terminal(tally: "LogTally", color: bool) -> str:
    from linter.report import logs_terminal

    return logs_terminal.render(tally, color=color)


def _logs_json(tally: "LogTally", _: bool) -> str:
    from linter.report import logs_json

    return logs_json.render(tally)


def _notes_terminal(answer: "NotesAnswer", color: bool) -> str:
    from linter.report import notes_terminal

    return notes_terminal.render(answer, datetime.now(UTC), color=color)


def _notes_json(answer: "NotesAnswer", _: bool) -> str:
    from linter.report import notes_json

    return notes_json.render(answer)


def _notes_markdown(answer: "NotesAnswer", _: bool) -> str:
    from linter.report import notes_markdown

    return notes_markdown.render(answer)


def _notes_html(answer: "NotesAnswer", _: bool) -> str:
    from linter.report import notes_html

    return notes_html.render(answer)


def _differences_terminal(found: "Told", color: bool) -> str:
    from linter.report import differences_terminal

    return differences_terminal.render(found, color=color)


def _differences_unified(found: "Told", _: bool) -> str:
    from linter.report import differences_unified

    return differences_unified.render(found)


def _differences_json(found: "Told", _: bool) -> str:
    from linter.report import differences_json

    return differences_json.render(found)


def _differences_html(found: "Told", _: bool) -> str:
    from linter.report import differences_html

    return differences_html.render(found)


def _preparation_terminal(made: "Made", color: bool) -> str:
    from linter.report import preparation_terminal

    return preparation_terminal.render(made, color=color)


def _preparation_json(made: "Made", _: bool) -> str:
    from linter.report import preparation_json

    return preparation_json.render(made)


CHECK: "Formats[Checked]" = {
    "terminal": _check_terminal,
    "json": _check_json,
    "sarif": _check_sarif,
    "github": _check_github,
    "gitlab": _check_gitlab,
    "junit": _check_junit,
    "csv": _check_csv,
    "markdown": _check_markdown,
    "html": _check_html,
}
REPORT: "Formats[Checked]" = {
    "terminal": _report_terminal,
    "json": _check_json,
    "markdown": _check_markdown,
    "html": _check_html,
    "pdf": _report_pdf,
}
COMPARISON: "Formats[Comparison]" = {"terminal": _comparison_terminal, "json": _comparison_json}
VERIFICATION: "Formats[Verification]" = {
    "terminal": _verification_terminal,
    "json": _verification_json,
}
LOGS: "Formats[LogTally]" = {"terminal": _logs_terminal, "json": _logs_json}
NOTES: "Formats[NotesAnswer]" = {
    "terminal": _notes_terminal,
    "json": _notes_json,
    "markdown": _notes_markdown,
    "html": _notes_html,
}
DIFFERENCES: "Formats[Told]" = {
    "terminal": _differences_terminal,
    "unified": _differences_unified,
    "json": _differences_json,
    "html": _differences_html,
}
PREPARATION: "Formats[Made]" = {
    "terminal": _preparation_terminal,
    "json": _preparation_json,
}
OF_VERBS: Mapping[str, Iterable[str]] = {
    "check": CHECK,
    "report": REPORT,
    "logs": LOGS,
    "notes": NOTES,
    "diff": DIFFERENCES,
    "prepare": PREPARATION,
}
"""The names that --format of a verb takes."""
