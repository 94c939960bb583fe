"""A deployment is collected as keystone would read it, and nothing on disk stops that."""

import contextlib
import hashlib
import os
import stat
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from oslo_config import cfg

from linter.collect.directory import CollectError, Named, Surroundings, collect
from linter.model.facts import FileKind, SourceFile
from linter.model.finding import Gap
from linter.model.keys import KeyFile, KeyRepository, NamedFile
from linter.model.location import Location
from linter.model.snapshot import Node, OtherFile, Root, Snapshot

INI = b"[DEFAULT]\ndebug = true\n"
VHOST = b"<VirtualHost *:5000>\n</VirtualHost>\n"


def lay(root: Path, files: dict[str, bytes]) -> str:
    """Write files below a directory; its path."""
    for name, content in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
    return str(root)


def source(path: str, content: bytes, node: str = "", mode: int | None = None) -> SourceFile:
    return SourceFile(node, path, content, hashlib.sha256(content).hexdigest(), mode)


def present_keys(root: Path, name: str, *files: KeyFile) -> KeyRepository:
    return KeyRepository(f"/etc/keystone/{name}", name, str(root / name), files=files)


def missing_keys(root: Path, name: str) -> KeyRepository:
    return KeyRepository(f"/etc/keystone/{name}", name, str(root / name), exists=False)


def read_order(snapshot: Snapshot) -> list[str]:
    return [file.path for file in snapshot.nodes[0].configuration]


def others(snapshot: Snapshot) -> list[tuple[str, FileKind]]:
    return [(other.path, other.kind) for other in snapshot.nodes[0].others]


def gaps(snapshot: Snapshot) -> list[tuple[str, str, bool]]:
    return [(gap.what, gap.why, gap.required) for gap in snapshot.gaps]


def test_a_deployment_is_its_files_by_kind(tmp_path: Path) -> None:
    argument = lay(
        tmp_path,
        {
            "keystone.conf": INI,
            "keystone.conf.bak": INI,
            "policy.yaml": b"{}",
            "domains/keystone.ldap.conf": b"[ldap]\n",
            "fernet-keys/0": b"secret",
            "keystone.conf.j2": b"[a]\n",
            "README": b"words",
        },
    )
    snapshot = collect([argument])
    assert snapshot == Snapshot(
        nodes=(
            Node(
                name="",
                configuration=(source("keystone.conf", INI),),
                domains=(source("domains/keystone.ldap.conf", b"[ldap]\n"),),
                others=(
                    OtherFile("README", FileKind.UNKNOWN),
                    OtherFile("fernet-keys/0", FileKind.KEY),
                    OtherFile("keystone.conf.bak", FileKind.COPY),
                    OtherFile("keystone.conf.j2", FileKind.TEMPLATE),
                    OtherFile("policy.yaml", FileKind.POLICY, source("policy.yaml", b"{}")),
                ),
                digest=snapshot.nodes[0].digest,
                place=str(tmp_path),
                keys=(
                    missing_keys(tmp_path, "credential-keys"),
                    present_keys(tmp_path, "fernet-keys", KeyFile("0", 6)),
                    missing_keys(tmp_path, "jws-keys/private"),
                    missing_keys(tmp_path, "jws-keys/public"),
                ),
                named=(
                    NamedFile(
                        "/etc/keystone/sso_callback_template.html",
                        "sso_callback_template.html",
                        exists=False,
                    ),
                ),
                root=Root(str(tmp_path)),
            ),
        ),
        gaps=(),
    )


def test_files_come_in_the_order_in_which_they_are_read(tmp_path: Path) -> None:
    argument = lay(
        tmp_path,
        {
            "keystone.conf.d/20.conf": INI,
            "keystone.conf.d/10.conf": INI,
            "keystone.conf.d/.hidden.conf": INI,
            "keystone.conf.d/30.txt": INI,
            "keystone.conf": INI,
            "keystone-dist.conf": INI,
            "other.conf": INI,
        },
    )
    snapshot = collect([argument])
    assert read_order(snapshot) == [
        "keystone-dist.conf",
        "keystone.conf",
        "keystone.conf.d/10.conf",
        "keystone.conf.d/20.conf",
    ]
    assert others(snapshot) == [
        ("keystone.conf.d/.hidden.conf", FileKind.CONFIGURATION),
        ("keystone.conf.d/30.txt", FileKind.UNKNOWN),
        ("other.conf", FileKind.CONFIGURATION),
    ]


