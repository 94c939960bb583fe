from pathlib import Path

import pytest

from linter.checks.policy_weighing import Relation
from linter.difference.differences import differences
from linter.difference.policies import Override, PolicyLine
from linter.model.location import Location
from linter.ruleset import load_rules
from tests.triage.deployed import deployed

LIST_PROJECTS = (
    "(rule:admin_required) or (role:reader and system_scope:all)"
    " or (role:reader and domain_id:%(target.domain_id)s)"
)
NAMED = "[oslo_policy]\npolicy_file = policy.yaml\n"


def lines(folder: Path, policy: str, between: tuple[str, str]) -> tuple[PolicyLine, ...]:
    context = deployed(folder, NAMED, between=between, policy__yaml=policy)
    return differences(context, load_rules()).policies


def relations(line: PolicyLine) -> tuple[Relation | None, ...]:
    return line.relation, line.before, line.default


def test_a_line_of_the_site_over_a_default_that_stays_is_kept(tmp_path: Path) -> None:
    policy = '"identity:list_projects": "role:auditor"\n'
    assert lines(tmp_path, policy, ("2024.1", "2025.1")) == (
        PolicyLine(
            rule="identity:list_projects",
            override=Override.KEPT,
            shown="role:auditor",
            successor="",
            relation="different",
            before="different",
            default="same",
            starts=False,
            at=Location("", "policy.yaml", 1, 0, 1),
            rules=(),
            defaults=(f"{LIST_PROJECTS} or rule:admin_required", LIST_PROJECTS),
        ),
    )


@pytest.mark.parametrize(
    ("policy", "between", "override", "expected"),
    [
        pytest.param(
            '"admin_required": "role:admin or is_admin:1"\n',
            ("2024.1", "2025.1"),
            Override.REDUNDANT,
            ("same", "same", "same"),
            id="a line that says the default",
        ),
        pytest.param(
            '"identity:create_user": "rule:admin_required"\n',
            ("train", "2025.1"),
            Override.MOVED_DEFAULT,
            ("narrower", "same", "wider"),
            id="a line that holds on to an old default",
        ),
        pytest.param(
            '"auditors": "role:auditor"\n',
            ("2024.1", "2025.1"),
            Override.OWN,
            (None, None, None),
            id="a name of the site",
        ),
    ],
)
def test_what_becomes_of_an_override(
    tmp_path: Path,
    policy: str,
    between: tuple[str, str],
    override: Override,
    expected: tuple[Relation | None, ...],
) -> None:
    (line,) = lines(tmp_path, policy, between)
    assert (line.override, relations(line)) == (override, expected)


def test_a_rule_that_went_is_removed(tmp_path: Path) -> None:
    policy = '"identity:update_limits": "!"\n'
    (line,) = lines(tmp_path, policy, ("queens", "rocky"))
    assert (line.rule, line.override) == ("identity:update_limits", Override.REMOVED)


@pytest.mark.parametrize(
    ("target", "override"), [("train", Override.RENAMED), ("victoria", Override.REMOVED)]
)
def test_a_former_name_has_a_successor_whether_or_not_it_is_still_read(
    tmp_path: Path, target: str, override: Override
) -> None:
    policy = '"identity:get_identity_providers": "!"\n'
    (line,) = lines(tmp_path, policy, ("rocky", target))
    assert (line.override, line.successor) == (override, "identity:get_identity_provider")


def test_a_line_in_a_file_that_the_target_does_not_look_for_is_unread(tmp_path: Path) -> None:
    policy = '{"identity:list_projects": "role:auditor"}\n'
    context = deployed(tmp_path, between=("train", "2026.1"), policy__json=policy)
    (line,) = differences(context, load_rules()).policies
    assert (line.rule, line.override) == ("identity:list_projects", Override.UNREAD)


def test_of_two_files_each_end_reads_its_own(tmp_path: Path) -> None:
    context = deployed(
        tmp_path,
        between=("train", "2026.1"),
        policy__json='{"identity:list_projects": "role:auditor"}\n',
        policy__yaml='"identity:list_projects": "role:reader"\n',
    )
    read = differences(context, load_rules()).policies
    assert [(line.at.path, line.override is Override.UNREAD, line.starts) for line in read] == [
        ("policy.yaml", False, True),
        ("policy.json", True, False),
    ]
