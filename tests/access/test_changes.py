"""Who gains and who loses, from the defaults, the settings and the files of both releases."""

import time

import pytest

from linter.access.changes import access_changes, compare_access
from linter.access.personas import PERSONAS
from linter.catalog import store
from linter.model.policy import AccessChange, AccessComparison
from tests.access.places import deployment

ON = "[oslo_policy]\nenforce_scope = true\nenforce_new_defaults = true\n"
LIST = "identity:list_users"


def compared(source: str, target: str, files: dict[str, str]) -> AccessComparison:
    return compare_access(deployment(files), store.load(source), store.load(target))


def changes(
    source: str, target: str, files: dict[str, str], rule: str
) -> set[tuple[str, str, bool]]:
    found = access_changes(deployment(files), store.load(source), store.load(target))
    return {
        (change.persona, change.object, change.target) for change in found if change.rule == rule
    }


def test_there_are_fifteen_personas() -> None:
    assert [persona.name for persona in PERSONAS] == [
        f"{scope}-{role}"
        for scope in ("system", "domain", "project")
        for role in ("admin", "manager", "member", "reader", "service")
    ]


def test_equal_defaults_change_nothing() -> None:
    assert compared("2025.1", "2026.1", {}) == AccessComparison()


def test_scope_and_new_defaults_keep_the_admin_of_a_domain_out() -> None:
    assert changes("2024.1", "2025.1", {}, "identity:create_endpoint") == {
        ("domain-admin", "own", False),
        ("domain-admin", "other", False),
    }


def test_what_is_switched_on_before_does_not_change_then() -> None:
    files = {"keystone.conf": ON}

    assert changes("2024.1", "2025.1", files, "identity:create_endpoint") == set()


def test_an_override_holds_in_both() -> None:
    files = {"keystone.conf": ON, "policy.yaml": f'{LIST}: "@"\n'}

    assert changes("2023.1", "2025.1", files, LIST) == set()


def test_a_file_that_is_read_no_more_takes_its_overrides_with_it() -> None:
    files = {"policy.json": f'{{"{LIST}": "role:service"}}'}
    found = compared("2025.2", "2026.1", files)

    assert (
        AccessChange(LIST, "project-service", "other", source=True, target=False) in found.changes
    )
    assert AccessChange(LIST, "project-admin", "other", source=False, target=True) in found.changes
    assert {change.rule for change in found.changes} == {LIST}
    assert found.opened == (LIST,)


def test_an_override_by_a_former_name_is_lost_with_the_name() -> None:
    # Victoria no longer knows the name that Stein gave up.
    text = '"identity:list_identity_providers": "!"\n"identity:get_identity_providers": "!"\n'
    found = compared("ussuri", "victoria", {"policy.json": text})

    assert {change.rule for change in found.changes} == {"identity:get_identity_provider"}
    assert found.opened == ("identity:get_identity_provider",)


def test_a_file_that_only_opened_something_opens_nothing_by_going() -> None:
    found = compared("2025.2", "2026.1", {"policy.json": f'{{"{LIST}": "@"}}'})

    assert {change.target for change in found.changes} == {False}
    assert found.opened == ()


def test_what_other_servers_decide_is_a_gap_only_where_something_changes() -> None:
    rules = (LIST, "identity:create_endpoint")
    text = "".join(f'{rule}: "http://decides.example.org/"\n' for rule in rules)
    (gap,) = compared("2024.1", "2025.1", {"policy.yaml": text}).gaps

    # Tokens of every scope may list users; with enforce_scope none of a domain gets at endpoints.
    assert (gap.what, gap.required) == ("access by identity:create_endpoint", True)
    assert compared("2025.1", "2026.1", {"policy.yaml": text}) == AccessComparison()


def test_other_servers_do_not_matter_where_they_are_not_asked() -> None:
    files = {"policy.yaml": f'{LIST}: "! and http://decides.example.org/"\n'}

    assert compared("2024.1", "2025.1", files).gaps == ()


def test_nothing_is_said_of_files_that_cannot_be_judged() -> None:
    for text in ("a: {{ b }}\n", "a: b: c\n", "a: 5\n"):
        assert compared("2024.1", "2025.1", {"policy.yaml": text}) == AccessComparison()


def test_a_release_without_scopes_is_not_asked_for_the_system() -> None:
    found = compared("pike", "train", {}).changes

    assert not [change for change in found if change.persona.startswith("system")]


@pytest.mark.parametrize(
    ("rule", "attribute", "lost"),
    [
        ("identity:create_trust", "user_id:%(trust.trustor_user_id)s", True),
        ("identity:list_users", "user_domain_id:%(domain_id)s", True),
        ("identity:list_application_credentials", "user_id:%(user_id)s", False),
        ("identity:get_user", "user_id:%(user_id)s", False),
        ("identity:get_user", "user_id:%(target.user.id)s", False),
        ("identity:get_user", "user_domain_id:%(domain_id)s", False),
    ],
)
def test_what_a_body_or_a_filter_brings_moves_away(
    rule: str, attribute: str, *, lost: bool
) -> None:
    files = {"keystone.conf": ON, "policy.yaml": f'"{rule}": "{attribute}"\n'}

    found = changes("2024.1", "2025.1", files, rule)
    assert (("project-member", "own", False) in found) == lost


@pytest.mark.parametrize("space", ["request_body.user", "filter_attr"])
def test_where_a_body_and_filters_went(space: str) -> None:
    files = {
        "keystone.conf": ON,
        "policy.yaml": f'{LIST}: "user_domain_id:%({space}.domain_id)s"\n',
    }

    assert ("project-member", "own", True) in changes("2024.1", "2025.1", files, LIST)


def circles(count: int) -> str:
    names = [f"r{number}" for number in range(count)]
    everyone = " or ".join(f"rule:{name}" for name in names)
    return "".join(f'{name}: "role:nobody or {everyone}"\n' for name in names)


def chain(link: str, count: int) -> str:
    links = (f'r{number}: "{link}"\n'.format(f"r{number + 1}") for number in range(count))
    return "".join(links)


@pytest.mark.parametrize(
    "text",
    [
        circles(30) + f'{LIST}: "rule:r0"\n',
        chain("rule:{0} and rule:{0}", 95) + f'{LIST}: "rule:r0"\n',
        chain("rule:{0}", 3000) + f'{LIST}: "rule:r0"\n',
        f'{LIST}: "{"not " * 5000}role:a"\n',
        f'{LIST}: "{"(" * 5000}role:a{")" * 5000}"\n',
        f'{LIST}: "{" or ".join(["role:a"] * 5000)}"\n',
    ],
    ids=["circles", "doubling", "chain", "nots", "parentheses", "long"],
)  # fmt: skip
def test_hostile_rules_take_no_time(text: str) -> None:
    began = time.process_time()

    compared("2024.1", "2025.1", {"policy.yaml": text})

    assert time.process_time() - began < 2


def test_two_hundred_overrides_take_no_time() -> None:
    rules = store.load("stein").policy_rules
    text = "".join(f'"{rule.name}": "{rule.check} or role:x{n}"\n' for n, rule in enumerate(rules))
    source, target = store.load("2024.1"), store.load("2025.1")
    deployed = deployment({"policy.yaml": text})
    began = time.process_time()

    compare_access(deployed, source, target)

    assert time.process_time() - began < 0.5
