"""What oslo-config-validator of the target release reports, kslint reports, with its line."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from tests.real.agreement.variation import cases, write
from tests.real.program import Finding, Judged, check
from tests.real.releases import ROOT
from tests.real.samples import assignments, options, sample, uncommented
from tests.real.validator import Report, validate_all

# The tool came with oslo.config 6.5, in the cycle of Stein.
SOURCES = {
    "stein": "rocky",
    "train": "stein",
    "wallaby": "victoria",
    "2023.1": "zed",
    "2024.1": "2023.1",
    "2025.1": "2024.1",
    "2026.1": "2025.1",
    "2026.2": "2026.1",
}
OLDEST = "queens"
DEPLOYMENTS = ROOT / "tests" / "fixtures" / "deployments"
FILES = sorted(path.relative_to(DEPLOYMENTS) for path in DEPLOYMENTS.rglob("keystone*.conf"))
FAULTS = [case for case in cases("2025.1") if case.topic in {"syntax", "names"} and not case.unseen]

pytestmark = pytest.mark.release


def overlooked(paths: Mapping[str, Path], source: str, target: str) -> dict[str, list[str]]:
    """What the tool says of each file and kslint does not, empty when kslint says it all."""
    reports = validate_all(target, paths.values())
    missing = {name: _missing(path, reports[path], source, target) for name, path in paths.items()}
    return {name: said for name, said in missing.items() if said}


def _missing(path: Path, report: Report, source: str, target: str) -> list[str]:
    judged = check(path, source, target)
    # Some options list their own name among their old ones; the tool warns of it, wrongly.
    reported = report.unknown | (report.deprecated - options(sample(target)))
    said = {found.subject.lower() for found in judged.findings if points_to(path, found)}
    missing = sorted(subject for subject in reported if subject.lower() not in said)
    return missing if sees_refusal(report, judged) else [*missing, f"line {report.refused}"]


def points_to(path: Path, found: Finding) -> bool:
    """True if the line that the finding names sets the option that it is about."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    named = {line: f"[{group}] {name}".lower() for line, (group, name) in assignments(text)}
    return named.get(found.location.line) == found.subject.lower()


def sees_refusal(report: Report, judged: Judged) -> bool:
    """True if kslint has a blocker at the line at which the tool gave up, if it did."""
    lines = {found.location.line for found in judged.of("blocker")}
    return report.refused is None or report.refused in lines or (not report.refused and bool(lines))


@pytest.mark.parametrize("target", SOURCES)
def test_every_option_of_earlier_releases(target: str, tmp_path: Path) -> None:
    for source in (OLDEST, SOURCES[target]):
        path = tmp_path / f"{source}.conf"
        path.write_text(uncommented(sample(source)), encoding="utf-8")

        assert overlooked({source: path}, source, target) == {}


@pytest.mark.parametrize("target", SOURCES)
def test_deployments(target: str) -> None:
    paths = {str(path): DEPLOYMENTS / path for path in FILES}

    assert overlooked(paths, SOURCES[target], target) == {}


@pytest.mark.parametrize("target", ["train", "2025.1"])
def test_single_faults(target: str, tmp_path: Path) -> None:
    for case in FAULTS:
        write(case, tmp_path / case.id, Path("/var/lib/keystone"))
    paths = {case.id: tmp_path / case.id / "keystone.conf" for case in FAULTS}

    assert overlooked(paths, SOURCES[target], target) == {}
