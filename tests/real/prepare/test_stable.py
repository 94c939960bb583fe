"""Preparing again changes nothing, and the patch makes of the deployed files the prepared ones."""

import shutil
import subprocess
from pathlib import Path

import pytest
from msgspec.structs import replace

from linter.collect.marker import OWN
from linter.model.preparation import Style
from tests.real.prepare.hops import HOPS, UPGRADES
from tests.real.prepare.journeys import Journey, Prepared, Travelled, prepare
from tests.real.prepare.trees import differing, tree

pytestmark = pytest.mark.release
EACH = pytest.mark.parametrize("hop", UPGRADES, ids=lambda hop: hop.name)
KEPT = [hop for hop in UPGRADES if hop.style is Style.KEEP]


@pytest.mark.parametrize("hop", KEPT, ids=lambda hop: hop.name)
def test_a_second_run_gives_the_same_bytes(journey: Journey) -> None:
    second = prepare(journey.hop, journey.site, journey.site.deployed, "second")

    assert differing(journey.prepared.folder, second.folder) == []
    assert documents(second) == documents(journey.prepared)
    assert second.patch.read_bytes() == journey.prepared.patch.read_bytes()


@EACH
def test_preparing_the_result_again_changes_nothing(journey: Journey) -> None:
    again = prepare(journey.hop, journey.site, journey.prepared.folder, "again")

    assert differing(journey.prepared.folder, again.folder) == [], again.said


@pytest.mark.parametrize("hop", KEPT, ids=lambda hop: hop.name)
def test_a_prepared_directory_has_nothing_to_do_within_the_target(journey: Journey) -> None:
    within = replace(journey.hop, source=journey.hop.target)
    again = prepare(within, journey.site, journey.prepared.folder, "within")

    assert differing(journey.prepared.folder, again.folder) == [], again.said


@EACH
def test_the_patch_makes_the_same_tree(journey: Journey, tmp_path: Path) -> None:
    copy = tmp_path / "repository"
    shutil.copytree(journey.site.deployed, copy, symlinks=True)

    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", journey.prepared.patch],
        cwd=copy, capture_output=True, text=True, check=False,
    )  # fmt: skip

    assert done.stderr == ""
    assert differing(journey.prepared.folder, copy, modes=False) == []


@pytest.mark.parametrize("source", HOPS)
def test_the_deployed_files_are_as_they_were(travelled: Travelled) -> None:
    assert tree(travelled.site.deployed) == travelled.laid_out


def documents(prepared: Prepared) -> dict[str, bytes]:
    """What kslint put beside the files."""
    paths = (prepared.folder / name for name in OWN)
    return {path.name: path.read_bytes() for path in paths if path.exists()}
