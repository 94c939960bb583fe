"""Questions that somebody has answered, by name and date."""

import datetime as dt
import hashlib
import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from typing import Annotated

import msgspec
import yaml

from linter.model.acknowledgement import Acknowledgement, Answers
from linter.model.finding import Finding, Gap, Severity
from linter.model.notes import digests_by_key
from linter.model.release import Upgrade
from linter.model.triage import TriagedNote
from linter.model.visible import visible
from linter.ruleset import Ruleset

try:
    # Every scalar as it is written: 2025.1 is a series here, not a number.
    from yaml import CBaseLoader as Loader
except ImportError:  # PyYAML built without libyaml
    from yaml import BaseLoader as Loader  # type: ignore[assignment]

USUAL = Path(".kslint/acknowledgements.yaml")
"""Where they are kept, in the working directory."""

QUESTION = "question"
"""The check whose findings are questions."""

_NOTE = re.compile(r"[\w.-]+-[0-9a-f]{16}")
"""The id of a release note, as reno makes it."""

_Said = Annotated[str, msgspec.Meta(pattern=r"\S")]


class AcknowledgementError(Exception):
    """Acknowledgements that cannot be used; the text names the file and the entry."""


class _Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An entry as it is written."""

    id: _Said
    target: _Said
    by: _Said
    on: dt.date
    reason: _Said
    ticket: str = ""


def read_acknowledgements(path: Path) -> Answers:
    """The answers in a file; entries about release notes are left alone.

    Raises AcknowledgementError when the file cannot be read or an entry is malformed.
    """
    try:
        content = path.read_bytes()
        entries = yaml.load(content, Loader) or []  # noqa: S506  makes strings only
    except OSError as error:
        raise AcknowledgementError(f"{path}: cannot be read: {error.strerror}") from error
    except (yaml.YAMLError, ValueError, RecursionError) as error:
        raise AcknowledgementError(
            f"{path}: no valid YAML: {' '.join(str(error).split())}"
        ) from error
    if not isinstance(entries, list):
        raise AcknowledgementError(f"{path}: not a list of entries, each `- id: ...`")
    read = tuple(
        _entry(entry, f"{path}: entry {number}")
        for number, entry in enumerate(entries, 1)
        if not _is_of_note(entry)
    )
    return Answers(read, sha256=hashlib.sha256(content).hexdigest())


def _is_of_note(entry: object) -> bool:
    if not isinstance(entry, Mapping):
        return False
    return "digest" in entry or _NOTE.fullmatch(str(entry.get("id"))) is not None


def _entry(entry: object, place: str) -> Acknowledgement:
    try:
        found = msgspec.convert(entry, _Entry)
        return Acknowledgement(**msgspec.structs.asdict(found))
    except msgspec.ValidationError as error:
        named = entry.get("id") if isinstance(entry, Mapping) else None
        about = f" ({named})" if isinstance(named, str) else ""
        raise AcknowledgementError(f"{place}{about}: {_words(str(error))}") from error


def _words(complaint: str) -> str:
    """What msgspec complains of, in words for whoever wrote the entry."""
    if "RFC3339" in complaint:
        return "`on` is no date such as 2026-11-20"
    if "matching regex" in complaint:
        return f"`{complaint.rpartition('$.')[2].rstrip('`')}` is empty"
    return complaint


def answered(
    findings: Iterable[Finding],
    entries: Sequence[Acknowledgement],
    rules: Ruleset,
    upgrade: Upgrade,
    *,
    required: bool,
) -> tuple[Finding, ...]:
    """The findings, questions among them waived where an entry answers them.

    Where answers are not `required` a question is only worth knowing.
    """
    counting = [entry for entry in entries if _is_for(entry, upgrade)]
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


def _is_for(entry: Acknowledgement, upgrade: Upgrade) -> bool:
    return entry.target in {upgrade.target.series, upgrade.target.codename}


def gaps_in_answers(
    entries: Iterable[Acknowledgement], rules: Ruleset, upgrade: Upgrade
) -> Iterator[Gap]:
    """What was acknowledged and does not count: no question, or another upgrade's."""
    for entry in entries:
        rule = rules.rules.get(entry.id)
        if rule is None:
            why, remedy = "no rule has this id", "see `kslint rules` for the ids of questions"
        elif rule.check != QUESTION:
            why, remedy = "the rule asks no question, so nothing counts as its answer", "remove it"
        elif not _is_for(entry, upgrade):
            why = f"it is for an upgrade to {visible(entry.target)}, so it does not count here"
            remedy = "answer the question again for this upgrade"
        else:
            continue
        yield Gap(f"acknowledgement of {visible(entry.id)}", why, remedy, required=False)


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
