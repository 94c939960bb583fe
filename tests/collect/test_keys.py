"""Keys are looked for where the configuration names them, and never opened."""

import os
from pathlib import Path

import pytest

from linter.collect.directory import collect
from linter.collect.place import Surroundings
from linter.model.facts import FileKind
from linter.model.keys import KeyFile, KeyRepository, NamedFile
from linter.model.snapshot import Node

MOVED = "[fernet_tokens]\nkey_repository = /srv/keys/\n"


def looked_at(folder: Path, main: str, *names: str, live: bool = False) -> Node:
    """The node of an etc/keystone with such files; they hold a canary."""
    for name, text in {"keystone.conf": main, **dict.fromkeys(names, "canary")}.items():
        path = folder / "etc/keystone" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    home = folder / "etc/keystone"
    running = Surroundings((folder,), folder / "none", home=home, root=folder)
    argument = home if live else folder
    (node,) = collect([str(argument)], surroundings=running if live else None).nodes
    return node


def there(node: Node) -> dict[str, KeyRepository]:
    return {item.named: item for item in node.keys if item.exists}


@pytest.mark.parametrize("live", [True, False])
def test_a_directory_elsewhere_is_looked_into(live: bool, tmp_path: Path) -> None:
    (tmp_path / "srv/keys").mkdir(parents=True)
    (tmp_path / "srv/keys/0").write_text("canary")
    found = there(looked_at(tmp_path, MOVED, live=live))["/srv/keys"]
    assert [(file.name, file.size) for file in found.files] == [("0", 6)]
    assert found.path == (str(tmp_path / "srv/keys") if live else "srv/keys")


def test_what_a_running_system_does_not_have_is_missing_there_only(tmp_path: Path) -> None:
    def named(node: Node) -> list[tuple[str, bool]]:
        return [(item.named, item.exists) for item in node.keys if "jws" not in item.named]

    assert named(looked_at(tmp_path, MOVED, live=True)) == [
        ("/etc/keystone/credential-keys", False),
        ("/etc/keystone/fernet-keys", False),
        ("/srv/keys", False),
    ]
    assert named(looked_at(tmp_path, MOVED)) == [
        ("/etc/keystone/credential-keys", False),
        ("/etc/keystone/fernet-keys", False),
    ]


def test_the_running_system_is_told_from_a_copy_of_it(tmp_path: Path) -> None:
    assert looked_at(tmp_path, "", live=True).is_live
    assert not looked_at(tmp_path, "").is_live


@pytest.mark.parametrize(("there", "word"), [("", "."), ("..", "keystone"), ("../..", "etc")])
def test_the_running_system_is_told_by_a_relative_path_too(
    there: str, word: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    looked_at(tmp_path, "")
    home = tmp_path / "etc/keystone"
    monkeypatch.chdir(home / there)
    (node,) = collect([word], surroundings=Surroundings((tmp_path,), home=home)).nodes
    assert node.is_live


def test_modes_and_owners_are_told_on_the_running_system(tmp_path: Path) -> None:
    looked_at(tmp_path, "", "fernet-keys/0")
    (tmp_path / "etc/keystone/fernet-keys").chmod(0o750)
    (tmp_path / "etc/keystone/fernet-keys/0").chmod(0o604)
    if os.geteuid() == 0:
        os.chown(tmp_path / "etc/keystone/fernet-keys/0", 54321, 54322)
    status = (tmp_path / "etc/keystone/fernet-keys/0").stat()
    found = there(looked_at(tmp_path, "", live=True))["/etc/keystone/fernet-keys"]
    assert (found.mode, [file.mode for file in found.files]) == (0o750, [0o604])
    if status.st_uid == 54321:
        assert found.files == (KeyFile("0", 6, 0o604, "54321", "54322"),)


def test_two_names_of_one_directory_lead_to_the_same(tmp_path: Path) -> None:
    looked_at(tmp_path, "", "fernet-keys/0")
    (tmp_path / "etc/keystone/credential-keys").symlink_to("fernet-keys")
    found = there(looked_at(tmp_path, ""))
    assert len({item.real for item in found.values()}) == 1


def test_no_file_among_the_keys_is_read_whatever_its_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    opened: list[str] = []
    real = os.open

    def watched(path: str, flags: int, mode: int = 0o777) -> int:
        opened.append(os.path.relpath(path, tmp_path / "etc/keystone"))
        return real(path, flags, mode)

    looked_at(tmp_path, "")
    monkeypatch.setattr(os, "open", watched)
    moved = "[credential]\nkey_repository = /etc/keystone/own/deep\n"
    node = looked_at(tmp_path, moved, "fernet-keys/0.tmp", "fernet-keys/note", "own/deep/a.conf")
    keys = {other.path for other in node.others if other.kind is FileKind.KEY}
    assert keys == {
        "etc/keystone/fernet-keys/0.tmp",
        "etc/keystone/fernet-keys/note",
        "etc/keystone/own/deep/a.conf",
    }
    assert {path for path in opened if not path.startswith("..")} <= {"keystone.conf"}


def test_a_configuration_directory_that_is_named_as_keys_is_still_read(tmp_path: Path) -> None:
    node = looked_at(tmp_path, "[credential]\nkey_repository = /etc/keystone\n", "policy.yaml")
    assert [other.kind for other in node.others] == [FileKind.POLICY]


def test_nodes_whose_keys_differ_are_not_alike(tmp_path: Path) -> None:
    digests = {
        looked_at(tmp_path / name, "", *keys).digest
        for name, keys in (
            ("a", ["fernet-keys/0", "fernet-keys/1"]),
            ("b", ["fernet-keys/0", "fernet-keys/1"]),
            ("c", ["fernet-keys/0", "fernet-keys/2"]),
        )
    }
    assert len(digests) == 2


def test_files_that_options_name_are_looked_for(tmp_path: Path) -> None:
    main = "[saml]\nkeyfile = /srv/saml.pem\n[DEFAULT]\nlog_config_append = logging.conf\n"
    assert looked_at(tmp_path, main, live=True).named == (
        NamedFile(
            "/etc/keystone/sso_callback_template.html", "sso_callback_template.html", exists=False
        ),
        NamedFile("/srv/saml.pem", str(tmp_path / "srv/saml.pem"), exists=False),
    )


def test_a_single_file_tells_nothing_of_keys(tmp_path: Path) -> None:
    looked_at(tmp_path, "", "fernet-keys/0")
    (node,) = collect([str(tmp_path / "etc/keystone/keystone.conf")]).nodes
    assert (node.keys, node.named) == ((), ())