def test_configuration_that_nothing_reads_is_a_gap(tmp_path: Path) -> None:
    names = ("keystone.conf", "other.conf", "domains/ldap.conf")
    snapshot = collect([lay(tmp_path, dict.fromkeys(names, INI))])
    domain = "keystone passes over it: a domain's file is named keystone.<domain>.conf"
    other = "keystone does not read it by default, so it was not judged"
    assert gaps(snapshot) == [("domains/ldap.conf", domain, False), ("other.conf", other, False)]


def file(path: Path | str) -> Named:
    return ("file", str(path))


def directory(path: Path | str) -> Named:
    return ("directory", str(path))


NAMED_IN_ORDER: list[tuple[list[Named], list[str]]] = [
    ([], ["keystone.conf", "keystone.conf.d/1.conf"]),
    ([file("b.conf"), file("a.conf")], ["keystone.conf.d/1.conf", "b.conf", "a.conf"]),
    ([directory("more")], ["keystone.conf", "more/2.conf"]),
    ([file("b.conf"), directory("more"), file("a.conf")], ["b.conf", "more/2.conf", "a.conf"]),
    ([directory("more"), file("b.conf")], ["more/2.conf", "b.conf"]),
    ([file("b.conf"), directory("more"), file("b.conf")], ["more/2.conf", "b.conf"]),
]


@pytest.mark.parametrize(("named", "order"), NAMED_IN_ORDER)
def test_named_files_and_directories_are_read_in_their_order(
    named: list[Named], order: list[str], tmp_path: Path
) -> None:
    names = ("keystone.conf", "keystone.conf.d/1.conf", "b.conf", "a.conf", "more/2.conf")
    argument = lay(tmp_path, {name: f"[DEFAULT]\nhost = {name}\n".encode() for name in names})
    assert read_order(collect([argument], named=named)) == order
    words = [
        f"--config-{'file' if kind == 'file' else 'dir'}={tmp_path / name}" for kind, name in named
    ]
    assert real_host(tmp_path, words) == order[-1]


def real_host(base: Path, words: list[str]) -> object:
    """What oslo.config itself says of a directory with these words on the command line."""
    conf = cfg.ConfigOpts()
    conf.register_opt(cfg.StrOpt("host"))
    conf(
        words,
        default_config_files=[str(base / "keystone.conf")],
        default_config_dirs=[str(base / "keystone.conf.d")],
    )
    return conf.host


@pytest.mark.parametrize("name", ["keystone-manage.conf", "keystone-manage.conf.d/1.conf"])
def test_a_file_of_keystone_manage_is_said_to_be_read_by_it(name: str, tmp_path: Path) -> None:
    snapshot = collect([lay(tmp_path, {"keystone.conf": INI, name: INI})])
    why = "keystone-manage reads it over keystone.conf, the service does not; it was not judged"
    assert gaps(snapshot) == [(name, why, False)]


def test_a_named_file_may_lie_elsewhere(tmp_path: Path) -> None:
    argument = lay(tmp_path / "etc", {"keystone.conf": INI})
    lay(tmp_path, {"extra.conf": INI})
    elsewhere = str(tmp_path / "extra.conf")
    assert read_order(collect([argument], named=[file(elsewhere)])) == [elsewhere]
    with pytest.raises(CollectError, match=r"^missing\.conf: no such file"):
        collect([argument], named=[file("missing.conf")])
    with pytest.raises(CollectError, match=r"extra\.conf: --config-dir takes a directory"):
        collect([argument], named=[directory(elsewhere)])


