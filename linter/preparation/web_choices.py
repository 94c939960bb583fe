"""What somebody may choose for a web server's file or a script that cannot stay as it is."""

import re
from collections.abc import Iterator, Sequence

import msgspec

from linter.difference.said import spoken
from linter.model.finding import Finding, Gap
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change, Choice, Decision, NewFile
from linter.model.webserver import WebFile, WebUse
from linter.preparation.case import Case, Part, joined
from linter.preparation.entry_points import Replaced, distinct, with_lines, with_python, with_script
from linter.preparation.file_questions import Asked, decided
from linter.preparation.web_crontabs import are_entries, commented_out
from linter.preparation.web_scripts import fault_of, grant_of

_SCRIPT = Choice(
    "script",
    "name another script by its whole path on the machine: one of your own, or from 2025.1 on "
    "keystone/wsgi/api.py in the target's Python",
    takes_value=True,
)
_PYTHON = Choice("python", 'name another Python by its version, such as "3.12"', takes_value=True)
_COMMENT_OUT = Choice("comment-out", "turn the calls into comments")
_LOADED = ("web/script-not-installed", "web/copied-script-outdated")
_PYTHONS = "web/python-too-old"
_COMMANDS = "files/command-removed"
_NAMED = "It names the Python that was chosen."
_VERSION = r"[23]\.\d{1,2}"


class _Left(msgspec.Struct, frozen=True):
    """A file that cannot stay as it is: what it says now, and what is said against it."""

    case: Case
    file: WebFile
    content: bytes
    asked: Asked


def answered(case: Case, file: WebFile, content: bytes, asked: Asked) -> Part:
    """The decision about a file, and what its answer makes of it."""
    left = _Left(case, file, content, asked)
    choices, is_open = _choices(left), asked.has_blocker
    decision, answer = decided(case, file.path, asked.findings, choices, is_open=is_open)
    part = Part(decisions=(decision,))
    match answer:
        case Answer(choose="script"):
            return joined(part, _with_script(left, decision, answer))
        case Answer(choose="python"):
            return joined(part, _with_python(left, decision, answer))
        case Answer(choose="comment-out"):
            return joined(part, _commented_out(left, decision))
    return part


def _choices(left: _Left) -> Iterator[Choice]:
    """The choices that can be carried out; a template is for a person to edit."""
    if left.file.template or left.file.is_cut:
        return
    if left.file.server == "apache" and _lost_scripts(left):
        yield _SCRIPT
    if left.asked.findings == left.asked.of(_PYTHONS):
        yield _PYTHON
    if are_entries(left.content, _lines(left.asked.of(_COMMANDS))):
        yield _COMMENT_OUT


def _lost_scripts(left: _Left) -> tuple[WebUse, ...]:
    subjects = {finding.subject for finding in left.asked.of(*_LOADED)}
    return distinct(
        use
        for use in left.file.uses
        if use.kind == "script" and subjects & {spoken(use.value), _name(use)}
    )


def _name(use: WebUse) -> str:
    return use.value.partition("/$")[0].rpartition("/")[2]


def _lines(findings: tuple[Finding, ...]) -> set[int]:
    places = (
        place
        for finding in findings
        for place in (finding.at, *(witness.at for witness in finding.witnesses))
    )
    return {place.line for place in places if place}


def _with_script(left: _Left, decision: Decision, answer: Answer) -> Part:
    uses = _lost_scripts(left)
    fault = fault_of(answer.value, left.case.context, {_name(use) for use in uses})
    if fault:
        return _refused(decision, answer, fault)
    replaced = with_script(left.content, uses, answer.value)
    content = with_lines(replaced.content, grant_of(replaced.content, answer.value))
    whole = msgspec.structs.replace(replaced, content=content)
    why = "It names the script that was chosen, which must be there when the target starts."
    return joined(_told(left, whole, decision, why), _kept(left, uses, replaced))


def _with_python(left: _Left, decision: Decision, answer: Answer) -> Part:
    if not re.fullmatch(_VERSION, answer.value):
        return _refused(decision, answer, 'it is no version such as "3.12"')
    subjects = {finding.subject for finding in left.asked.findings}
    uses = distinct(
        use for use in left.file.uses if use.kind == "python" and f"python{use.value}" in subjects
    )
    replaced = with_python(left.content, uses, answer.value)
    return joined(_told(left, replaced, decision, _NAMED), _kept(left, uses, replaced))


def _refused(decision: Decision, answer: Answer, fault: str) -> Part:
    what = f"the value for {decision.id} in the answers"
    at = answer.at if answer.at != Location() else decision.at
    return Part(gaps=(Gap(what, fault, "give another value", required=True, at=at),))


def _told(left: _Left, replaced: Replaced, decision: Decision, why: str) -> Part:
    changes = tuple(
        Change(Action.SET, spoken(use.by), use.at, why, decision.rules, decision.id)
        for use in replaced.uses
    )
    return Part(files=(NewFile(left.file.path, replaced.content),), changes=changes)


def _kept(left: _Left, uses: Sequence[WebUse], replaced: Replaced) -> Part:
    """A Gap for each use that could not be replaced."""
    why, remedy = "its line is written in a way that is not known", "edit the line by hand"
    return Part(
        gaps=tuple(
            Gap(
                f"{spoken(use.by)} in {spoken(left.file.path)}",
                why,
                remedy,
                required=True,
                at=use.at,
            )
            for use in uses
            if use not in replaced.uses
        )
    )


def _commented_out(left: _Left, decision: Decision) -> Part:
    findings = left.asked.of(_COMMANDS)
    content = commented_out(left.content, _lines(findings), "the target has no such command")
    changes = tuple(
        Change(
            Action.COMMENTED_OUT,
            finding.subject,
            finding.at,
            "The target has no such command.",
            (finding.rule,),
            decision.id,
        )
        for finding in findings
    )
    return Part(files=(NewFile(left.file.path, content),), changes=changes)
