from pathlib import Path

import msgspec

from linter.difference.differences import differences
from linter.difference.effective import effective_after
from linter.difference.told import ToldDeployment
from linter.report.differences_document import differences_shape, value_change_shape
from linter.ruleset import load_rules
from tests.triage.deployed import deployed


def document(shape: msgspec.Struct) -> dict[str, object]:
    made: dict[str, object] = msgspec.json.decode(msgspec.json.encode(shape))
    assert msgspec.convert(made, type(shape)) == shape
    return made


def place(path: str, line: int) -> dict[str, object]:
    return {"node": "", "path": path, "line": line, "column": 1}


def test_what_changes_has_a_shape_of_its_own(tmp_path: Path) -> None:
    text = "[catalog]\ntemplate_file = a\n[oslo_policy]\nenforce_scope = true\n"
    policy = '"auditors": "role:auditor"\n'
    context = deployed(tmp_path, text, between=("2024.1", "2025.1"), policy__yaml=policy)
    made = document(
        differences_shape(ToldDeployment(("",), (), differences(context, load_rules())))
    )
    options, new, gaps = (made.pop(name) for name in ("options", "new", "gaps"))
    assert isinstance(options, list)
    assert isinstance(new, list)
    assert isinstance(gaps, list)
    assert options[1] == {
        "subject": "[catalog] template_file",
        "domain": None,
        "taken": "gone",
        "is_read": False,
        "successor": None,
        "before": {"value": "a", "origin": "set", "locations": [place("keystone.conf", 4)]},
        "after": {"value": None, "origin": "unread", "locations": []},
        "changes": True,
        "locations": [place("keystone.conf", 4)],
        "rules": [],
        "written": "a",
        "defaults": {"source": "default_catalog.templates", "target": None},
        "redundant": False,
    }
    assert new[-1] == {
        "subject": "[oslo_policy] remote_timeout",
        "successor": None,
        "before": {"value": None, "origin": "unread", "locations": []},
        "after": {"value": "60", "origin": "default", "locations": []},
        "rules": [],
    }
    assert made == {
        "nodes": [""],
        "defaults": [
            {
                "subject": "[oslo_policy] enforce_new_defaults",
                "successor": None,
                "before": {"value": "false", "origin": "default", "locations": []},
                "after": {"value": "true", "origin": "default", "locations": []},
                "rules": [],
            }
        ],
        "policies": [
            {
                "rule": "auditors",
                "override": "own",
                "check": "role:auditor",
                "successor": None,
                "relation": None,
                "relation_before": None,
                "default": None,
                "starts": False,
                "location": place("policy.yaml", 1),
                "rules": [],
                "defaults": {"source": None, "target": None},
            }
        ],
        "parts": [],
        "texts": [],
    }


def test_effective_values_have_a_shape_of_their_own(tmp_path: Path) -> None:
    before = deployed(tmp_path / "a", "[ldap]\npassword = canary1\n", between=("yoga", "yoga"))
    after = deployed(tmp_path / "b", "[ldap]\npassword = canary2\n", between=("yoga", "yoga"))
    held = {"value": "***", "origin": "set", "locations": [place("keystone.conf", 4)]}
    (change,) = effective_after(before, after.deployment).changes
    assert document(value_change_shape(change)) == {
        "subject": "[ldap] password",
        "domain": None,
        "reason": "set-otherwise",
        "successor": None,
        "before": held,
        "after": held,
    }
