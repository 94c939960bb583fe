"""Policy files carried over: their names, their lines, and what is asked about them."""

import json

import pytest

from linter.catalog import store
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.preparation import Action, Answer, Change, NewFile
from linter.parse.deployment import read_deployment
from linter.preparation.case import Part
from linter.preparation.planning import renewed
from linter.preparation.policies import plan_policies
from linter.preparation.policy_proof import PolicyProof, policies_after
from tests.preparation.cases import case_of
from tests.preparation.policy_files import Result, Texts, carried

HOP = ("2024.1", "2025.1")
PLAIN = "[DEFAULT]\ndebug = false\n"
REDUNDANT = '"admin_required": "role:admin or is_admin:1"\n'
OURS = '"identity:list_users": "role:auditor"\n'


def result(files: Texts, between: tuple[str, str] = HOP, *answers: Answer) -> Result:
    """What becomes of the files, with what keystone decides unchanged but for answers."""
    case = case_of({"keystone.conf": PLAIN} | files, between, answers=answers)
    found = carried(case)
    assert policies_after(case, found.after) == PolicyProof(gaps=found.part.gaps)
    return found


def text(policy: str, between: tuple[str, str] = HOP, *answers: Answer) -> str:
    """A policy.yaml after it was carried over."""
    found = result({"policy.yaml": policy, "keystone.conf": _NAMED}, between, *answers)
    content = found.files["policy.yaml"]
    return content if isinstance(content, str) else content.decode()


_NAMED = "[oslo_policy]\npolicy_file = policy.yaml\n"


def told(found: Result) -> list[tuple[Action, str, int, str]]:
    return [(each.action, each.subject, each.at.line, each.why) for each in found.part.changes]


def test_a_line_that_says_the_default_is_taken_away_and_told() -> None:
    found = result({"policy.yaml": f"# first\n{REDUNDANT}# second\n{OURS}"})
    assert found.part.files == (NewFile("policy.yaml", f"# first\n# second\n{OURS}".encode()),)
    assert found.part.changes == (
        Change(
            Action.DROPPED,
            "admin_required",
            Location("", "policy.yaml", 2, 0, 1),
            "says what the default of 2025.1 says",
        ),
    )


@pytest.mark.parametrize(
    ("before", "after"),
    [
        pytest.param(f"{REDUNDANT}", "", id="the only line"),
        pytest.param(
            '"admin_required": >-\n  role:admin or\n  is_admin:1\n\n# end\n',
            "\n# end\n",
            id="folded",
        ),
        pytest.param(
            '"admin_required":\n  - role:admin\n  - - is_admin:1\n# end\n', "# end\n", id="a list"
        ),
        pytest.param(
            '"admin_required": "role:admin or is_admin:1"  # why\n', "# why\n", id="a remark behind"
        ),
        pytest.param(f"\ufeff{REDUNDANT}{OURS}", f"\ufeff{OURS}", id="a byte order mark"),
        pytest.param(
            f"{OURS}{REDUNDANT}".replace("\n", "\r\n"), OURS.replace("\n", "\r\n"), id="CRLF"
        ),
        pytest.param(f"{REDUNDANT}{OURS}".rstrip(), OURS.rstrip(), id="no end of line at the end"),
        pytest.param(
            '{"admin_required": "role:admin or is_admin:1", "ours": "role:x"}\n',
            '# kslint prepare: converted from policy.yaml\n"ours": "role:x"\n',
            id="JSON under the name of YAML",
        ),
        pytest.param(
            "{admin_required: role:admin or is_admin:1, ours: role:x}\n",
            "{ours: role:x}\n",
            id="braces",
        ),
        pytest.param(f'{REDUNDANT}"admin_required": "is_admin:1 or role:admin"\n', "", id="twice"),
    ],
)
def test_only_the_line_goes_however_it_is_written(before: str, after: str) -> None:
    assert text(before) == after


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param("", id="empty"),
        pytest.param('# "admin_required": "role:admin"\n', id="comments alone"),
        pytest.param(OURS, id="a line of the site"),
        pytest.param('"auditors": "role:auditor"\n', id="a name of the site"),
        pytest.param('? "admin_required"\n: "role:admin"\n', id="a form that nobody writes"),
    ],
)
def test_what_need_not_change_is_left_alone(policy: str) -> None:
    assert result({"policy.yaml": policy, "keystone.conf": _NAMED}).part.files == ()


