import pytest

from linter.catalog import store
from linter.inference import upgrade_between
from linter.model.release import Upgrade


def between(source: str, target: str) -> Upgrade:
    ends = store.release_by_name(source), store.release_by_name(target)
    return upgrade_between(*ends, store.releases(), ("", ""))


@pytest.mark.parametrize(
    ("source", "target", "hops"),
    [
        ("train", "ussuri", ["ussuri"]),
        ("train", "wallaby", ["ussuri", "victoria", "wallaby"]),
        ("2023.1", "2024.1", ["2024.1"]),
        ("2023.1", "2023.2", ["2023.2"]),
        ("2023.2", "2025.1", ["2024.1", "2025.1"]),
        ("2024.1", "2025.2", ["2025.1", "2025.2"]),
        ("zed", "2025.1", ["2023.1", "2024.1", "2025.1"]),
        ("2025.1", "2025.1", []),
    ],
)
def test_hops_go_release_by_release_or_from_slurp_to_slurp(
    source: str, target: str, hops: list[str]
) -> None:
    assert [release.series for release in between(source, target).hops()] == hops


@pytest.mark.parametrize(
    ("source", "target", "taken"),
    [
        ("train", "yoga", False),
        ("ussuri", "yoga", True),
        ("train", "zed", False),
        ("xena", "2023.1", True),
        ("yoga", "2023.2", False),
        ("zed", "2025.1", True),
        ("pike", "xena", True),
        ("2024.1", "2026.1", True),
    ],
)
def test_a_database_is_taken_only_from_the_floor_of_the_target_on(
    source: str, target: str, *, taken: bool
) -> None:
    assert between(source, target).takes_database() is taken


def test_the_way_crosses_what_it_enters_and_not_where_it_starts() -> None:
    upgrade = between("2024.1", "2025.1")
    assert [release.series for release in upgrade.crossed()] == ["2024.2", "2025.1"]
    assert upgrade.crosses("dalmatian")
    assert not upgrade.crosses("2024.1")
