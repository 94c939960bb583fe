"""Asks the real release and kslint about the same deployments, and compares their answers."""

import json
import subprocess
from pathlib import Path

import msgspec

from tests.real.agreement.variation import HERE, Case, cases, write
from tests.real.program import Finding, Judged, check
from tests.real.releases import bootstrapped, release_python

WORKS = "works"


class Real(msgspec.Struct, frozen=True):
    """What the release did: works, no token, or does not start, and the error that it gave."""

    case: str
    outcome: str
    step: str
    error: str
    log: str


class Row(msgspec.Struct, frozen=True):
    """One case with both answers; `line` is the line changed."""

    case: Case
    line: int
    real: Real
    judged: Judged

    def disagreement(self) -> str:
        """Why the answers do not fit together, empty when they do."""
        if self.real.outcome == WORKS:
            return self._overdone() or self._unsaid()
        return "" if self.case.unseen else self._missed()

    def _overdone(self) -> str:
        """Says what would stop an upgrade that works."""
        stopping = self.judged.of("blocker", *(["condition"] if self.case.harmless else []))
        about = [found for found in stopping if self._is_about(found)]
        blockers = self.judged.of("blocker")
        return f"works, yet {blockers or about}" if blockers or about else ""

    def _unsaid(self) -> str:
        """Says what is wrong, although not read, and of which nothing was said."""
        quiet = self.case.harmless or self.case.unseen
        if quiet or any(self._is_about(found) for found in self.judged.findings):
            return ""
        return f"works, and nothing is said of {self.case.names()}"

    def _missed(self) -> str:
        """Says what stops the release and is no blocker, or one at another place."""
        wanted = (self.case.names(), self.line)
        blockers = [(found.subject, found.location.line) for found in self.judged.of("blocker")]
        if self.judged.verdict.decision == "NO_GO" and wanted in blockers:
            return ""
        return f"{self.real.outcome}: no blocker {wanted} in {blockers}; {self.real.error}"

    def _is_about(self, found: Finding) -> bool:
        return found.subject.lower() == self.case.names().lower()


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
        Row(case, trial.lines[case.id], real[case.id], _judged(trial, case, source))
        for case in cases(trial.target)
    )


def _judged(trial: Trial, case: Case, source: str) -> Judged:
    return check(trial.folder / "cases" / case.id, source, trial.target)
