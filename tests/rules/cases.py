"""The cases of the rules: files, an upgrade, and all that the user then reads of one rule."""

from collections.abc import Iterator
from pathlib import Path

import msgspec

from linter.model.finding import Confidence, Finding, Severity
from linter.model.live import Live

FOLDER = Path(__file__).parents[1] / "fixtures" / "rules"


class Told(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What the user reads of one finding; `location` is path:line:column, after the node if any."""

    message: str
    severity: Severity
    subject: str
    location: str
    why: str
    fix: str
    confidence: Confidence = Confidence.CERTAIN


class Case(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One behaviour of a rule.

    `paths` are what the user points at, below the folder with the files. `modes` are permission
    bits of files and directories, octal; they are only known where a live system is looked at.
    `web` are the words of --web, below the folder. `live` is what a running system would have said.
    """

    name: str
    upgrade: tuple[str, str]
    files: dict[str, str]
    paths: tuple[str, ...] = ("",)
    modes: dict[str, str] = {}
    web: tuple[str, ...] = ()
    live: Live = Live()
    findings: tuple[Told, ...] = ()
    quiet: bool = False


def cases() -> Iterator[tuple[str, Case]]:
    """Every case, after the id of its rule."""
    for path in sorted(FOLDER.rglob("*.yaml")):
        rule = path.relative_to(FOLDER).with_suffix("").as_posix()
        for case in msgspec.yaml.decode(path.read_bytes(), type=list[Case]):
            yield rule, case


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
