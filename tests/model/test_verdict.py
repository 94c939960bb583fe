import pytest

from linter.model.finding import Confidence, Finding, Gap, Severity
from linter.model.location import Location
from linter.model.verdict import Decision, decide
from linter.model.waiver import KNOWN

REQUIRED = Gap("keystone.conf", "it is a template", "render it", required=True)
OPTIONAL = Gap("logs", "not given", "give them", required=False)


def finding(severity: Severity, waiver: str = "") -> Finding:
    return Finding(
        rule="a/rule",
        title="A rule",
        severity=severity,
        confidence=Confidence.CERTAIN,
        message="it is so",
        subject="[a] b",
        at=Location(path="keystone.conf", line=1),
        fingerprint="f",
        waiver=waiver,
    )


BLOCKER, CONDITION, WARNING, INFO = (finding(severity) for severity in Severity)
KNOWN_BEFORE = finding(Severity.WARNING, waiver=KNOWN)
WAIVED = finding(Severity.BLOCKER, waiver="accepted by the board")


@pytest.mark.parametrize(
    ("findings", "gaps", "decision"),
    [
        ([], [], Decision.GO),
        ([INFO], [OPTIONAL], Decision.GO),
        ([WARNING], [], Decision.GO_WITH_CONDITIONS),
        ([CONDITION], [OPTIONAL], Decision.GO_WITH_CONDITIONS),
        ([WAIVED], [], Decision.GO_WITH_CONDITIONS),
        ([BLOCKER], [REQUIRED], Decision.NO_GO),
        ([CONDITION], [REQUIRED], Decision.INCOMPLETE),
        ([], [REQUIRED], Decision.INCOMPLETE),
    ],
)
def test_a_blocker_outweighs_a_required_gap_and_that_a_condition(
    findings: list[Finding], gaps: list[Gap], decision: Decision
) -> None:
    assert decide(findings, gaps, Severity.BLOCKER).decision is decision


@pytest.mark.parametrize(
    ("findings", "gaps", "fail_on", "code"),
    [
        ([], [], Severity.WARNING, 0),
        ([INFO], [], Severity.WARNING, 0),
        ([WARNING], [], Severity.BLOCKER, 0),
        ([WARNING], [], Severity.CONDITION, 0),
        ([WARNING], [], Severity.WARNING, 1),
        ([CONDITION], [], Severity.BLOCKER, 0),
        ([CONDITION], [], Severity.CONDITION, 1),
        ([CONDITION], [], Severity.WARNING, 1),
        ([WAIVED], [], Severity.BLOCKER, 0),
        ([WAIVED], [], Severity.CONDITION, 1),
        ([BLOCKER], [], Severity.BLOCKER, 1),
        ([CONDITION], [REQUIRED], Severity.CONDITION, 3),
        ([], [REQUIRED], Severity.BLOCKER, 3),
    ],
)
def test_the_exit_code_follows_the_decision_and_fail_on(
    findings: list[Finding], gaps: list[Gap], fail_on: Severity, code: int
) -> None:
    assert decide(findings, gaps, fail_on).exit_code == code


def test_the_reasons_count_what_stands_open() -> None:
    findings = [BLOCKER, CONDITION, CONDITION, WARNING, INFO, WAIVED, KNOWN_BEFORE]
    assert decide(findings, [REQUIRED, OPTIONAL], Severity.BLOCKER).reasons == (
        "1 blocker stands against the upgrade.",
        "2 conditions need somebody to decide.",
        "1 warning is open.",
        "1 finding is waived or acknowledged.",
        "1 finding is known from the baseline.",
        "1 required part could not be looked at.",
    )
