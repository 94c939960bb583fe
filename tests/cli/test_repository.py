"""Gates are told where files lie in the repository, wherever kslint is started."""

from pathlib import Path

import pytest

from linter.cli.repository import folders_of
from linter.collect.directory import collect
from linter.model.snapshot import Root
from linter.report.places import Folders
from tests.collect.packing import INI, pack


def laid(folder: Path, *, is_repository: bool = True) -> Path:
    """A repository with a deployment in it."""
    (folder / "nodes" / "ctl1").mkdir(parents=True)
    (folder / "nodes" / "ctl1" / "keystone.conf").write_bytes(INI)
    if is_repository:
        (folder / ".git").mkdir()
    return folder


def told(path: Path, working: Path) -> str:
    return folders_of({"": Root(str(path))}, working).nodes[""]


def test_a_deployment_is_seen_from_the_top_of_the_repository(tmp_path: Path) -> None:
    top = laid(tmp_path / "site")
    node = top / "nodes" / "ctl1"
    assert folders_of({"ctl1": Root(str(node))}, top) == Folders({"ctl1": "nodes/ctl1"}, ".")
    assert folders_of({"ctl1": Root(str(node))}, top / "nodes") == Folders(
        {"ctl1": "nodes/ctl1"}, "nodes"
    )


def test_a_repository_that_kslint_is_not_started_in_is_found(tmp_path: Path) -> None:
    top = laid(tmp_path / "site")
    assert told(top / "nodes" / "ctl1", tmp_path) == "site/nodes/ctl1"
    (tmp_path / "elsewhere").mkdir()
    assert told(top / "nodes" / "ctl1", tmp_path / "elsewhere") == "nodes/ctl1"


def test_a_submodule_belongs_to_the_repository_around_it(tmp_path: Path) -> None:
    top = laid(tmp_path / "site")
    inner = laid(top / "inner", is_repository=False)
    (inner / ".git").write_text("gitdir: ../.git/modules/inner\n", encoding="utf-8")
    assert told(inner / "nodes" / "ctl1", top) == "inner/nodes/ctl1"
    assert told(inner / "nodes" / "ctl1", inner) == "nodes/ctl1"


def test_without_a_repository_the_working_folder_is_the_top(tmp_path: Path) -> None:
    top = laid(tmp_path / "site", is_repository=False)
    assert told(top / "nodes" / "ctl1", top) == "nodes/ctl1"
    assert told(top / "nodes" / "ctl1", top / "nodes" / "ctl1") == "."


def test_what_lies_in_no_repository_has_no_folder_there(tmp_path: Path) -> None:
    top = laid(tmp_path / "site")
    (tmp_path / "etc").mkdir()
    assert told(tmp_path / "etc", top) == "/"


def test_links_are_followed_to_what_the_repository_holds(tmp_path: Path) -> None:
    top = laid(tmp_path / "site")
    (top / "current").symlink_to("nodes/ctl1")
    (tmp_path / "link").symlink_to("site")
    assert told(tmp_path / "link" / "current", tmp_path / "link") == "nodes/ctl1"


def test_files_in_archives_lie_in_no_repository(tmp_path: Path) -> None:
    archive = pack(tmp_path / "ctl1.tar", {"etc/keystone/keystone.conf": INI})
    (node,) = collect([archive]).nodes
    assert node.root == Root()
    assert folders_of({"": node.root}, tmp_path).nodes == {"": "/"}


def test_a_file_beside_a_deployment_starts_in_the_working_folder(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    top = laid(tmp_path / "site")
    (top / "web").mkdir()
    (top / "web" / "keystone.conf").write_bytes(b"<VirtualHost *:5000>\n</VirtualHost>\n")
    monkeypatch.chdir(top)
    (node,) = collect(["nodes/ctl1"], web=["web/keystone.conf"]).nodes
    assert node.root == Root(str(top / "nodes" / "ctl1"), ("web/keystone.conf",))
