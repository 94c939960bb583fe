"""What is shipped is complete, small, and what it says it is."""

import re
from pathlib import Path

import msgspec
import pytest

from linter.catalog import store
from linter.catalog.entries import Catalog
from linter.catalog.schedule import schedule

SERIES = [known.series for known in schedule()]
FLOORS = {"yoga": "ussuri", "zed": "ussuri", "2023.1": "ussuri"} | dict.fromkeys(
    ("2023.2", "2024.1", "2024.2", "2025.1", "2025.2", "2026.1", "2026.2"), "zed"
)
# As the real releases give them through their own generator.
SAMPLED = dict(zip(SERIES, [
    471, 486, 461, 397, 394, 399, 411, 412, 412, 414, 422, 425, 428, 433, 438, 407, 410, 406, 412,
], strict=True))  # fmt: skip
POLICY_RULES = dict(zip(SERIES, [166, 194, 195, 195, *[200] * 10, *[203] * 4, 204], strict=True))


@pytest.fixture(params=SERIES)
def shipped(request: pytest.FixtureRequest) -> Catalog:
    content = (store.SHIPPED / f"{request.param}.json.gz").read_bytes()
    return store.decode(content)


def test_every_release_from_pike_on_is_shipped() -> None:
    listed = [release.series for release in store.releases()]
    assert [series for series in listed if series in SERIES] == SERIES
    assert len(SERIES) == 19


def test_all_catalogs_together_are_small() -> None:
    assert sum(file.stat().st_size for file in store.SHIPPED.iterdir()) < 600_000


def test_the_table_of_releases_and_the_catalog_agree(shipped: Catalog) -> None:
    release = shipped.release
    known = next(known for known in schedule() if known.series == release.series)
    assert (release.codename, release.major, release.version, release.released, release.slurp) == (
        known.codename,
        known.major,
        known.version,
        known.released,
        known.slurp,
    )


def test_options_and_rules_are_as_many_as_the_release_has(shipped: Catalog) -> None:
    series = shipped.release.series
    sampled = sum(entry.sampled for entry in shipped.options)
    assert (sampled, len(shipped.policy_rules)) == (SAMPLED[series], POLICY_RULES[series])


def test_the_oldest_database_is_told_from_the_migrations(shipped: Catalog) -> None:
    assert shipped.release.database_floor == FLOORS.get(shipped.release.series, "")


def test_options_are_read_at_start_and_at_the_first_token(shipped: Catalog) -> None:
    phases = {(entry.group, entry.name): entry.read for entry in shipped.options}
    assert phases["token", "provider"] == "start"
    assert phases["database", "max_pool_size"] == "token"
    assert phases["ldap", "page_size"] == ""


def test_an_option_stands_once(shipped: Catalog) -> None:
    names = [(entry.group, entry.name) for entry in shipped.options]
    assert names == sorted(set(names))


def test_nothing_tells_of_the_machine_it_was_built_on(shipped: Catalog) -> None:
    text = msgspec.json.encode(shipped).decode()
    assert re.findall(r"site-packages| at 0x[0-9a-f]+|/home/\w+|<prefix>", text) == []


def test_keystone_and_its_pins_are_of_one_version(shipped: Catalog) -> None:
    assert shipped.built_with.packages["keystone"] == shipped.release.version


def test_the_index_says_which_releases_know_an_option() -> None:
    known = [release.series for release in store.appearances("token", "infer_roles")]
    assert known == ["pike", "queens", "rocky", "stein"]


def test_the_index_knows_the_secrets_of_all_releases() -> None:
    assert {("ldap", "password"), ("DEFAULT", "admin_token")} <= store.secret_names()


def test_probes_stand_beside_the_package() -> None:
    folder = Path(store.__file__).parent / "probe"
    assert {"facts.py", "reads.py", "manage.py"} <= {path.name for path in folder.iterdir()}
