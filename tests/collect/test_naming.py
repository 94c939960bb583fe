"""Nodes get the names that tell their paths apart."""

import pytest

from linter.collect.naming import node_names


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
