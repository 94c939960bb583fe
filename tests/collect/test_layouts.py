"""Deployments are found in the ways in which they are kept."""

from pathlib import Path

import pytest

from linter.collect.directory import collect
from linter.model.facts import FileKind
from linter.model.snapshot import Snapshot
from tests.collect.packing import INI, found, gaps, pack

NOTHING = "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf"


def laid(root: Path, *names: str, content: bytes = INI) -> Snapshot:
    for name in names:
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return collect([str(root)])


@pytest.mark.parametrize(
    ("laid_at", "path"),
    [
        ("sosreport-ctl1/etc/keystone/keystone.conf", "etc/keystone/keystone.conf"),
        ("etc/kolla/keystone/keystone.conf", "etc/kolla/keystone/keystone.conf"),
        ("host/etc/kolla/keystone/keystone.conf", "etc/kolla/keystone/keystone.conf"),
        ("venvs/keystone-30.0.0/etc/keystone/keystone.conf", "etc/keystone/keystone.conf"),
        ("lxc/ctl_keystone/rootfs/etc/keystone/keystone.conf", "etc/keystone/keystone.conf"),
        ("var/lib/lxc/a/rootfs/etc/keystone/keystone.conf", "etc/keystone/keystone.conf"),
        ("templates/train/keystone.conf", "keystone.conf"),
        ("ctl1/keystone.conf", "keystone.conf"),
        ("roles/keystone/templates/keystone.conf.j2", "keystone.conf.j2"),
    ],
)
def test_a_deployment_is_found_where_it_is_kept(laid_at: str, path: str, tmp_path: Path) -> None:
    assert found(laid(tmp_path, laid_at)) == [("", path)]


def test_several_hosts_are_as_many_nodes(tmp_path: Path) -> None:
    names = [f"{name}/etc/keystone/keystone.conf" for name in ("ctl1", "ctl2")]
    assert found(laid(tmp_path, *names)) == [
        ("ctl1", "etc/keystone/keystone.conf"),
        ("ctl2", "etc/keystone/keystone.conf"),
    ]


def test_a_directory_among_nodes_that_has_no_configuration_is_named(tmp_path: Path) -> None:
    (tmp_path / "ctl3").mkdir()
    (tmp_path / ".git").mkdir()
    (tmp_path / "ctl4").symlink_to("ctl1")
    snapshot = laid(tmp_path, "ctl1/keystone.conf", "ctl2/keystone.conf", "notes.txt")
    why = "it has no configuration file and was not taken for a node"
    told = [(gap.what, gap.why, gap.required) for gap in snapshot.gaps]
    assert [each for each in told if "ctl" in each[0]] == [("ctl3", why, False)]


def test_a_deployment_hides_what_lies_below_it(tmp_path: Path) -> None:
    names = ("keystone/keystone.conf", "other/keystone.conf", "keystone/old/keystone.conf")
    assert found(laid(tmp_path, *names)) == [("", "keystone/keystone.conf")]
    assert found(laid(tmp_path / "b", "a/keystone.conf", "a/old/keystone.conf")) == [
        ("", "keystone.conf")
    ]


def test_one_directory_under_two_names_is_one_node(tmp_path: Path) -> None:
    laid(tmp_path, "a/keystone.conf")
    (tmp_path / "b").symlink_to("a")
    assert found(collect([str(tmp_path)])) == [("", "keystone.conf")]


@pytest.mark.parametrize(("argument", "path"), [("", "keystone.conf"), ("a", "keystone.conf")])
def test_a_short_path_in_the_working_folder_is_looked_through(
    argument: str, path: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    laid(tmp_path, "a/b/keystone.conf")
    monkeypatch.chdir(tmp_path / "a" if not argument else tmp_path)
    assert found(collect([argument])) == [("", path)]


def test_an_archive_in_the_working_folder_is_looked_through(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    pack(tmp_path / "a.tar", {"a/keystone.conf": INI})
    monkeypatch.chdir(tmp_path)
    assert found(collect(["a.tar"])) == [("", "keystone.conf")]


def test_what_rotates_the_keys_of_kolla_is_looked_at_too(tmp_path: Path) -> None:
    names = ("keystone/keystone.conf", "keystone/config.json", "glance/x.sh", "keystone-ssh/id_rsa")
    laid(tmp_path, *names)
    run = b"#!/bin/bash\nkeystone-manage fernet_rotate\n"
    snapshot = laid(tmp_path, "keystone-fernet/fernet-rotate.sh", content=run)
    assert [(other.path, other.kind) for other in snapshot.nodes[0].others] == [
        ("keystone/config.json", FileKind.UNKNOWN),
        ("keystone-fernet/fernet-rotate.sh", FileKind.SCRIPT),
        ("keystone-ssh/id_rsa", FileKind.KEY),
    ]


def test_an_archive_in_a_directory_is_a_required_gap(tmp_path: Path) -> None:
    laid(tmp_path, "host/README")
    for name in ("b.tar", "host/a.tar.xz", "host/c.zip"):
        pack(tmp_path / name, {})
    inside = "it is an archive inside of what was given, and was not opened"
    named = [gap[0] for gap in gaps(collect([str(tmp_path)])) if gap[1:] == (inside, True)]
    assert named == ["b.tar", "host/a.tar.xz", "host/c.zip"]


def test_variables_of_ansible_are_said_not_to_be_judged(tmp_path: Path) -> None:
    text = b"keystone_keystone_conf_overrides:\n  token:\n    provider: uuid\nother: 1\n"
    snapshot = laid(tmp_path, "user_variables.yml", content=text)
    why = (
        "its variables were not judged, only what OpenStack-Ansible renders: "
        "keystone_keystone_conf_overrides"
    )
    assert [gap for gap in gaps(snapshot) if gap[2]] == [
        ("user_variables.yml", why, True),
        (str(tmp_path), NOTHING, True),
    ]


def test_an_empty_directory_is_looked_at_as_before(tmp_path: Path) -> None:
    assert gaps(collect([str(tmp_path)])) == [(str(tmp_path), NOTHING, True)]
