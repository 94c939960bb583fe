"""The deployments that the project keeps: no secret of them is told, and findings agree."""

import itertools
from pathlib import Path

import msgspec
import pytest

from linter.catalog import store
from linter.checks.option_defaults import default_changed
from linter.cli.analysis import Request, check
from linter.difference.differences import Differences, differences
from linter.difference.effective import effective_after
from linter.difference.told import ToldDeployment
from linter.model.finding import Finding
from linter.report.differences_document import differences_shape, value_change_shape
from linter.ruleset import load_rules
from tests.triage.deployed import context_of, deployed

FOLDER = Path(__file__).parents[1] / "fixtures" / "deployments"
SERIES = [release.series for release in store.releases()]


class Kept(msgspec.Struct, frozen=True):
    """A deployment as the index describes it."""

    name: str
    paths: tuple[str, ...]
    source: str = msgspec.field(name="from")
    target: str = msgspec.field(name="to")


KEPT = msgspec.yaml.decode((FOLDER / "index.yaml").read_bytes(), type=list[Kept])


def judged(kept: Kept) -> tuple[Differences, tuple[Finding, ...]]:
    path = FOLDER / kept.paths[0]
    report = check(Request(paths=(str(path),), source=kept.source, target=kept.target))
    context = context_of(path, (kept.source, kept.target))
    return differences(context, load_rules(), report.findings), report.findings


@pytest.mark.thorough
@pytest.mark.parametrize("kept", KEPT, ids=lambda kept: kept.name)
def test_no_secret_is_told_and_every_fault_of_a_set_name_has_its_rule(kept: Kept) -> None:
    found, findings = judged(kept)
    context = context_of(FOLDER / kept.paths[0], (kept.source, kept.target))
    compared = effective_after(context, context.deployment).changes
    changes = list(map(value_change_shape, compared))
    told = msgspec.json.encode(
        [differences_shape(ToldDeployment(("",), (), found)), changes]
    ).decode()
    assert "canary" not in told
    named = {"config/option-removed", "config/option-renamed", "config/alias-dropped"}
    subjects = {
        (finding.rule, finding.subject)
        for finding in findings
        if finding.rule in named and found.node in finding.nodes
    }
    said = {(rule, each.subject) for each in found.options for rule in each.rules}
    assert subjects - said == set()


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("source", "target"),
    [*itertools.pairwise(SERIES), ("train", "2025.1"), ("pike", "2026.2")],
)
def test_changed_defaults_are_those_that_the_rule_knows(
    tmp_path: Path, source: str, target: str
) -> None:
    context = deployed(tmp_path, between=(source, target))
    hits = default_changed(context, matters={}, notable={}, harmless=(), now_fixed={})
    told = {each.subject for each in differences(context, load_rules()).defaults}
    assert {hit.subject for hit in hits} - told == set()
