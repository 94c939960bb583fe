"""The tools of oslo.policy accept prepared policy files, and find nothing redundant that went."""

import json
from collections.abc import Mapping
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from linter.catalog import store
from linter.model.preparation import Action
from linter.preparation.policy_proof import PolicyProof, policies_after
from tests.preparation.cases import case_of
from tests.preparation.policy_files import Texts, by_chance, carried
from tests.real.policy.test_access import asked, book_of
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
    _put(found.files, tmp_path)
    with ThreadPoolExecutor(2) as pool:
        outputs = pool.map(lambda tool: said_by(target, tool, tmp_path), (VALIDATOR, REDUNDANT))
        said = {fault for output in outputs for fault in reported(output)}
    assert {fault for fault in said if fault[0] != "redundant"} == {("unknown", "auditor")}
    assert {name for kind, name in said if kind == "redundant"} & dropped == set()


ASKED = {"train": "stein", "wallaby": "victoria", "2025.1": "2024.1"}
SEEDS = range(20)


@pytest.mark.parametrize("target", ASKED)
def test_the_target_itself_answers_every_question_as_it_does_with_the_old_files(
    target: str, tmp_path: Path
) -> None:
    hop = (ASKED[target], target)
    folders: dict[str, Path] = {}
    for seed in SEEDS:
        texts = {path: _beside(text) for path, text in by_chance(seed, hop).items()}
        found = carried(case_of(texts, hop))
        for name, files in (("old", texts), ("new", found.files)):
            folders[f"{seed} {name}"] = _put(files, tmp_path / f"{seed}-{name}")
    books = [book for folder in folders.values() if (book := book_of(target, folder))]
    answers = asked(target, folders, books)
    old, new = ({str(seed): answers[f"{seed} {name}"] for seed in SEEDS} for name in ("old", "new"))
    assert new == old


def _beside(text: str | bytes) -> bytes:
    """A file that names others as they lie beside it, wherever that is."""
    content = text.encode() if isinstance(text, str) else text
    return content.replace(b"/etc/keystone/", b"")


def _put(files: Mapping[str, str | bytes], folder: Path) -> Path:
    for path, content in files.items():
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_bytes(content if isinstance(content, bytes) else content.encode())
    return folder


def _full_copy(series: str, form: str) -> Texts:
    """Every default of a release in a file, as somebody once dumped it, and what a site adds."""
    rules = {rule.name: rule.check for rule in store.load(series).policy_rules} | OWN
    name = f"policy.{form}"
    conf = f"[oslo_policy]\npolicy_file = {name}\n"
    if form == "json":
        return {"keystone.conf": conf, name: json.dumps(rules, indent=4)}
    lines = (f"{json.dumps(key)}: {json.dumps(value)}\n" for key, value in rules.items())
    return {"keystone.conf": conf, name: "".join(lines)}
