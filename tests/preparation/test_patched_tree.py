"""Whatever lies in a repository, the patch makes of it what the prepared directory has."""

import os
import stat
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.collect.directory import Surroundings, collect
from linter.collect.marker import OWN
from linter.model.preparation import NewFile
from linter.model.snapshot import Node
from linter.preparation.entries import Tree
from linter.preparation.folder import write, write_patch
from linter.preparation.patch import patch, root_of
from linter.preparation.room import require_room
from linter.preparation.tree import tree_of

NOWHERE = Surroundings(live=(), home=Path("/nonexistent"))
FILES = (
    "keystone.conf.d/a.conf",
    "keystone.conf.d/b.conf",
    "policy.json",
    "policy.yaml",
    "keystone-paste.ini",
    "logging.conf",
    "domains/keystone.x.conf",
    "fernet-keys/0",
    "notes/README",
    "odd name\t.conf",
)
TARGETS = (
    "keystone.conf",
    "../keystone.conf",
    "policy.json",
    "../outside.conf",
    "..",
    "domains",
    "gone",
)
CONTENTS = st.sampled_from([b"", b"[DEFAULT]\na = 1", b"[DEFAULT]\r\na = 1\r\n", b"\0", b"{}\n"])
LAID = st.dictionaries(st.sampled_from(FILES), CONTENTS | st.sampled_from(TARGETS))
FATES = st.dictionaries(
    st.integers(0, 20), st.sampled_from(["edit", "convert", "leave out"]), max_size=6
)


@pytest.mark.thorough
@settings(max_examples=80, deadline=None)
@given(laid=LAID, fates=FATES, whole=st.booleans())
def test_a_patched_repository_is_what_was_prepared(
    laid: dict[str, bytes | str], fates: dict[int, str], *, whole: bool
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        top = Path(folder)
        _lay(top / "site", laid)
        subprocess.run(["git", "init", "-q", top], check=True)
        given_path = top / "site" if whole else top / "site" / "etc"
        before = _seen(top / "site")
        tree = _tree(given_path, fates)
        _check(top, given_path, tree, before)


def _check(top: Path, given_path: Path, tree: Tree, before: dict[str, tuple[str, bytes]]) -> None:
    new = top / "new"
    for _ in range(2):
        require_room(new, [str(given_path)])
        write(new, tree, {"DECISIONS.md": b""}, "2025.1")
    content = patch(tree.entries, root_of([str(given_path)]))
    assert _seen(top / "site") == before
    write_patch(top / "up.patch", content)
    if content:
        bare = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
        command = ["git", "apply", "--whitespace=nowarn", "../" * (2 - (given_path.name == "site"))]
        command[-1] += "up.patch"
        subprocess.run(command, cwd=given_path, check=True, env=bare)
    patched, prepared = _seen(given_path), _seen(new)
    for name in OWN:
        prepared.pop(name, None)
    if "outside.conf" not in prepared:
        # No link of the deployment leads to it.
        patched.pop("outside.conf", None)
    assert patched == prepared


def _lay(site: Path, laid: dict[str, bytes | str]) -> None:
    root = site / "etc"
    root.mkdir(parents=True)
    (root / "keystone.conf").write_bytes(b"[token]\nprovider = fernet\n")
    (site / "outside.conf").write_bytes(b"[DEFAULT]\n")
    for name, content in laid.items():
        path = root / name
        path.parent.mkdir(exist_ok=True)
        if isinstance(content, str):
            path.symlink_to(content)
        else:
            path.write_bytes(content)


def _tree(given_path: Path, fates: dict[int, str]) -> Tree:
    nodes = collect([str(given_path)], surroundings=NOWHERE).nodes
    return tree_of([str(given_path)], [(node, _new(node, fates)) for node in nodes])


def _new(node: Node, fates: dict[int, str]) -> tuple[NewFile, ...]:
    sources = [other.source for other in node.others if other.source]
    files = [*node.configuration, *node.domains, *sources]
    found = []
    for number, fate in fates.items():
        if number >= len(files):
            continue
        path, content = files[number].path, files[number].content
        match fate:
            case "edit":
                found.append(NewFile(path, content + b"# more\n"))
            case "convert":
                found.append(NewFile(path, content, to=f"{path}.new"))
            case _:
                found.append(NewFile(path, None))
    return tuple(found)


def _seen(root: Path) -> dict[str, tuple[str, bytes]]:
    """Every file with its mode, and what it holds or says."""
    found = {}
    for path in root.rglob("*"):
        mode = stat.filemode(path.lstat().st_mode)
        if path.is_symlink():
            found[str(path.relative_to(root))] = (mode, os.fsencode(path.readlink()))
        elif path.is_file():
            found[str(path.relative_to(root))] = (mode, path.read_bytes())
    return found