def test_configuration_is_found_below_a_nodes_root(tmp_path: Path) -> None:
    lay(tmp_path, {"etc/keystone/keystone.conf": INI, "etc/passwd": b"root"})
    snapshot = collect([str(tmp_path)])
    assert read_order(snapshot) == ["etc/keystone/keystone.conf"]
    assert others(snapshot) == []


def test_a_template_stands_for_a_file_that_is_not_there(tmp_path: Path) -> None:
    files = {"keystone.conf.j2": INI, "keystone.ldap.conf.j2": INI, "policy.json.j2": b"{}"}
    snapshot = collect([lay(tmp_path, files)])
    assert read_order(snapshot) == ["keystone.conf.j2"]
    assert [file.path for file in snapshot.nodes[0].domains] == ["keystone.ldap.conf.j2"]
    assert others(snapshot) == [("policy.json.j2", FileKind.TEMPLATE)]


@pytest.mark.parametrize("name", ["keystone.conf", "site.conf", "keystone.conf.bak", "a.j2", "k"])
def test_a_single_file_is_configuration_whatever_its_name(name: str, tmp_path: Path) -> None:
    lay(tmp_path, {name: INI, "keystone.conf.d/1.conf": INI})
    snapshot = collect([str(tmp_path / name)])
    assert read_order(snapshot) == [name]
    assert others(snapshot) == []


def test_a_single_keystone_conf_leaves_out_what_lies_beside_it(tmp_path: Path) -> None:
    beside = {
        "keystone.conf.d/1.conf": INI,
        "domains/keystone.a.conf": INI,
        "policy.yaml": b"{}",
        "policy.d/1.yaml": b"{}",
        "policy.d/policy.json": b"{}",
        "logging.conf": INI,
    }
    argument = str(Path(lay(tmp_path, {"keystone.conf": INI, "b.conf": INI, **beside})))
    snapshot = collect([f"{argument}/keystone.conf"])
    names = "keystone.conf.d, domains, policy.yaml, policy.d"
    assert snapshot.gaps == (
        Gap(
            "keystone.conf",
            f"keystone uses what lies beside it too, not looked at: {names}",
            "give the directory instead",
            required=True,
            at=Location(path="keystone.conf"),
        ),
    )
    assert collect([f"{argument}/b.conf"]).gaps == ()


def test_a_single_keystone_conf_with_nothing_beside_it_leaves_nothing_out(tmp_path: Path) -> None:
    files = {"keystone.conf": INI, "keystone.conf.d/README": b"", "domains/README": b""}
    argument = lay(tmp_path, files)
    assert collect([f"{argument}/keystone.conf"]).gaps == ()


def test_named_files_are_read_after_a_single_file(tmp_path: Path) -> None:
    names = ("keystone.conf", "keystone.conf.d/1.conf", "b.conf", "more/2.conf")
    argument = lay(tmp_path, dict.fromkeys(names, INI))
    single = f"{argument}/keystone.conf"
    by_file = collect([single], named=[file("b.conf")])
    assert read_order(by_file) == ["keystone.conf", "b.conf"]
    assert [gap.required for gap in by_file.gaps] == [True]
    by_directory = collect([single], named=[directory("more"), file("b.conf")])
    assert read_order(by_directory) == ["keystone.conf", "more/2.conf", "b.conf"]
    assert by_directory.gaps == ()


def test_a_single_overlay_is_a_domains(tmp_path: Path) -> None:
    lay(tmp_path, {"keystone.ldap.conf": INI})
    node = collect([str(tmp_path / "keystone.ldap.conf")]).nodes[0]
    assert (node.configuration, node.domains) == ((), (source("keystone.ldap.conf", INI),))


