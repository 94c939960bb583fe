"""The cases of rules: files, an upgrade, and all that the user then reads of one rule."""

import datetime as dt
import re
import textwrap
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path, PurePosixPath

import msgspec

from linter.model.finding import Confidence, Finding, Severity
from linter.model.live import Live
from linter.model.notes import NoteSection
from linter.ruleset import CASES, shipped_folder

_OUTCOME = re.compile(r"^  (?:findings:\n(?:    .*\n|\n(?=    ))*|quiet: true\n)", re.MULTILINE)
_LINE = 98


class CaseError(Exception):
    """A file of cases that cannot be used; the text names it and the reason."""


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the user reads of one finding; `location` is path:line:column, after the node if any."""

    message: str
    severity: Severity
    subject: str
    location: str
    why: str
    fix: str
    confidence: Confidence = Confidence.CERTAIN


class WrittenNote(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """An item of a release note that a case has been given."""

    id: str
    series: str
    version: str
    section: NoteSection
    text: str
    item: int = 1


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One behaviour of a rule.

    `paths` are what the user points at, below the folder with the files. `modes` are permission
    bits of files and directories, octal; they are only known where a live system is looked at.
    `owners` are the user:group of files and directories, else root:keystone; with them the files
    are packed into an archive, and that is what the user points at. `web` are the words of --web,
    below the folder, `logs` those of --logs. `live` is what a running system would have said.
    `notes` are the release notes that were gathered; `acknowledgements` and `waivers` are the files
    with those that count, below the folder, on the day `today`.
    """

    name: str
    upgrade: tuple[str, str]
    files: dict[str, str]
    paths: tuple[str, ...] = ("",)
    modes: dict[str, str] = {}
    owners: dict[str, str] = {}
    web: tuple[str, ...] = ()
    logs: tuple[str, ...] = ()
    live: Live = Live()
    notes: tuple[WrittenNote, ...] | None = None
    acknowledgements: str = ""
    waivers: str = ""
    today: dt.date = dt.date(2026, 11, 20)
    findings: tuple[Told, ...] = ()
    quiet: bool = False


class Trial(msgspec.Struct, frozen=True):
    """One case that was run: what it wants the user to read, and what the rule said."""

    rule: str
    case: str
    wanted: tuple[Told, ...]
    said: tuple[Told, ...]
    fault: str = ""

    @property
    def passed(self) -> bool:
        """Whether the rule says what the case wants, and ran to its end."""
        return self.wanted == self.said and not self.fault


class Trials(msgspec.Struct, frozen=True):
    """Every case of some rules; `unshown` are rules without a case that fires, or is quiet."""

    trials: tuple[Trial, ...]
    unshown: tuple[tuple[str, str], ...]

    @property
    def passed(self) -> bool:
        """Whether every case passed and every rule is shown both ways."""
        return not self.unshown and all(trial.passed for trial in self.trials)


def folder_of_cases(rules: Path) -> Path:
    """Where the cases of a folder of rules are; for the shipped rules a checkout has them."""
    if rules == shipped_folder():
        return rules.parent / "tests" / "fixtures" / "rules"
    return rules / CASES


def case_files(folder: Path) -> Iterator[tuple[str, Path]]:
    """Every file of cases, after the id of its rule, in order."""
    for path in sorted(folder.rglob("*.yaml")):
        yield path.relative_to(folder).with_suffix("").as_posix(), path


def read_cases(text: bytes, path: Path) -> list[Case]:
    """The cases that a file holds.

    Raises CaseError when they are malformed or name a file outside the folder of their run.
    """
    try:
        cases = msgspec.yaml.decode(text, type=list[Case])
    except msgspec.DecodeError as error:
        raise CaseError(f"{path}: {' '.join(str(error).split())}") from error
    for case in cases:
        named = (*case.files, *case.modes, *case.owners, *case.paths, *case.web, *case.logs)
        for name in (*named, case.acknowledgements, case.waivers):
            if PurePosixPath(name).is_absolute() or ".." in PurePosixPath(name).parts:
                raise CaseError(f"{path}: {case.name}: {name!r} leads out of the case")
    return cases


def told(finding: Finding) -> Told:
    """A finding as the user reads it."""
    return Told(
        message=finding.message,
        severity=finding.severity,
        subject=finding.subject,
        location=str(finding.at),
        why=finding.why,
        fix=finding.fix,
        confidence=finding.confidence,
    )


def renewed(text: str, outcomes: Callable[[Case], Sequence[Told]], path: Path) -> str:
    """The text of a file of cases with what the rule says now; all else stays as it is."""
    head, *parts = re.split(r"(?m)^(?=- name: )", text)
    for part in parts:
        (case,) = read_cases(part.encode(), path)
        outcome = _outcome(outcomes(case))
        head += _OUTCOME.sub(lambda _, new=outcome: new, part, count=1)
    return head


def _outcome(findings: Sequence[Told]) -> str:
    if not findings:
        return "  quiet: true\n"
    return "  findings:\n" + "".join(map(_finding, findings))


def _finding(finding: Told) -> str:
    fields = msgspec.to_builtins(finding)
    if fields["confidence"] == "certain":
        del fields["confidence"]
    lines = [_field(name, str(text)) for name, text in fields.items()]
    return "    - " + "      ".join(lines)


def _field(name: str, text: str) -> str:
    if name in {"message", "why", "fix"} and text:
        wrapped = textwrap.fill(text, _LINE, break_on_hyphens=False, break_long_words=False)
        return f"{name}: >-\n" + textwrap.indent(wrapped, " " * 8) + "\n"
    plain = re.fullmatch(r"[\w./][\w./:\- ]*", text) and ": " not in text
    quoted = text.replace("'", "''")
    return f"{name}: {text}\n" if plain else f"{name}: '{quoted}'\n"