def test_a_line_is_redundant_only_if_no_setting_gives_it_a_meaning() -> None:
    new = '"identity:list_services": "role:reader and system_scope:all"\n'
    switched = f"{_NAMED}enforce_new_defaults = true\n"
    found = result({"policy.yaml": new, "keystone.conf": switched}, ("train", "ussuri"))
    assert found.part.files == ()


def test_a_former_name_becomes_the_new_one_where_it_is_referred_to_as_well() -> None:
    before = (
        "'identity:get_identity_providers': 'role:auditor'  # theirs\n"
        '"identity:list_users": "rule:identity:get_identity_providers or role:x"\n'
    )
    after = (
        "'identity:get_identity_provider': 'role:auditor'  # theirs\n"
        '"identity:list_users": "rule:identity:get_identity_provider or role:x"\n'
    )
    assert text(before, ("stein", "train")) == after


def test_a_former_name_that_only_the_source_honours_is_carried_over() -> None:
    before = '"identity:get_identity_providers": "role:auditor"\n'
    after = '"identity:get_identity_provider": "role:auditor"\n'
    assert text(before, ("ussuri", "victoria")) == after


def test_a_policy_file_stays_where_the_option_that_names_it_cannot_be_edited() -> None:
    conf = "[oslo_policy]\npolicy_file = policy.json\n[token] # same line\n"
    files = {"keystone.conf": conf, "policy.json": f"{{{OURS}}}"}
    assert plan_policies(case_of(files, ("zed", "2024.1"))) == Part(
        gaps=(
            Gap(
                "policy.json",
                "no policy file was prepared: keystone.conf, which names it, cannot be edited",
                "mend keystone.conf, then prepare again",
                required=True,
                at=Location("", "policy.json"),
            ),
        )
    )


def test_a_line_that_only_a_dropped_one_makes_redundant_stays() -> None:
    policy = '"admin_required": ""\n"identity:list_mappings": ""\n'
    answer = Answer("policy admin_required", "default")
    assert text(policy, HOP, answer) == '"identity:list_mappings": ""\n'


def test_equal_files_are_carried_over_alike_in_one_run() -> None:
    policy = '"identity:create_identity_providers": ""\n'
    found = [text(policy, ("train", "ussuri")) for _ in range(2)]
    assert found == ['"identity:create_identity_provider": ""\n'] * 2


def test_beside_the_new_name_a_former_one_is_commented_out() -> None:
    before = (
        '"identity:get_identity_providers": "role:a"\n"identity:get_identity_provider": "role:b"\n'
    )
    after = (
        "# kslint prepare: identity:get_identity_provider decides instead in train"
        " (policy/rule-renamed)\n"
        '# "identity:get_identity_providers": "role:a"\n'
        '"identity:get_identity_provider": "role:b"\n'
    )
    assert text(before, ("stein", "train")) == after


def test_a_line_that_says_the_default_stays_where_a_former_name_would_count_without_it() -> None:
    former, name = "identity:get_identity_providers", "identity:get_identity_provider"
    default = "(role:reader and system_scope:all) or rule:admin_required"
    assert text(f'"{name}": "{default}"\n', ("stein", "train")) == ""
    policy = f'"{former}": "role:a"\n"{name}": "{default}"\n'
    assert text(policy, ("stein", "train"), Answer(f"policy {former}", "keep")) == policy