@pytest.mark.parametrize(
    ("content", "kind", "what"),
    [
        (VHOST, FileKind.WEB, "a web server's configuration"),
        (
            b"/var/log/keystone/*.log {\n}\n",
            FileKind.UNKNOWN,
            "the configuration of another program, such as logrotate",
        ),
    ],
)
def test_another_programs_file_of_the_name_is_a_gap(
    content: bytes, kind: FileKind, what: str, tmp_path: Path
) -> None:
    argument = lay(tmp_path, {"keystone.conf": content})
    for path in (argument, f"{argument}/keystone.conf"):
        snapshot = collect([path])
        assert others(snapshot) == [("keystone.conf", kind)]
        why = f"its text is {what}, not keystone's own"
        assert gaps(snapshot) == [("keystone.conf", why, True)]


def test_a_directory_without_configuration_is_a_required_gap(tmp_path: Path) -> None:
    argument = lay(tmp_path, {"README": b"words"})
    assert collect([argument]).gaps == (
        Gap(
            argument,
            "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf",
            "give keystone's configuration directory, or name its files with --config-file",
            required=True,
            at=Location(),
        ),
    )


def test_a_path_that_does_not_exist_is_an_error() -> None:
    with pytest.raises(CollectError, match=r"^/nowhere/keystone: no such file"):
        collect(["/nowhere/keystone"])


def test_what_cannot_be_read_is_a_gap(tmp_path: Path) -> None:
    argument = lay(tmp_path, {"keystone.conf": INI})
    (tmp_path / "keystone.conf.d").mkdir()
    (tmp_path / "keystone.conf.d" / "1.conf").symlink_to("missing")
    (tmp_path / "keystone.conf.d" / "2.conf").symlink_to("2.conf")
    (tmp_path / "keystone.conf.d" / "3.conf").mkdir()
    os.mkfifo(tmp_path / "keystone.conf.d" / "4.conf")
    (tmp_path / "null").symlink_to("/dev/null")
    (tmp_path / "loop").symlink_to(".")
    with (tmp_path / "large").open("wb") as large:
        large.truncate(33 * 1024 * 1024)
    os.mknod(tmp_path / "socket", stat.S_IFSOCK | 0o600)
    regular = "it is no regular file"
    above = "it could not be looked into: it is a link that leads back to a directory above it"
    snapshot = collect([argument])
    assert read_order(snapshot) == ["keystone.conf"]
    assert gaps(snapshot) == [
        ("keystone.conf.d/1.conf", "it is a link to a file that does not exist", True),
        ("keystone.conf.d/2.conf", "it is a link that leads back to itself", True),
        ("keystone.conf.d/3.conf", regular, True),
        ("keystone.conf.d/4.conf", regular, True),
        ("large", "it is larger than 32 MiB", False),
        ("loop", above, False),
        ("null", regular, False),
        ("socket", regular, False),
    ]


def test_the_configuration_directory_is_known_relative_to_the_argument(tmp_path: Path) -> None:
    argument = lay(tmp_path, {"etc/keystone/keystone.conf": INI})
    bases = [
        collect([f"{argument}{below}"]).nodes[0].base for below in ("", "/etc", "/etc/keystone")
    ]
    assert bases == ["etc/keystone", "keystone", ""]


@contextlib.contextmanager
def as_ordinary_user() -> Iterator[Path]:
    """A directory that an ordinary user may enter; root is one as long as this lasts."""
    with tempfile.TemporaryDirectory() as folder:
        Path(folder).chmod(0o755)
        user = os.geteuid()
        try:
            yield Path(folder)
        finally:
            os.seteuid(user)


def test_what_an_ordinary_user_may_not_look_into_is_a_required_gap() -> None:
    with as_ordinary_user() as folder:
        argument = Path(lay(folder / "keystone", {"keystone.conf": INI}))
        argument.chmod(0o000)
        os.seteuid(65534 if os.geteuid() == 0 else os.geteuid())
        found = gaps(collect([str(argument)]))
        with pytest.raises(CollectError, match=r"keystone\.conf: permission denied; run kslint as"):
            collect([f"{argument}/keystone.conf"])
    assert found == [
        (
            str(argument),
            "it has no configuration file: neither keystone.conf nor keystone.conf.d/*.conf",
            True,
        ),
        (str(argument), "it could not be looked into: Permission denied", True),
    ]


