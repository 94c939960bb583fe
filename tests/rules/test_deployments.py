import msgspec
import pytest

from linter.model.finding import Finding
from linter.model.verdict import Decision
from tests.rules.deployments import DEPLOYED, FOLDER, Deployed, report_on


class Expected(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """The decision and, of each severity, every finding as `rule: subject at place`."""

    decision: Decision
    blocker: tuple[str, ...] = ()
    condition: tuple[str, ...] = ()
    warning: tuple[str, ...] = ()
    info: tuple[str, ...] = ()
    required_gaps: tuple[str, ...] = ()


EXPECTED = msgspec.yaml.decode((FOLDER / "expected.yaml").read_bytes(), type=dict[str, Expected])


def line(finding: Finding) -> str:
    """A finding in one line; the column is the cases' business."""
    node = f"{finding.at.node}:" if finding.at.node else ""
    place = f"{node}{finding.at.path}:{finding.at.line}" if finding.at.line else finding.at.path
    return f"{finding.rule}: {finding.subject}" + (f" at {place}" if place else "")


def observed(deployed: Deployed) -> Expected:
    report = report_on(deployed)
    lines: dict[str, list[str]] = {}
    for finding in report.findings:
        lines.setdefault(finding.severity.value, []).append(line(finding))
    return Expected(
        decision=report.verdict.decision,
        required_gaps=tuple(gap.what for gap in report.gaps if gap.required),
        **{severity: tuple(found) for severity, found in lines.items()},
    )


@pytest.mark.parametrize("deployed", DEPLOYED, ids=lambda deployed: deployed.name)
def test_deployment_is_judged_as_frozen(deployed: Deployed) -> None:
    assert observed(deployed) == EXPECTED[deployed.name]


def test_every_deployment_is_listed_and_expected() -> None:
    folders = {path.name for path in FOLDER.iterdir() if path.is_dir()}

    assert {path.partition("/")[0] for item in DEPLOYED for path in item.paths} == folders
    assert [item.name for item in DEPLOYED] == list(EXPECTED)
