"""What oslo-config-validator of the target release reports, kslint reports, with its line."""

from pathlib import Path

import pytest

from tests.real.agreement.variation import Case, cases, write
from tests.real.program import Finding, Judged, check
from tests.real.releases import ROOT
from tests.real.samples import assignments, sample, uncommented
from tests.real.validator import validate

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


def overlooked(path: Path, source: str, target: str) -> list[str]:
    """What the tool says and kslint does not, empty when kslint says it all."""
    report, judged = validate(target, path), check(path, source, target)
    missing = [f"[{group}] {name}" for group, name in report.options]
    said = {found.subject.lower() for found in judged.findings if points_to(path, found)}
    refused = [] if report.refused in {None, *_lines(judged)} else [f"line {report.refused}"]
    return sorted(subject for subject in missing if subject.lower() not in said) + refused


def points_to(path: Path, found: Finding) -> bool:
    """True if the line that the finding names sets the option that it is about."""
    text = path.read_text(encoding="utf-8-sig", errors="replace")
    named = {line: f"[{group}] {name}".lower() for line, (group, name) in assignments(text)}
    return named.get(found.location.line) == found.subject.lower()


def _lines(judged: Judged) -> set[int]:
    return {found.location.line for found in judged.of("blocker")}


@pytest.mark.parametrize("target", SOURCES)
@pytest.mark.parametrize("oldest", [False, True], ids=["previous", OLDEST])
def test_every_option_of_an_earlier_release(target: str, *, oldest: bool, tmp_path: Path) -> None:
    source = OLDEST if oldest else SOURCES[target]
    path = tmp_path / "keystone.conf"
    path.write_text(uncommented(sample(source)), encoding="utf-8")

    assert overlooked(path, source, target) == []


@pytest.mark.parametrize("target", SOURCES)
@pytest.mark.parametrize("path", FILES, ids=str)
def test_deployments(path: Path, target: str) -> None:
    assert overlooked(DEPLOYMENTS / path, SOURCES[target], target) == []


@pytest.mark.parametrize("target", ["train", "2025.1"])
@pytest.mark.parametrize("case", FAULTS, ids=lambda case: case.id)
def test_single_faults(case: Case, target: str, tmp_path: Path) -> None:
    write(case, tmp_path / "case", Path("/var/lib/keystone"))

    assert overlooked(tmp_path / "case" / "keystone.conf", SOURCES[target], target) == []
