"""The values that keystone really reads are those that are compared."""

import json
import subprocess
from pathlib import Path

import pytest

from linter.checks.option_defaults import comparable
from linter.difference.held import read_by
from tests.real.releases import release_python
from tests.triage.deployed import context_of

FOLDER = Path(__file__).parents[1] / "fixtures" / "deployments"
SCRIPT = Path(__file__).with_name("effective.py")
FEWEST = 150


def answers(series: str, files: list[Path]) -> list[tuple[str, str, object]]:
    """What the real release says of its options with these files."""
    command = [str(release_python(series)), "-W", "ignore", str(SCRIPT), *map(str, files)]
    done = subprocess.run(command, capture_output=True, text=True, check=True, cwd="/")
    return [(group, name, value) for group, name, value in json.loads(done.stdout)]


@pytest.mark.release
@pytest.mark.parametrize("end", ["source", "target"])
@pytest.mark.parametrize(
    ("name", "between"),
    [
        ("demo/etc/keystone", ("2024.1", "2025.1")),
        ("train-rdo/etc/keystone", ("train", "ussuri")),
        ("zed-kolla/keystone", ("zed", "2023.1")),
        ("2025.1-osa/etc/keystone", ("2025.1", "2026.1")),
    ],
)
def test_values_are_read_as_keystone_reads_them(
    name: str, between: tuple[str, str], end: str
) -> None:
    context = context_of(FOLDER / name, between)
    names = context.source if end == "source" else context.target
    configuration = context.deployment.configuration
    files = [FOLDER / name / file.path for file in configuration.files]
    odd, seen = [], 0
    for group, option, value in answers(names.series, files):
        entry = names.find((group, option))
        if entry is None:
            continue
        seen += 1
        read = read_by(names, entry, configuration)
        if comparable(read.value) != comparable(value):
            odd.append((group, option, value, read.value))
    assert odd == []
    assert seen > FEWEST