def test_a_directory_is_entered_once_and_not_for_ever(tmp_path: Path) -> None:
    argument = lay(tmp_path / "a", {"keystone.conf": INI, "d/policy.yaml": b"{}"})
    (tmp_path / "a" / "again").symlink_to("d")
    (tmp_path / "a" / "root").symlink_to("/")
    deep = tmp_path / "a" / "/".join("x" * 20)
    deep.mkdir(parents=True)
    snapshot = collect([argument])
    assert others(snapshot) == [("again/policy.yaml", FileKind.POLICY)]
    assert [what for what, _, _ in gaps(snapshot)] == ["root", "/".join("x" * 13)]


def test_modes_are_kept_on_the_running_system_only(tmp_path: Path) -> None:
    live = tmp_path / "etc"
    argument = lay(live / "keystone", {"keystone.conf": INI})
    (live / "keystone" / "keystone.conf").chmod(0o644)
    outside = Path(lay(tmp_path / "opt", {"1.conf": INI}))
    (live / "keystone" / "keystone.conf.d").mkdir()
    (live / "keystone" / "keystone.conf.d" / "1.conf").symlink_to(outside / "1.conf")
    found = collect([argument], surroundings=Surroundings(live=(live,))).nodes[0].configuration
    assert [file.mode for file in found] == [0o644, None]
    assert [file.mode for file in collect([argument]).nodes[0].configuration] == [None, None]


def test_nodes_are_named_and_alike_nodes_have_one_digest(tmp_path: Path) -> None:
    content = {"etc/keystone/keystone.conf": INI}
    names = ("ctl1", "ctl2", "ctl3")
    for name in names:
        lay(tmp_path / name, {**content, "etc/keystone/fernet-keys/0": name.encode()})
    lay(tmp_path / "ctl3", {"etc/keystone/policy.yaml": b"{}"})
    nodes = collect([str(tmp_path / name / "etc/keystone") for name in names]).nodes
    assert [node.name for node in nodes] == ["ctl1", "ctl2", "ctl3"]
    assert nodes[0].configuration == (source("keystone.conf", INI, "ctl1"),)
    assert nodes[0].configuration[0].content is nodes[1].configuration[0].content
    assert nodes[0].digest == nodes[1].digest != nodes[2].digest


def test_names_that_cannot_be_printed_are_escaped(tmp_path: Path) -> None:
    folder = os.fsencode(tmp_path) + b"/keystone.conf.d"
    lay(tmp_path, {"keystone.conf.d/1.conf": INI})
    for name in (b"2\xff.conf", b"3\x1b[31m.conf", "4\u202e.conf".encode()):
        Path(os.fsdecode(folder + b"/" + name)).write_bytes(INI)
    assert read_order(collect([str(tmp_path)])) == [
        "keystone.conf.d/1.conf",
        "keystone.conf.d/2\\xff.conf",
        "keystone.conf.d/3\\x1b[31m.conf",
        "keystone.conf.d/4\\u202e.conf",
    ]


def test_a_script_is_told_from_the_web_servers_files_by_its_text(tmp_path: Path) -> None:
    argument = lay(tmp_path / "etc", {"keystone.conf": INI, "rotate": b"#!/bin/sh\nls\n"})
    web = lay(
        tmp_path / "web",
        {
            "cron": b"@hourly root keystone-manage fernet_rotate\n",
            "main.wsgi": b"#!/usr/bin/python3\n# keystone-wsgi-public\n",
            "site.conf": VHOST,
        },
    )
    assert others(collect([argument], web=[web])) == [
        ("rotate", FileKind.UNKNOWN),
        (f"{web}/cron", FileKind.SCRIPT),
        (f"{web}/main.wsgi", FileKind.WEB),
        (f"{web}/site.conf", FileKind.WEB),
    ]


def test_a_path_given_twice_is_one_node(tmp_path: Path) -> None:
    argument = lay(tmp_path, {"keystone.conf": INI})
    assert len(collect([argument, argument + "/", argument + "/."]).nodes) == 1
