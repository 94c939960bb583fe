"""From findings and gaps to a decision."""

import enum
from collections.abc import Sequence

import msgspec

from linter.model.finding import Finding, Gap, Severity
from linter.model.waiver import KNOWN

EXIT_OK = 0
EXIT_FINDINGS = 1
EXIT_USAGE = 2
EXIT_INCOMPLETE = 3
EXIT_INTERNAL = 4
EXIT_INTERRUPT = 130


class Decision(enum.StrEnum):
    """What the operator is told."""

    GO = "GO"
    GO_WITH_CONDITIONS = "GO_WITH_CONDITIONS"
    NO_GO = "NO_GO"
    INCOMPLETE = "INCOMPLETE"

    @property
    def words(self) -> str:
        """The decision as it is written for people."""
        return self.value.replace("NO_GO", "NO-GO").replace("_", " ")


class Verdict(msgspec.Struct, frozen=True):
    """The decision, the exit code that goes with it, and why in whole sentences."""

    decision: Decision
    exit_code: int
    reasons: tuple[str, ...]


def decide(findings: Sequence[Finding], gaps: Sequence[Gap], fail_on: Severity) -> Verdict:
    """The verdict: a blocker outweighs a required gap, and a gap outweighs a condition."""
    decision = _decision(findings, gaps)
    return Verdict(decision, _exit_code(decision, findings, fail_on), _reasons(findings, gaps))


def _decision(findings: Sequence[Finding], gaps: Sequence[Gap]) -> Decision:
    if any(finding.severity is Severity.BLOCKER and not finding.waiver for finding in findings):
        return Decision.NO_GO
    if any(gap.required for gap in gaps):
        return Decision.INCOMPLETE
    if any(_is_open_condition(finding) for finding in findings):
        return Decision.GO_WITH_CONDITIONS
    return Decision.GO


def _is_open_condition(finding: Finding) -> bool:
    if finding.waiver:
        return finding.severity is Severity.BLOCKER
    return finding.severity is not Severity.INFO


def _exit_code(decision: Decision, findings: Sequence[Finding], fail_on: Severity) -> int:
    match decision:
        case Decision.NO_GO:
            return EXIT_FINDINGS
        case Decision.INCOMPLETE:
            return EXIT_INCOMPLETE
        case Decision.GO:
            return EXIT_OK
        case Decision.GO_WITH_CONDITIONS:
            graves = (finding.severity for finding in findings if _is_open_condition(finding))
            fails = any(severity.rank <= fail_on.rank for severity in graves)
            return EXIT_FINDINGS if fails and fail_on is not Severity.BLOCKER else EXIT_OK


def _reasons(findings: Sequence[Finding], gaps: Sequence[Gap]) -> tuple[str, ...]:
    reasons = [
        _counted(sum(finding.severity is severity for finding in _open(findings)), words)
        for severity, words in (
            (Severity.BLOCKER, ("blocker stands", "blockers stand", "against the upgrade")),
            (Severity.CONDITION, ("condition needs", "conditions need", "somebody to decide")),
            (Severity.WARNING, ("warning is", "warnings are", "open")),
        )
    ]
    known = sum(finding.waiver == KNOWN for finding in findings)
    waived = len(findings) - len(_open(findings)) - known
    reasons.append(_counted(waived, ("finding is", "findings are", "waived or acknowledged")))
    reasons.append(_counted(known, ("finding is", "findings are", KNOWN)))
    required = sum(gap.required for gap in gaps)
    reasons.append(
        _counted(required, ("required part", "required parts", "could not be looked at"))
    )
    if not any(reasons):
        reasons = ["Everything required was looked at, and nothing stands against the upgrade."]
    unjudged = len({gap.at for gap in gaps if gap.at and not gap.required})
    reasons.append(_counted(unjudged, ("file was", "files were", "found and not judged")))
    return tuple(reason for reason in reasons if reason)


def _open(findings: Sequence[Finding]) -> list[Finding]:
    return [finding for finding in findings if not finding.waiver]


def _counted(number: int, words: tuple[str, str, str]) -> str:
    if not number:
        return ""
    one, many, rest = words
    return f"{number} {one if number == 1 else many} {rest}."
