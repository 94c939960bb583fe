"""The tools of oslo.policy accept prepared policy files, and find nothing redundant that went."""

import json
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from linter.catalog import store
from linter.model.preparation import Action
from linter.preparation.policy_proof import PolicyProof, policies_after
from tests.preparation.cases import case_of
from tests.preparation.policy_files import Texts, carried
from tests.real.policy.test_tools import REDUNDANT, VALIDATOR, reported, said_by

HOPS = {"wallaby": "victoria", "2023.1": "zed", "2025.1": "2024.1"}
OWN = {
    "auditor": "role:auditor or rule:admin_required",
    "identity:list_users": "rule:auditor",
    "identity:list_projects": [["rule:auditor"], ["role:été"]],
}

pytestmark = pytest.mark.release


@pytest.mark.parametrize("form", ["json", "yaml"])
@pytest.mark.parametrize("target", HOPS)
def test_the_tools_of_the_target_accept_what_was_prepared(
    target: str, form: str, tmp_path: Path
) -> None:
    case = case_of(_full_copy(HOPS[target], form), (HOPS[target], target))
    found = carried(case)
    assert policies_after(case, found.after) == PolicyProof()
    dropped = {change.subject for change in found.part.changes if change.action is Action.DROPPED}
    assert len(dropped) > 30
    for path, content in found.files.items():
        text = content if isinstance(content, bytes) else content.encode()
        (tmp_path / path).write_bytes(text)
    with ThreadPoolExecutor(2) as pool:
        outputs = pool.map(lambda tool: said_by(target, tool, tmp_path), (VALIDATOR, REDUNDANT))
        said = {fault for output in outputs for fault in reported(output)}
    assert {fault for fault in said if fault[0] != "redundant"} == {("unknown", "auditor")}
    assert {name for kind, name in said if kind == "redundant"} & dropped == set()


def _full_copy(series: str, form: str) -> Texts:
    """Every default of a release in a file, as somebody once dumped it, and what a site adds."""
    rules = {rule.name: rule.check for rule in store.load(series).policy_rules} | OWN
    name = f"policy.{form}"
    conf = f"[oslo_policy]\npolicy_file = {name}\n"
    if form == "json":
        return {"keystone.conf": conf, name: json.dumps(rules, indent=4)}
    lines = (f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in rules.items())
    return {"keystone.conf": conf, name: "".join(lines)}
