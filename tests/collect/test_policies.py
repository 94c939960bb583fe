"""Policy files are read under whatever name the configuration gives them."""

from pathlib import Path

import pytest

from linter.collect.directory import collect
from linter.model.facts import FileKind

RULE = '{"identity:list_users": "role:reader"}'


def kinds(
    folder: Path, files: dict[str, str], options: str = ""
) -> dict[str, tuple[FileKind, bool]]:
    """The kind of each other file, and whether its text was kept."""
    for name, text in ({"keystone.conf": f"[oslo_policy]\n{options}\n"} | files).items():
        path = folder / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    (node,) = collect([str(folder)]).nodes
    return {other.path: (other.kind, other.source is not None) for other in node.others}


def test_every_file_of_policy_d_but_hidden_ones(tmp_path: Path) -> None:
    names = ["policy.d/a.yaml", "policy.d/b.yaml.bak", "policy.d/c", "policy.d/1", "policy.d/.d"]

    found = kinds(tmp_path, dict.fromkeys(names, "{}"))

    assert found == dict.fromkeys(names[:-1], (FileKind.POLICY, True)) | {
        "policy.d/.d": (FileKind.UNKNOWN, False)
    }


@pytest.mark.parametrize("named", ["rules", "./rules", "/etc/keystone/rules"])
def test_a_file_that_is_named(named: str, tmp_path: Path) -> None:
    found = kinds(tmp_path, {"rules": RULE}, f"policy_file = {named}")

    assert found == {"rules": (FileKind.POLICY, True)}


def test_the_files_of_a_folder_that_is_named(tmp_path: Path) -> None:
    files = {"rbac/a.bak": RULE, "rbac/.b.bak": RULE, "rbac/deeper/c.bak": RULE}

    assert kinds(tmp_path, files, "policy_dirs = rbac") == {
        "rbac/a.bak": (FileKind.POLICY, True),
        "rbac/.b.bak": (FileKind.COPY, False),
        "rbac/deeper/c.bak": (FileKind.COPY, False),
    }


def test_a_key_is_not_opened_wherever_it_lies(tmp_path: Path) -> None:
    found = kinds(tmp_path, {"rbac/server.key": "canary"}, "policy_dirs = rbac")

    assert found == {"rbac/server.key": (FileKind.KEY, False)}