def test_a_default_rule_that_is_lost_is_noticed_where_a_missing_rule_falls_to_it() -> None:
    policy = '"default": "role:x"\n"identity:list_users": "rule:missing"\n'
    files = {"keystone.conf": _NAMED, "policy.yaml": policy}
    case = case_of(files, HOP)
    lost = (NewFile("policy.yaml", policy.splitlines()[1].encode()),)
    after = read_deployment(renewed(case.node, lost), ("",), store.secret_names())
    found = policies_after(case, after)
    assert found.differs == ("identity:list_users is narrower with the new policy files",)


def test_a_rule_that_went_is_commented_out_with_the_reason() -> None:
    before = '"identity:update_limits":\n  - "!"\n' + OURS
    after = (
        "# kslint prepare: rocky has no such rule (policy/rule-removed)\n"
        '# "identity:update_limits":\n#   - "!"\n' + OURS
    )
    assert text(before, ("queens", "rocky")) == after


def test_a_rule_that_went_long_ago_is_commented_out_too() -> None:
    after = (
        "# kslint prepare: 2025.1 has no such rule (policy/rule-removed)\n"
        '# "identity:change_password": "rule:owner"\n'
    )
    assert text('"identity:change_password": "rule:owner"\n') == after


def test_a_rule_that_went_stays_where_another_refers_to_it() -> None:
    policy = '"identity:update_limits": "!"\n"identity:list_users": "rule:identity:update_limits"\n'
    assert text(policy, ("queens", "rocky")) == policy


JSON = """\
{
    "_comment": "Ours, since 2019",
    "ours": "role:été",

    "identity:list_users": [["rule:ours", "role:x"], "role:a b"],
    "identity:list_projects": "",
    "identity:get_user": "rule:_kept",
    "_kept": "@"
}
"""
YAML = """\
# kslint prepare: converted from policy.json
# Ours, since 2019
"ours": "role:été"

"identity:list_users": [["rule:ours", "role:x"], "role:a b"]
"identity:list_projects": ""
"identity:get_user": "rule:_kept"
"_kept": "@"
"""


@pytest.mark.parametrize(
    ("between", "paths"),
    [
        (("victoria", "wallaby"), {"policy.yaml"}),
        (("2025.2", "2026.1"), {"policy.yaml"}),
        (("train", "ussuri"), {"policy.json"}),
    ],
)
def test_json_becomes_yaml_once_the_default_of_the_target_is_yaml(
    between: tuple[str, str], paths: set[str]
) -> None:
    found = result({"policy.json": JSON}, between)
    assert found.files.keys() - {"keystone.conf"} == paths
    if paths == {"policy.yaml"}:
        assert found.part.files == (NewFile("policy.json", YAML.encode(), "policy.yaml"),)
        assert told(found) == [
            (
                Action.CONVERTED,
                "policy.json",
                0,
                "policy files in JSON are given up; it is policy.yaml now",
            )
        ]


@pytest.mark.parametrize("name", ["policy", "/etc/keystone/policy"])
def test_an_option_that_names_the_file_keeps_its_form(name: str) -> None:
    conf = f"[oslo_policy]\n# theirs\npolicy_file = {name}.json\n"
    found = result({"policy.json": JSON, "keystone.conf": conf})
    assert found.files["keystone.conf"] == conf.replace(".json", ".yaml").encode()


def test_a_file_in_the_way_is_not_written_over() -> None:
    conf = "[oslo_policy]\npolicy_file = policy.json\n"
    found = result({"policy.json": JSON, "policy.yaml": OURS, "keystone.conf": conf})
    assert found.part.files == (NewFile("policy.json", YAML.encode()),)
    assert found.part.edits == ()


def test_files_of_a_folder_keep_the_order_in_which_they_are_read() -> None:
    found = result(
        {
            "policy.d/a.json": '{"ours": "role:a"}',
            "policy.d/a.json-late": '{"ours": "role:b"}',
            "policy.d/b.json": '{"theirs": "role:c"}',
        }
    )
    assert [(file.path, file.to) for file in found.part.files] == [
        ("policy.d/a.json", ""),
        ("policy.d/a.json-late", ""),
        ("policy.d/b.json", "policy.d/b.yaml"),
    ]


