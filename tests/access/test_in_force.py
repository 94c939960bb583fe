"""The policy files that a release reads, in their order."""

import pytest

from linter.access.in_force import InForce, policy_in_force
from linter.access.regime import regime_of
from linter.catalog import store
from tests.access.places import deployment

RULE = 'identity:list_users: "role:reader"\n'
JSON = '{"identity:list_users": "role:reader"}\n'


def in_force(series: str, files: dict[str, str], place: str = "") -> InForce:
    deployed = deployment(files, place)
    return policy_in_force(deployed, regime_of(store.load(series), deployed.configuration))


def read(series: str, files: dict[str, str], place: str = "") -> list[str]:
    return [file.path for file in in_force(series, files, place).files]


def option(text: str) -> dict[str, str]:
    return {"keystone.conf": f"[oslo_policy]\n{text}\n"}


@pytest.mark.parametrize(
    ("series", "expected"),
    [("train", "policy.json"), ("victoria", "policy.json"), ("wallaby", "policy.yaml"),
     ("2025.2", "policy.yaml"), ("2026.1", "policy.yaml")],
)  # fmt: skip
def test_of_two_files_the_default_name_counts(series: str, expected: str) -> None:
    assert read(series, {"policy.json": JSON, "policy.yaml": RULE}) == [expected]


@pytest.mark.parametrize(
    ("series", "expected"),
    [("victoria", ["policy.json"]), ("wallaby", ["policy.json"]), ("2025.2", ["policy.json"]),
     ("2026.1", []), ("2026.2", [])],
)  # fmt: skip
def test_the_fallback_to_json_ends_with_oslo_policy_5(series: str, expected: list[str]) -> None:
    assert read(series, {"policy.json": JSON}) == expected


def test_a_name_that_is_written_out_has_no_fallback() -> None:
    found = in_force("2025.1", option("policy_file = policy.yaml") | {"policy.json": JSON})

    assert (found.files, found.missing) == ((), "policy.yaml")


def test_files_of_folders_come_after_the_file_in_the_order_of_names() -> None:
    files = {
        "policy.d/20.yaml": RULE,
        "policy.d/10.json": JSON,
        "policy.d/.hidden.yaml": RULE,
        "policy.d/deeper/30.yaml": RULE,
        "policy.yaml": RULE,
        "other.d/00.yaml": RULE,
    }

    assert read("2025.1", files) == ["policy.yaml", "policy.d/10.json", "policy.d/20.yaml"]
    assert read("2025.1", files | option("policy_dirs = other.d\npolicy_dirs = policy.d")) == [
        "policy.yaml",
        "other.d/00.yaml",
        "policy.d/10.json",
        "policy.d/20.yaml",
    ]


def test_copies_in_a_folder_are_read_too() -> None:
    assert read("2025.1", {"policy.d/rules.yaml.bak": RULE}) == ["policy.d/rules.yaml.bak"]


@pytest.mark.parametrize(
    "named", ["/etc/keystone/a/b.yaml", "a/b.yaml", "./a//b.yaml", "/srv/k/a/b.yaml"]
)
def test_names_are_found_where_the_configuration_lies(named: str) -> None:
    files = option(f"policy_file = {named}") | {"a/b.yaml": RULE}

    assert read("2025.1", files, place="/srv/k") == ["a/b.yaml"]


def test_a_file_beside_the_drop_ins_goes_first() -> None:
    files = {"policy.yaml": RULE, "keystone.conf.d/policy.yaml": RULE}

    assert read("2025.1", files) == ["keystone.conf.d/policy.yaml"]


def test_a_file_outside_of_what_was_given_is_not_forgotten() -> None:
    found = in_force("2025.1", option("policy_file = /usr/share/keystone/policy.yaml"))

    assert found.unread == ("/usr/share/keystone/policy.yaml",)


def test_references_in_the_name_are_followed() -> None:
    files = {"keystone.conf": "[oslo_policy]\npolicy_file = $policy_default_rule.yaml\n"}

    assert read("2025.1", files | {"default.yaml": RULE}) == []
    named = {"keystone.conf": "[oslo_policy]\npolicy_file = ${policy_default_rule}.yaml\n"}
    assert read("2025.1", named | {"default.yaml": RULE}) == ["default.yaml"]


def test_the_old_place_of_the_options() -> None:
    files = {"keystone.conf": "[DEFAULT]\npolicy_file = rules.yaml\n", "rules.yaml": RULE}

    assert read("train", files) == ["rules.yaml"]
    assert read("2026.1", files) == []
