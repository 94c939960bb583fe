"""What somebody has answered or read: where it is kept, and what it counts for."""

import datetime as dt
import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path

import msgspec

from linter.catalog import store
from linter.collect.naming import shown_path
from linter.model.acknowledgement import Acknowledgement, Answers
from linter.model.finding import Finding, Gap, Severity
from linter.model.notes import digests_by_key
from linter.model.release import Upgrade
from linter.model.triage import TriagedNote
from linter.parse.acknowledgements import parse_acknowledgements
from linter.parse.composed import NotComposedError, shown
from linter.parse.listed_entries import LARGEST
from linter.ruleset import Ruleset

USUAL = Path(".kslint/acknowledgements.yaml")
"""Where they are kept, in the working directory."""

QUESTION = "question"
"""The check whose findings are questions."""


class AcknowledgementError(Exception):
    """Acknowledgements that cannot be used; the text names the file and says why."""


def read_acknowledgements(
    path: Path, rules: Ruleset | None = None, today: dt.date = dt.date.min
) -> Answers:
    """The entries of a file on a day, beside the questions that the rules ask.

    Raises AcknowledgementError when the file cannot be read or is no list. Of a malformed entry a
    fault is kept.
    """
    try:
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
        found = parse_acknowledgements(content, shown_path(path), store.releases())
    except OSError as error:
        raise AcknowledgementError(f"{path}: cannot be read: {error.strerror}") from error
    except NotComposedError as error:
        raise AcknowledgementError(f"{path}: {error}") from error
    return Answers(
        found.entries,
        found.faults,
        hashlib.sha256(content).hexdigest(),
        today,
        frozenset(rule.id for rule in rules or () if rule.check == QUESTION),
    )


def answered(
    findings: Iterable[Finding],
    answers: Answers,
    rules: Ruleset,
    upgrade: Upgrade,
    *,
    required: bool,
) -> tuple[Finding, ...]:
    """The findings, questions among them waived where an entry answers them.

    Where answers are not `required` a question is only worth knowing.
    """
    counting = answers.counting(upgrade)
    return tuple(
        _answered(finding, counting, required=required)
        if rules.rules[finding.rule].check == QUESTION
        else finding
        for finding in findings
    )


def _answered(finding: Finding, entries: Sequence[Acknowledgement], *, required: bool) -> Finding:
    waiver = "; ".join(entry.waiver() for entry in entries if entry.id == finding.rule)
    severity = finding.severity if required else Severity.INFO
    return msgspec.structs.replace(finding, waiver=waiver, severity=severity)


def gaps_in_answers(
    findings: Iterable[Finding], answers: Answers, upgrade: Upgrade
) -> Iterator[Gap]:
    """The questions that are open, though somebody answered them for another upgrade.

    An answer to what is not asked here is history, and says nothing of this upgrade.
    """
    here = answers.of(upgrade)
    for finding in findings:
        question = finding.rule
        if question not in answers.questions or finding.waiver:
            continue
        entries = [entry for entry in answers.entries if entry.id == question]
        if entries and not any(entry in here for entry in entries):
            targets = " and ".join(dict.fromkeys(entry.target for entry in entries))
            why = f"it is for an upgrade to {targets}, so it does not count here"
            remedy = "answer the question again for this upgrade"
            yield Gap(f"acknowledgement of {question}", why, remedy, required=False)


def gaps_of_faults(answers: Answers) -> Iterator[Gap]:
    """The entries that could not be read, where no rule is asked that would find them."""
    for fault in answers.faults:
        what = f"acknowledgement of {shown(fault.id)}" if fault.id else "acknowledgement"
        yield Gap(what, fault.why, "correct the entry", required=False, at=fault.at)


def acknowledged(
    notes: Sequence[TriagedNote], answers: Answers, upgrade: Upgrade
) -> tuple[TriagedNote, ...]:
    """The notes, with who acknowledged each in its present words for this upgrade.

    An entry that has the id of a note is about all its items, one that has what a page calls an
    item is about that item alone.
    """
    digests = digests_by_key(each.note for each in notes)
    said: dict[str, list[str]] = {}
    for entry in answers.counting(upgrade):
        if entry.digest and digests.get(entry.id) == entry.digest:
            said.setdefault(entry.id, []).append(entry.waiver())
    return tuple(_read(each, said) for each in notes)


def _read(triaged: TriagedNote, said: Mapping[str, Sequence[str]]) -> TriagedNote:
    keys = dict.fromkeys((triaged.note.key, triaged.note.page_key))
    words = "; ".join(word for key in keys for word in said.get(key, ()))
    return msgspec.structs.replace(triaged, acknowledgement=words)
