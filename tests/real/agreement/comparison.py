"""Asks the real release and kslint about the same deployments, and compares their answers."""

import json
import subprocess
import sys
from pathlib import Path

import msgspec

from tests.real.agreement.variation import HERE, Case, cases, write
from tests.real.releases import bootstrapped, release_python

WORKS = "works"


class Real(msgspec.Struct, frozen=True):
    """What the release did: works, no token, or does not start, and the error that it gave."""

    case: str
    outcome: str
    step: str
    error: str
    log: str


class Place(msgspec.Struct, frozen=True):
    """The line that a finding points to."""

    line: int


class Finding(msgspec.Struct, frozen=True):
    """What the comparison needs of a finding."""

    rule: str
    severity: str
    subject: str
    location: Place


class Verdict(msgspec.Struct, frozen=True):
    """What the comparison needs of a verdict."""

    decision: str


class Judged(msgspec.Struct, frozen=True):
    """What kslint says of one deployment."""

    verdict: Verdict
    findings: tuple[Finding, ...]

    def blockers(self) -> tuple[Finding, ...]:
        """The findings that make a NO-GO."""
        return tuple(finding for finding in self.findings if finding.severity == "blocker")


class Row(msgspec.Struct, frozen=True):
    """One case with both answers; `line` is the line changed."""

    case: Case
    line: int
    real: Real
    judged: Judged

    def disagreement(self) -> str:
        """Why the answers do not fit together, empty when they do."""
        blockers = [(found.subject, found.location.line) for found in self.judged.blockers()]
        stopped = self.judged.verdict.decision == "NO_GO"
        if self.real.outcome == WORKS:
            return f"{self.real.outcome}, yet {blockers}" if blockers or stopped else ""
        if self.case.unseen or (stopped and (self.case.names(), self.line) in blockers):
            return ""
        wanted = (self.case.names(), self.line)
        return f"{self.real.outcome}: no blocker {wanted} in {blockers}; {self.real.error}"


class Trial(msgspec.Struct, frozen=True):
    """The deployments of one target on disk, and the release that is being asked about them."""

    target: str
    folder: Path
    lines: dict[str, int]
    process: subprocess.Popen[str]


def begin(target: str, folder: Path) -> Trial:
    """Writes the deployments and starts to ask the release, which takes minutes."""
    members = cases(target)
    state = folder / "state"
    lines = {case.id: write(case, folder / "cases" / case.id, state) for case in members}
    absent = folder / "absent.json"
    absent.write_text(json.dumps({case.id: case.absent for case in members}), encoding="utf-8")
    command = [release_python(target), HERE / "ask.py", bootstrapped(target), state]
    with absent.open() as known:
        process = subprocess.Popen(
            [*command, folder / "cases"], stdin=known, stdout=subprocess.PIPE, text=True, cwd="/"
        )
    return Trial(target, folder, lines, process)


def finish(trial: Trial, source: str) -> tuple[Row, ...]:
    """A row for each case, once the release has answered and kslint was asked too."""
    told, _ = trial.process.communicate(timeout=1800)
    answers = [msgspec.json.decode(line, type=Real) for line in told.splitlines()]
    real = {answer.case: answer for answer in answers}
    return tuple(
        Row(case, trial.lines[case.id], real[case.id], judge(trial, case, source))
        for case in cases(trial.target)
    )


def judge(trial: Trial, case: Case, source: str) -> Judged:
    """What kslint says of the deployment of a case."""
    command = [
        sys.executable, "-m", "linter", "check", str(trial.folder / "cases" / case.id),
        "--from", source, "--to", trial.target, "--format", "json",
    ]  # fmt: skip
    done = subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)
    if done.returncode not in {0, 1, 3}:
        raise RuntimeError(f"{case.id}: kslint ended with {done.returncode}: {done.stderr}")
    return msgspec.json.decode(done.stdout, type=Judged)