@pytest.mark.parametrize(
    ("name", "value", "line"),
    [
        ("_comment", "two\nlines \x07", "# two\n# lines \\u0007\n"),
        ("//", "a remark", "# a remark\n"),
        (" --- Aliases ---", "", "# --- Aliases ---\n"),
        ("_todo", "role:x", "# _todo: role:x\n"),
        ("comments", "", "# comments\n"),
        ("alias", "", '"alias": ""\n'),
        ("//", [["role:x"]], '"//": [["role:x"]]\n'),
    ],
)
def test_what_stands_in_json_as_a_remark_becomes_a_comment(
    name: str, value: object, line: str
) -> None:
    found = result({"policy.json": json.dumps({name: value})}, ("victoria", "wallaby"))
    head = "# kslint prepare: converted from policy.json\n"
    assert found.part.files == (NewFile("policy.json", f"{head}{line}".encode(), "policy.yaml"),)


SWITCH = {"policy.json": '{"ours": "role:x"}', "policy.yaml": OURS}


def test_a_file_that_only_the_target_would_read_is_a_question() -> None:
    part = plan_policies(case_of({"keystone.conf": PLAIN} | SWITCH, ("victoria", "wallaby")))
    assert (part.files, part.edits, part.changes) == ((), (), ())
    (decision,) = part.decisions
    assert (decision.id, decision.is_open) == ("file policy.yaml", True)


def test_a_file_is_asked_for_by_its_path_in_the_configuration_directory() -> None:
    case = case_of({"keystone.conf": PLAIN} | SWITCH, ("victoria", "wallaby"), base="etc/keystone")
    (decision,) = plan_policies(case).decisions
    assert (decision.id, decision.at.path) == ("file policy.yaml", "etc/keystone/policy.yaml")
    assert [choice.means for choice in decision.choices] == [
        "the target reads it instead of etc/keystone/policy.json; who may do what changes",
        "etc/keystone/policy.json holds, as in the source; what this file says is lost",
    ]


@pytest.mark.parametrize(
    ("choose", "policy"),
    [
        ("keep", OURS),
        ("drop", '# kslint prepare: converted from policy.json\n"ours": "role:x"\n'),
    ],
)
def test_the_answer_says_which_file_holds(choose: str, policy: str) -> None:
    answer = Answer("file policy.yaml", choose)
    found = result(dict(SWITCH), ("victoria", "wallaby"), answer)
    content = found.files["policy.yaml"]
    assert (content if isinstance(content, str) else content.decode()) == policy


@pytest.mark.parametrize(
    ("answer", "policy"),
    [
        (Answer("policy identity:list_users", "keep"), OURS),
        (Answer("policy identity:list_users", "default"), ""),
        (
            Answer("policy identity:list_users", "set", "role:x or @"),
            '"identity:list_users": "role:x or @"\n',
        ),
    ],
)
def test_any_line_can_be_answered(answer: Answer, policy: str) -> None:
    assert text(OURS, HOP, answer) == policy


def test_an_answer_can_set_a_rule_that_no_file_has() -> None:
    answer = Answer("policy identity:list_users", "set", "role:auditor")
    assert text("# ours", HOP, answer) == f"# ours\n{OURS}"
    assert text("{a: role:x}\n", HOP, answer) == (
        '{a: role:x,\n    "identity:list_users": "role:auditor"}\n'
    )


def test_without_a_policy_file_a_rule_cannot_be_set() -> None:
    answer = Answer("policy identity:list_users", "set", "role:auditor")
    part = plan_policies(case_of({"keystone.conf": PLAIN}, HOP, answers=[answer]))
    assert (part.files, part.changes) == ((), ())
    (gap,) = part.gaps
    assert (gap.what, gap.required) == ("policy identity:list_users", True)


