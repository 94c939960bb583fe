"""Plans what becomes of the files of Python's logging."""

import re

from msgspec.structs import replace

from linter.checks.logging_file import Reading, file_in_force
from linter.difference.said import spoken
from linter.model.finding import Finding, Gap
from linter.model.preparation import Action, Change, Choice, NewFile
from linter.model.sections import Entry, SectionFile
from linter.preparation.case import Case, Part, joined
from linter.preparation.file_questions import Asked, decided, still_said
from linter.preparation.read_again import with_contents
from linter.rebase.ini_lines import Splice, document, spliced

_MISSING = "logging/class-missing"
_RULES = (_MISSING, "logging/file-refused")
_CLASS = Choice("class", "name another class by its full name", takes_value=True)
_DOTTED = re.compile(r"[A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*")


def plan_logging(case: Case) -> Part:
    """The logging file in force with the successors of classes that the target lacks.

    What has none, and what Python refuses, is for somebody to decide.
    """
    file = file_in_force(case.context)
    asked = still_said(case, case.context, file.path, _RULES) if file else None
    if file is None or asked is None or not asked.findings:
        return Part(gaps=asked.gaps if asked else ())
    content = case.sources()[file.path].content
    first = _succeeded(case, file, content, asked)
    content = first.files[-1].content or b"" if first.files else content
    context = with_contents(case, {file.path: content})
    left = still_said(case, context, file.path, _RULES)
    part = joined(first, _decided(case, file, content, left), Part(gaps=asked.gaps))
    return replace(part, files=part.files[-1:])


def _succeeded(case: Case, file: SectionFile, content: bytes, asked: Asked) -> Part:
    if file.is_partial:
        return Part()
    known: dict[str, str] = case.rules.rules[_MISSING].params["successors"]
    part = Part()
    for finding in asked.of(_MISSING):
        entry = _entry(file, finding)
        successor = known.get(entry.value) if entry else None
        if entry and successor:
            content = _with_class(content, entry, successor)
            why = "The target has no such class; its successor takes the same arguments."
            part = joined(part, _set(file, content, finding, why))
    return part


def _entry(file: SectionFile, finding: Finding) -> Entry | None:
    """The line that names the class, None where that comes from elsewhere."""
    reading = Reading(file)
    for section in file.sections:
        if spoken(f"[{section.name}] class") == finding.subject:
            return reading.entry(section.name, "class")
    return None


def _with_class(content: bytes, entry: Entry, name: str) -> bytes:
    """The file with another class on the line of the entry."""
    source = document(content)
    old = re.escape(entry.value)
    text = re.sub(rf"([=:]\s*){old}(?=\s|$)", rf"\g<1>{name}", source.text(entry.at.line), count=1)
    return spliced(source, [Splice(entry.at.line, entry.at.line, (text,))]).content()


def _set(file: SectionFile, content: bytes, finding: Finding, why: str, decision: str = "") -> Part:
    change = Change(Action.SET, finding.subject, finding.at, why, (finding.rule,), decision)
    return Part(files=(NewFile(file.path, content),), changes=(change,))


def _decided(case: Case, file: SectionFile, content: bytes, asked: Asked) -> Part:
    if not asked.findings:
        return Part(gaps=asked.gaps)
    entry = _only_class(file, asked)
    choices = (_CLASS,) if entry else ()
    is_open = asked.has_blocker
    decision, answer = decided(case, file.path, asked.findings, choices, is_open=is_open)
    part = Part(decisions=(decision,), gaps=asked.gaps)
    if entry is None or answer is None:
        return part
    if not _DOTTED.fullmatch(answer.value):
        what, why = f"the value for {decision.id} in the answers", "it is no name of a class"
        gap = Gap(what, why, "give another value", required=True, at=answer.at)
        return joined(part, Part(gaps=(gap,)))
    new = _with_class(content, entry, answer.value)
    why = "It names the class that was chosen."
    return joined(part, _set(file, new, asked.findings[0], why, decision.id))


def _only_class(file: SectionFile, asked: Asked) -> Entry | None:
    """The line of the one class that is missing, None where there is more to decide."""
    if len(asked.findings) != 1 or file.is_partial:
        return None
    entry = _entry(file, asked.findings[0]) if asked.of(_MISSING) else None
    return entry if entry and _DOTTED.fullmatch(entry.value) else None
