"""`kslint notes` says of a local site and index what reno says of the repository behind both."""

import json
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from linter.catalog import store
from linter.cli.main import main
from tests.notes.servers import Server, by_path, serving
from tests.real.notes.printed import Printed
from tests.real.notes.repository import MAJORS, trees
from tests.real.notes.served import index_of, site_of
from tests.real.notes.site import site

# What stands under names that reno passes over in silence, such as "upgrades" and "feature".
PASSED_OVER = {
    "rocky": [("14.0.0", "upgrade", "bp-basic-default-roles-4ff6502b6ac57d48", 1)],
    "stein": [
        ("15.0.0", "features", "bug-1473292-c21481e6aec29ec2", 1),
        ("15.0.1", "features", "bug-1872737-f8e1ad3b6705b766", 1),
    ],
    "train": [("16.0.1", "features", "bug-1872737-f8e1ad3b6705b766", 1)],
    "ussuri": [("17.0.0", "features", "bug-1872737-f8e1ad3b6705b766", 1)],
    "2023.2": [("24.0.0", "upgrade", "bug-1951632-11272e49e2fa439d", 1)],
}

pytestmark = pytest.mark.release


@pytest.fixture(scope="module")
def place(upstream: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Server]:
    made = site(upstream, tmp_path_factory.mktemp("site") / "source", "openstackdocs")
    with serving(by_path({**site_of(made), **index_of(trees())})) as server:
        yield server


def told(
    place: Server, series: str, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> dict[str, Any]:
    """What the verb says of one series, with a cache of its own."""
    monkeypatch.setenv("XDG_CACHE_HOME", str(folder / "cache"))
    before = [release.series for release in store.releases() if release.major < MAJORS[series]][-1]
    file = folder / "notes.json"
    words = ["--previous", "0", "--format", f"json={file}"]
    addresses = [
        "--notes-url", f"{place.address}/notes", "--index-url", f"{place.address}/simple",
    ]  # fmt: skip
    assert main(["notes", "--from", before, "--to", series, *words, *addresses]) == 0
    said: dict[str, Any] = json.loads(file.read_text())
    return said


@pytest.mark.parametrize("series", MAJORS)
def test_the_verb_names_what_reno_prints(
    series: str,
    place: Server,
    printed: dict[str, list[Printed]],
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    said = told(place, series, tmp_path, monkeypatch)

    found = Counter((n["version"], n["section"], n["id"], n["item"]) for n in said["notes"])
    expected = Counter(one[:4] for one in printed[series])
    assert expected - found == Counter()
    assert sorted(found - expected) == PASSED_OVER.get(series, [])
    assert {n["series"] for n in said["notes"]} == {series}
    assert said["gaps"] == []