@pytest.mark.parametrize(
    ("choose", "value", "paths"),
    [
        ("default", "", {"keystone.conf", "policy.yaml"}),
        ("set", "policy.json", {"keystone.conf", "policy.json"}),
        ("keep", "", {"keystone.conf", "policy.json"}),
    ],
)
def test_an_answer_about_the_name_of_the_file_stands(
    choose: str, value: str, paths: set[str]
) -> None:
    conf = "[oslo_policy]\npolicy_file = policy.json\n"
    answer = Answer("[oslo_policy] policy_file", choose, value)
    case = case_of({"keystone.conf": conf, "policy.json": JSON}, HOP, answers=[answer])
    found = carried(case)
    assert found.part.edits == ()
    assert found.files.keys() == paths


ANCHOR = """\
"admin_required": &admin "role:admin or is_admin:1"
"identity:list_users": *admin
"""


def test_what_cannot_be_edited_alone_stays_and_is_told() -> None:
    case = case_of({"keystone.conf": _NAMED, "policy.yaml": ANCHOR}, HOP)
    found = carried(case)
    assert (found.part.files, found.part.changes) == ((), ())
    assert found.part.gaps == (
        Gap(
            "admin_required in policy.yaml",
            "its line cannot be edited without changing another one",
            "write it on a line of its own, as text",
            required=False,
            at=Location("", "policy.yaml", 1, 0, 1),
        ),
    )
    assert policies_after(case, found.after) == PolicyProof()


def test_a_check_string_that_cannot_be_parsed_is_no_answer() -> None:
    answer = Answer("policy identity:list_users", "set", "role:x or (", at=Location("", "a", 3))
    part = plan_policies(
        case_of({"keystone.conf": PLAIN, "policy.yaml": OURS}, HOP, answers=[answer])
    )
    assert part.files == ()
    assert part.gaps == (
        Gap(
            "policy identity:list_users",
            "oslo.policy cannot parse the check string of the answer",
            "correct it in the answers file",
            required=True,
            at=Location("", "a", 3),
        ),
    )


@pytest.mark.parametrize(
    "policy",
    [
        pytest.param('"a": {{ rule }}\n', id="a template"),
        pytest.param('"a: b\n', id="no YAML"),
        pytest.param("- a\n", id="no mapping"),
        pytest.param('"a": 1\n', id="no text"),
        pytest.param(b'"a": "\xff"\n', id="no UTF-8"),
    ],
)
def test_a_file_that_cannot_be_judged_is_left_alone(policy: str | bytes) -> None:
    case = case_of({"keystone.conf": _NAMED, "policy.yaml": policy}, HOP)
    part = plan_policies(case)
    assert (part.files, part.edits, part.changes, part.decisions) == ((), (), (), ())
    (gap,) = part.gaps
    assert gap.at == Location("", "policy.yaml")


def test_a_rule_of_the_source_that_the_site_builds_on_is_written_down() -> None:
    policy = '"identity:list_users": "rule:admin_and_matching_target_user_domain_id"\n'
    assert text(policy, ("train", "ussuri")) == policy


def test_what_a_written_down_rule_makes_redundant_goes_in_the_same_run() -> None:
    policy = '"admin_required": ""\n"identity:create_role": "rule:identity:validate_token_head"\n'
    assert text(policy, ("pike", "queens")) == '"admin_required": ""\n'


def test_planned_again_nothing_changes() -> None:
    found = result({"policy.json": JSON, "policy.d/a.yaml": REDUNDANT}, ("victoria", "wallaby"))
    for hop in (("victoria", "wallaby"), ("wallaby", "wallaby")):
        part = plan_policies(case_of(found.files, hop))
        assert (part.files, part.edits, part.changes, part.decisions) == ((), (), (), ())


def test_in_json_a_rule_that_went_is_taken_away() -> None:
    found = result(
        {"policy.json": '{"identity:update_limits": "!", "a": "@"}'}, ("queens", "rocky")
    )
    assert found.part.files == (NewFile("policy.json", b'{"a": "@"}'),)
    assert told(found) == [(Action.DROPPED, "identity:update_limits", 1, "rocky has no such rule")]
