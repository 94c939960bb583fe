"""A sample whose every option stands at its default is in order, and stays so where it is read."""

from itertools import pairwise
from pathlib import Path

import pytest

from tests.real.program import Finding, check
from tests.real.samples import options, options_set, sample, uncommented

SERIES = (
    "pike", "queens", "rocky", "stein", "train", "ussuri", "victoria", "wallaby", "xena", "yoga",
    "zed", "2023.1", "2023.2", "2024.1", "2024.2", "2025.1", "2025.2", "2026.1", "2026.2",
)  # fmt: skip

pytestmark = pytest.mark.release


def deployed(series: str, folder: Path) -> Path:
    (folder / "keystone.conf").write_text(uncommented(sample(series)), encoding="utf-8")
    return folder


def described(findings: list[Finding]) -> list[str]:
    return [f"{found.severity} {found.subject}: {found.message}" for found in findings]


@pytest.mark.parametrize("series", SERIES)
def test_defaults_of_a_release_are_in_order_for_it(series: str, tmp_path: Path) -> None:
    judged = check(deployed(series, tmp_path), series, series)

    assert described(list(judged.of("blocker", "condition", "warning"))) == []


@pytest.mark.parametrize(("source", "target"), list(pairwise(SERIES)))
def test_nothing_is_said_of_options_that_the_next_release_accepts(
    source: str, target: str, tmp_path: Path
) -> None:
    accepted = options_set(uncommented(sample(source))) & options(sample(target))

    judged = check(deployed(source, tmp_path), source, target)

    assert described([found for found in judged.findings if found.subject in accepted]) == []
