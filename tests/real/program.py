"""What kslint says of a deployment, as far as the comparisons with real releases need it."""

import tempfile
from pathlib import Path

import msgspec

from linter.cli.main import main
from linter.model.verdict import EXIT_INTERNAL, EXIT_USAGE


class Place(msgspec.Struct, frozen=True):
    """Where a finding points to."""

    path: str
    line: int


class Witness(msgspec.Struct, frozen=True):
    """What a comparison needs of a piece of evidence."""

    text: str
    kind: str = ""


class Finding(msgspec.Struct, frozen=True):
    """What a comparison needs of a finding."""

    rule: str
    severity: str
    subject: str
    message: str
    location: Place
    witnesses: tuple[Witness, ...] = ()


class Verdict(msgspec.Struct, frozen=True):
    """What a comparison needs of a verdict."""

    decision: str


class Judged(msgspec.Struct, frozen=True):
    """What kslint says of one deployment."""

    verdict: Verdict
    findings: tuple[Finding, ...]

    def of(self, *severities: str) -> tuple[Finding, ...]:
        """The findings of these severities."""
        return tuple(found for found in self.findings if found.severity in severities)


def check(path: Path, source: str, target: str, *more: str) -> Judged:
    """The JSON report of `kslint check`; a failure of the program is a failure of the test."""
    with tempfile.TemporaryDirectory() as folder:
        report = Path(folder) / "report.json"
        words = ["check", str(path), "--from", source, "--to", target, "--format", f"json={report}"]
        words += more
        code = main(words)
        if code in {EXIT_INTERNAL, EXIT_USAGE}:
            raise RuntimeError(f"'kslint {' '.join(words)}' ended with {code}")
        return msgspec.json.decode(report.read_bytes(), type=Judged)
