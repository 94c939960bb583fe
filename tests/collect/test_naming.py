"""Nodes get the names that tell their paths apart."""

from pathlib import Path

import pytest

from linter.collect.directory import collect
from linter.collect.naming import node_names
from linter.model.facts import FileKind
from tests.collect.packing import INI


@pytest.mark.parametrize(
    ("arguments", "names"),
    [
        (["/etc/keystone"], [""]),
        (["nodes/ctl1/etc/keystone", "nodes/ctl2/etc/keystone"], ["ctl1", "ctl2"]),
        (["a/keystone.conf", "b/keystone.conf"], ["a", "b"]),
        (["./a/k", "b/k"], ["a", "b"]),
        (["/n/r1/a/etc", "/n/r2/a/etc", "/n/r1/b/etc"], ["r1/a", "r2/a", "r1/b"]),
        (["one.conf", "two.conf"], ["one.conf", "two.conf"]),
        (["n", "n/a"], ["n", "n/a"]),
        (["x/n/y", "x/y"], ["x/n/y", "x/y"]),
        (["/a", "a"], ["/a", "a"]),
    ],
)
def test_names_are_what_differs(arguments: list[str], names: list[str]) -> None:
    assert list(node_names(arguments)) == names


def test_a_file_named_beside_a_node_is_told_from_the_nodes_own(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for folder, content in (("etc", INI), ("web", b"<VirtualHost *:5000>\n</VirtualHost>\n")):
        (tmp_path / folder).mkdir()
        (tmp_path / folder / "keystone.conf").write_bytes(content)
    monkeypatch.chdir(tmp_path / "web")
    (node,) = collect(["../etc"], web=["keystone.conf"]).nodes
    assert [file.path for file in node.configuration] == ["keystone.conf"]
    assert [(file.path, file.kind) for file in node.others] == [("./keystone.conf", FileKind.WEB)]
