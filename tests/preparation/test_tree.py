"""The prepared directory has every file of what was given once, in the same places."""

import os
import socket
from collections.abc import Iterable, Mapping
from pathlib import Path

import pytest

from linter.collect.directory import Surroundings, collect
from linter.model.preparation import NewFile
from linter.model.snapshot import Node
from linter.preparation import tree_items
from linter.preparation.entries import Entry, Folder, Origin, Tree, TreeError
from linter.preparation.folder import write
from linter.preparation.tree import tree_of

INI = b"[DEFAULT]\ndebug = true\n"
NEW = b"[DEFAULT]\ndebug = false\n"
DISAGREED = "it is one file that would have to become different ones, and stays as it was"
DAMAGED = "it says for which release the directory was prepared"
NOWHERE = Surroundings(live=(), home=Path("/nonexistent"))


def lay(root: Path, files: Mapping[str, bytes]) -> Path:
    """Write files below a directory; the directory."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return root


def nodes_in(*arguments: Path, web: Iterable[Path] = ()) -> tuple[Node, ...]:
    found = collect(list(map(str, arguments)), web=list(map(str, web)), surroundings=NOWHERE)
    return found.nodes


def tree(*arguments: Path, new: Iterable[NewFile] = (), web: Iterable[Path] = ()) -> Tree:
    """The prepared directory, every node with the new files that it has the old ones of."""
    nodes = nodes_in(*arguments, web=web)
    files = tuple(new)
    return tree_of(list(map(str, arguments)), [(node, files) for node in nodes])


def origins(found: Tree) -> dict[str, Origin]:
    return {entry.path or f"({entry.was})": entry.origin for entry in found.entries}


def gaps(found: Tree) -> list[tuple[str, str, bool]]:
    return [(gap.what, gap.why, gap.required) for gap in found.gaps]


def test_every_file_comes_with_how_it_came(tmp_path: Path) -> None:
    root = lay(
        tmp_path / "etc",
        {
            "keystone.conf": INI,
            "keystone.conf.bak": INI,
            "keystone.conf.d/10-site.conf": INI,
            "policy.json": b"{}",
            "keystone-paste.ini": b"[pipeline:main]\n",
            "fernet-keys/0": b"key",
            "README": b"words",
            "x.conf.j2": b"[a]\n",
            ".git/config": b"",
        },
    )
    (root / "empty").mkdir()
    found = tree(
        root,
        new=(
            NewFile("keystone.conf", NEW),
            NewFile("keystone.conf.d/10-site.conf", INI),
            NewFile("policy.json", b"a: b\n", to="policy.yaml"),
            NewFile("keystone-paste.ini", None),
        ),
    )
    assert found == Tree(
        (
            Entry("README", root / "README", Origin.NOT_UNDERSTOOD, was="README"),
            Entry("fernet-keys/0", root / "fernet-keys/0", Origin.KEY, was="fernet-keys/0"),
            Entry(
                "",
                root / "keystone-paste.ini",
                Origin.LEFT_OUT,
                was="keystone-paste.ini",
            ),
            Entry("keystone.conf", root / "keystone.conf", Origin.EDITED, NEW, "keystone.conf"),
            Entry(
                "keystone.conf.bak",
                root / "keystone.conf.bak",
                Origin.NOT_UNDERSTOOD,
                was="keystone.conf.bak",
            ),
            Entry(
                "keystone.conf.d/10-site.conf",
                root / "keystone.conf.d/10-site.conf",
                Origin.COPIED,
                was="keystone.conf.d/10-site.conf",
            ),
            Entry("policy.yaml", root / "policy.json", Origin.CONVERTED, b"a: b\n", "policy.json"),
            Entry("x.conf.j2", root / "x.conf.j2", Origin.NOT_UNDERSTOOD, was="x.conf.j2"),
        ),
        folders=(
            Folder("", root),
            Folder("empty", root / "empty"),
            Folder("fernet-keys", root / "fernet-keys"),
            Folder("keystone.conf.d", root / "keystone.conf.d"),
        ),
        skipped=(".git",),
    )


def test_a_file_that_was_given_stands_alone(tmp_path: Path) -> None:
    root = lay(tmp_path, {"keystone.conf": INI, "policy.json": b"{}", "fernet-keys/0": b"k"})
    found = tree(root / "keystone.conf", new=(NewFile("keystone.conf", NEW),))

    assert found == Tree(
        (Entry("keystone.conf", root / "keystone.conf", Origin.EDITED, NEW, "keystone.conf"),)
    )


def test_any_file_may_be_given_alone(tmp_path: Path) -> None:
    root = lay(tmp_path, {"policy.json": b'{"identity:get_user": ""}\n', "keystone.conf": INI})
    (root / "other.conf").symlink_to("gone")
    files = (root / "policy.json", root / "keystone.conf", root / "other.conf")

    found = tree(*files, new=(NewFile("policy.json", b"{}"),))

    assert origins(found) == {
        "keystone.conf/keystone.conf": Origin.COPIED,
        "policy.json/policy.json": Origin.EDITED,
    }


def test_of_a_host_only_the_deployment_belongs(tmp_path: Path) -> None:
    host = lay(
        tmp_path / "host",
        {
            "etc/keystone/keystone.conf": INI
            + b"[identity]\ndomain_config_dir = /etc/keystone-domains\n"
            b"domain_specific_drivers_enabled = true\n",
            "etc/keystone-domains/keystone.ldap.conf": b"[ldap]\n",
            "etc/apache2/keystone.conf": b"<VirtualHost *:5000>\n</VirtualHost>\n",
            "etc/shadow": b"root:x",
            "etc/nova/nova.conf": INI,
        },
    )
    found = tree(host, web=(host / "etc/apache2",))

    assert origins(found) == {
        "etc/apache2/keystone.conf": Origin.COPIED,
        "etc/keystone-domains/keystone.ldap.conf": Origin.COPIED,
        "etc/keystone/keystone.conf": Origin.COPIED,
    }
    assert [folder.path for folder in found.folders] == [
        "",
        "etc",
        "etc/apache2",
        "etc/keystone",
        "etc/keystone-domains",
    ]


def test_a_folder_without_configuration_is_not_copied(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"passwd": b"root", "policy.yaml": b"{}\n", "a/hosts": b"x"})

    assert origins(tree(root)) == {"policy.yaml": Origin.COPIED}


def test_kolla_s_companions_belong(tmp_path: Path) -> None:
    root = lay(
        tmp_path,
        {
            "etc/kolla/keystone/config.json": b"{}",
            "etc/kolla/keystone/keystone.conf": INI,
            "etc/kolla/keystone-fernet/fernet-push.sh": b"#!/bin/sh\nkeystone-manage\n",
            "etc/kolla/nova/nova.conf": INI,
        },
    )
    assert list(origins(tree(root))) == [
        "etc/kolla/keystone-fernet/fernet-push.sh",
        "etc/kolla/keystone/config.json",
        "etc/kolla/keystone/keystone.conf",
    ]


def test_several_arguments_lie_below_their_names(tmp_path: Path) -> None:
    for name in ("ctl1", "ctl2"):
        lay(tmp_path / "nodes" / name / "etc", {"keystone.conf": INI})
    one, two = (tmp_path / "nodes" / name / "etc" for name in ("ctl1", "ctl2"))

    found = tree(one, two, new=(NewFile("keystone.conf", NEW),))

    assert origins(found) == {
        "ctl1/keystone.conf": Origin.EDITED,
        "ctl2/keystone.conf": Origin.EDITED,
    }
    assert found.folders == (Folder("ctl1", one), Folder("ctl2", two))


def test_nodes_of_one_argument_keep_their_places(tmp_path: Path) -> None:
    nodes = lay(
        tmp_path / "nodes",
        {"ctl1/etc/keystone/keystone.conf": INI, "ctl2/etc/keystone/keystone.conf": NEW},
    )
    found = tree(nodes, new=(NewFile("etc/keystone/keystone.conf", b"[token]\n"),))

    assert origins(found) == {
        "ctl1/etc/keystone/keystone.conf": Origin.EDITED,
        "ctl2/etc/keystone/keystone.conf": Origin.EDITED,
    }


def test_nodes_that_share_a_folder_by_links_keep_their_links(tmp_path: Path) -> None:
    shared = lay(tmp_path / "nodes", {"common/keystone.conf": INI})
    for name in ("ctl1", "ctl2"):
        (shared / name / "etc").mkdir(parents=True)
        (shared / name / "etc" / "keystone").symlink_to("../../common")

    assert origins(tree(shared)) == {
        "common/keystone.conf": Origin.COPIED,
        "ctl1/etc/keystone": Origin.LINK,
        "ctl2/etc/keystone": Origin.LINK,
    }


def test_a_name_leads_nowhere_else(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("a/b/y", "a/y"):
        lay(tmp_path / name, {"keystone.conf": INI})
    monkeypatch.chdir(tmp_path / "a" / "b")

    found = tree(Path("y"), Path("../y"))

    assert list(origins(found)) == [
        f"{tmp_path / name / 'keystone.conf'}".lstrip("/") for name in ("a/b/y", "a/y")
    ]


def test_links_that_lead_inside_stay_links(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"real/keystone.conf": INI, "real/keys/0": b"k"})
    (root / "keystone.conf").symlink_to("real/keystone.conf")
    (root / "absolute").symlink_to(root / "real")
    (root / "nowhere").symlink_to("gone")
    (root / "loop").symlink_to("loop")
    (root / "up").symlink_to("..")

    found = tree(root, new=(NewFile("keystone.conf", NEW),))

    assert origins(found) == {
        "absolute": Origin.LINK,
        "keystone.conf": Origin.LINK,
        "loop": Origin.LINK,
        "nowhere": Origin.LINK,
        "real/keys/0": Origin.KEY,
        "real/keystone.conf": Origin.EDITED,
        "up": Origin.LINK,
    }


def test_a_file_stands_in_the_place_of_a_link_that_leads_outside(tmp_path: Path) -> None:
    shared = lay(tmp_path / "shared", {"keystone.conf": INI, "policy.yaml": b"{}"})
    root = tmp_path / "etc"
    root.mkdir()
    for name in ("keystone.conf", "policy.yaml"):
        (root / name).symlink_to(shared / name)

    found = tree(root, new=(NewFile("keystone.conf", NEW),))

    assert origins(found) == {"keystone.conf": Origin.EDITED, "policy.yaml": Origin.LINK}
    assert gaps(found) == [
        (
            "keystone.conf",
            "it is a link to a file outside of what was given; here it is a file, with changes",
            False,
        )
    ]


def test_what_a_linked_folder_outside_holds_changes_there(tmp_path: Path) -> None:
    shared = lay(tmp_path / "shared", {"keystone.ldap.conf": b"[ldap]\n"})
    root = lay(tmp_path / "etc", {"keystone.conf": INI})
    (root / "domains").symlink_to(shared)

    found = tree(root, new=(NewFile("domains/keystone.ldap.conf", NEW),))

    path = str(shared / "keystone.ldap.conf")
    assert origins(found) == {"domains": Origin.LINK, "keystone.conf": Origin.COPIED}
    assert found.outside == (Entry(path[1:], Path(path), Origin.EDITED, NEW, path[1:]),)


def test_changes_outside_are_told_apart_by_what_starts_keystone(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI})
    site = lay(tmp_path / "web", {"site.conf": b"<VirtualHost *:5000>\n"}) / "site.conf"

    found = tree(root, new=(NewFile(str(site), b"new"),), web=(site,))

    path = str(site)[1:]
    assert (found.outside, found.web) == (
        (),
        (Entry(path, site, Origin.EDITED, b"new", path),),
    )


def test_nodes_that_want_different_things_of_one_file_leave_it(tmp_path: Path) -> None:
    shared = lay(tmp_path / "nodes", {"common/all.conf": INI})
    for name in ("ctl1", "ctl2"):
        lay(shared, {f"{name}/keystone.conf": INI + name.encode()})
        (shared / name / "keystone.conf.d").mkdir()
        (shared / name / "keystone.conf.d" / "all.conf").symlink_to("../../common/all.conf")
    nodes = nodes_in(shared)
    path = "keystone.conf.d/all.conf"

    alike = tree_of([str(shared)], [(node, (NewFile(path, NEW),)) for node in nodes])
    unlike = tree_of(
        [str(shared)],
        [(node, (NewFile(path, node.name.encode()),)) for node in nodes],
    )
    one = tree_of([str(shared)], [(nodes[0], (NewFile(path, NEW),)), (nodes[1], ())])

    assert (origins(alike)["common/all.conf"], alike.gaps) == (Origin.EDITED, ())
    for found in (unlike, one):
        assert origins(found)["common/all.conf"] is Origin.COPIED
        assert gaps(found) == [
            (
                path,
                f"{DISAGREED}: ctl1:{path}, ctl2:{path}",
                True,
            )
        ]


def test_another_name_of_a_file_does_not_keep_it_from_changing(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI})
    for name in ("keystone.conf.bak", "current.conf", "notes"):
        (root / name).symlink_to("keystone.conf")

    found = tree(root, new=(NewFile("keystone.conf", NEW),))

    assert (origins(found)["keystone.conf"], found.gaps) == (Origin.EDITED, ())


def test_another_name_that_nothing_reads_does_not_keep_a_policy_file_from_changing(
    tmp_path: Path,
) -> None:
    policy = b'"identity:get_user": "role:x"\n'
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "policy.yaml": policy})
    (root / "policy-old.yaml").symlink_to("policy.yaml")

    found = tree(root, new=(NewFile("policy.yaml", b"{}\n"),))

    assert (origins(found)["policy.yaml"], found.gaps) == (Origin.EDITED, ())


def test_two_files_do_not_take_the_same_place(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "policy.json": b"{}", "rules.json": b"{}"})
    found = tree(
        root,
        new=(
            NewFile("policy.json", b"a: b\n", to="policy.yaml"),
            NewFile("rules.json", b"a: c\n", to="policy.yaml"),
        ),
    )
    assert set(origins(found).values()) == {Origin.COPIED}
    why = "it should go to policy.yaml, and there is something there"
    assert gaps(found) == [("policy.json", why, True), ("rules.json", why, True)]


def test_far_too_many_files_are_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "a": b"", "b": b""})
    monkeypatch.setattr(tree_items, "COUNT", 3)
    with pytest.raises(TreeError, match="more than 3 files lie in what was given; give keystone's"):
        tree(root)


def test_no_file_takes_the_place_of_another(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "policy.json": b"{}", "policy.yaml": b"{}"})
    convert = NewFile("policy.json", b"a: b\n", to="policy.yaml")

    kept = tree(root, new=(convert,))
    replaced = tree(root, new=(convert, NewFile("policy.yaml", None)))

    assert origins(kept) == dict.fromkeys(
        ["keystone.conf", "policy.json", "policy.yaml"], Origin.COPIED
    )
    assert gaps(kept) == [
        ("policy.json", "it should go to policy.yaml, and there is something there", True)
    ]
    assert origins(replaced) == {
        "keystone.conf": Origin.COPIED,
        "policy.yaml": Origin.CONVERTED,
        "(policy.yaml)": Origin.LEFT_OUT,
    }


def test_what_is_no_file_is_told(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "DECISIONS.md": b"ours"})
    os.mkfifo(root / "pipe")
    with socket.socket(socket.AF_UNIX) as listener:
        listener.bind(str(root / "socket"))
    found = tree(root)

    odd = "it is a pipe, a socket or a device, so it is missing in the prepared directory"
    own = "it has the name of a file that kslint writes, so it is missing in the prepared directory"
    assert origins(found) == {"keystone.conf": Origin.COPIED}
    assert gaps(found) == [
        ("DECISIONS.md", own, False),
        ("pipe", odd, False),
        ("socket", odd, False),
    ]


def test_what_may_not_be_read_is_missing_and_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "saml.key": b"secret"})
    usual = os.access
    monkeypatch.setattr(
        os, "access", lambda path, *rest, **by: path.suffix != ".key" and usual(path, *rest, **by)
    )
    found = tree(root)

    assert origins(found) == {"keystone.conf": Origin.COPIED}
    assert gaps(found) == [
        ("saml.key", "permission denied, so it is missing in the prepared directory", True)
    ]


def test_names_that_cannot_be_printed_find_their_files(tmp_path: Path) -> None:
    raw = os.fsdecode(b"b\xff\x1b[31m")
    root = lay(
        tmp_path / "etc",
        {f"keystone.conf.d/{raw}.conf": INI, "keystone.conf": INI, f"{raw}/policy.json": b"{}"},
    )
    (root / "p\x1b.json").write_bytes(b'{"identity:get_user": ""}\n')
    shown = "b\\xff\\x1b[31m"
    found = tree(
        root,
        new=(
            NewFile(f"keystone.conf.d/{shown}.conf", NEW),
            NewFile(f"{shown}/policy.json", b"a", to=f"{shown}/policy.yaml"),
            NewFile("p\\x1b.json", b"a", to="p\\x1b.yaml"),
        ),
    )
    assert origins(found) == {
        f"{raw}/policy.yaml": Origin.CONVERTED,
        "keystone.conf": Origin.COPIED,
        f"keystone.conf.d/{raw}.conf": Origin.EDITED,
        "p\x1b.yaml": Origin.CONVERTED,
    }
    assert found.gaps == ()


def test_two_files_that_are_shown_alike_are_not_guessed(tmp_path: Path) -> None:
    names = ("keystone.conf.d/a\x1b.conf", "keystone.conf.d/a\\x1b.conf")
    root = lay(tmp_path / "etc", {"keystone.conf": INI, **dict.fromkeys(names, INI)})

    found = tree(root, new=(NewFile("keystone.conf.d/a\\x1b.conf", NEW),))

    assert origins(found) == {
        "keystone.conf": Origin.COPIED,
        **dict.fromkeys(names, Origin.NOT_UNDERSTOOD),
    }
    assert gaps(found) == [
        (
            "keystone.conf.d/a\\x1b.conf",
            "it is not there any more, or cannot be told from a file with a similar name",
            True,
        )
    ]


def test_what_kslint_wrote_beside_the_files_is_no_deployment(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, "keys/0": b"k"})
    (root / "l").symlink_to("keystone.conf")
    first, second = tmp_path / "first", tmp_path / "second"
    documents = {"DECISIONS.md": b"x", "outside.patch": b"y"}

    write(first, tree(root), documents, "2025.1")
    again = tree(first)
    write(second, again, documents, "2025.1")

    assert list(origins(again)) == ["keys/0", "keystone.conf", "l"]
    marker = ".kslint-prepared.json"
    assert (first / marker).read_bytes() == (second / marker).read_bytes()


def test_a_damaged_marker_is_told(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI, ".kslint-prepared.json": b"{"})

    assert gaps(tree(root)) == [
        (
            ".kslint-prepared.json",
            f"{DAMAGED}, but it is no marker that kslint has written",
            False,
        )
    ]


def test_what_is_given_twice_is_refused(tmp_path: Path) -> None:
    root = lay(tmp_path / "etc", {"keystone.conf": INI})
    (tmp_path / "link").symlink_to("etc")
    for given in ((root, root / "keystone.conf"), (root, tmp_path / "link")):
        with pytest.raises(TreeError, match=r"it is given twice, by itself and with .*/etc"):
            tree(*given)


def test_a_folder_behind_a_link_out_of_what_was_given_is_refused(tmp_path: Path) -> None:
    elsewhere = lay(tmp_path / "elsewhere", {"keystone.conf": INI})
    (tmp_path / "nodes").mkdir()
    (tmp_path / "nodes" / "ctl1").symlink_to(elsewhere)

    with pytest.raises(TreeError) as caught:
        tree(tmp_path / "nodes")

    assert str(caught.value) == (
        f"{tmp_path}/nodes/ctl1: it is a link that leads out of what was given; give {elsewhere} "
        "instead"
    )


def test_an_archive_is_refused(tmp_path: Path) -> None:
    with pytest.raises(TreeError) as caught:
        tree_of([str(tmp_path)], [(Node("ctl1", (), (), (), ""), ())])

    assert str(caught.value) == (
        "ctl1: its files lie in an archive or a manifest, and nothing says how to put them back; "
        "unpack it first, and give the directory"
    )
