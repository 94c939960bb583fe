"""Overlays are taken from the folder that keystone looks in, and from no other."""

from pathlib import Path

import pytest

from linter.collect.directory import collect
from linter.model.facts import FileKind
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.snapshot import Snapshot

OVERLAY = "[ldap]\nurl = ldap://a\n"
ON = "[identity]\ndomain_specific_drivers_enabled = true\n"


def laid(root: Path, main: str, *overlays: str, at: str = "") -> Snapshot:
    """The snapshot of a directory whose keystone.conf lies in `at`, with these overlays."""
    files = {f"{at}keystone.conf": main, **dict.fromkeys(overlays, OVERLAY)}
    for name, text in files.items():
        path = root / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text)
    return collect([str(root)])


def domains(snapshot: Snapshot) -> list[str]:
    return [file.path for file in snapshot.nodes[0].domains]


@pytest.mark.parametrize(
    ("named", "taken"),
    [
        ("/etc/keystone/domains", "domains/keystone.a.conf"),
        ("/etc/keystone/domains/", "domains/keystone.a.conf"),
        ("/etc/keystone/others", "others/keystone.a.conf"),
        ("{root}/others", "others/keystone.a.conf"),
    ],
)
def test_overlays_come_from_the_folder_that_is_set(named: str, taken: str, tmp_path: Path) -> None:
    main = f"{ON}domain_config_dir = {named.format(root=tmp_path)}\n"
    snapshot = laid(tmp_path, main, "domains/keystone.a.conf", "others/keystone.a.conf")
    assert domains(snapshot) == [taken]
    (gap,) = snapshot.gaps
    assert {gap.what, taken} == {"domains/keystone.a.conf", "others/keystone.a.conf"}
    assert not gap.required
    folder = named.format(root=tmp_path)
    assert gap.why == f"keystone does not read it: it looks for the files of domains in {folder}"


def test_overlays_come_from_below_the_folder_as_well(tmp_path: Path) -> None:
    overlays = ("domains/deep/keystone.b.conf", "domains/keystone.a.conf")
    assert domains(laid(tmp_path, ON, *overlays)) == list(overlays)


def test_the_configuration_directory_itself_may_be_the_folder(tmp_path: Path) -> None:
    main = f"{ON}domain_config_dir = /etc/keystone\n"
    assert domains(laid(tmp_path, main, "keystone.a.conf")) == ["keystone.a.conf"]


def test_an_overlay_outside_of_the_folder_is_no_overlay(tmp_path: Path) -> None:
    snapshot = laid(tmp_path, ON, "keystone.a.conf")
    assert domains(snapshot) == []
    assert [other.kind for other in snapshot.nodes[0].others] == [FileKind.DOMAIN]
    assert [(gap.what, gap.required) for gap in snapshot.gaps] == [("keystone.a.conf", False)]


def test_a_folder_outside_of_the_argument_is_a_required_gap(tmp_path: Path) -> None:
    main = f"{ON}domain_config_dir = /srv/keystone\n"
    snapshot = laid(tmp_path, main, "domains/keystone.a.conf")
    assert domains(snapshot) == []
    assert snapshot.gaps[0] == Gap(
        "/srv/keystone",
        "[identity] domain_config_dir names it, and it lies outside of what was given",
        "check each keystone.<domain>.conf in it as well, by its own path",
        required=True,
        at=Location(path="keystone.conf", line=3, end_line=3, column=1),
    )


@pytest.mark.parametrize(
    "switches",
    [
        "",
        "domain_specific_drivers_enabled = false\n",
        "domain_specific_drivers_enabled = 1\ndomain_configurations_from_database = yes\n",
    ],
)
def test_a_folder_elsewhere_is_no_gap_where_no_overlay_is_read(
    switches: str, tmp_path: Path
) -> None:
    main = f"[identity]\ndomain_config_dir = /srv/keystone\n{switches}"
    assert laid(tmp_path, main).gaps == ()


@pytest.mark.parametrize("named", ["domains", "$state/domains"])
def test_a_folder_that_nobody_can_place_is_a_required_gap(named: str, tmp_path: Path) -> None:
    snapshot = laid(tmp_path, f"{ON}domain_config_dir = {named}\n", "domains/keystone.a.conf")
    assert (domains(snapshot), snapshot.gaps[0].required) == ([], True)


def test_a_copy_of_a_whole_file_system_has_its_own_folders(tmp_path: Path) -> None:
    main = f"{ON}domain_config_dir = /srv/keystone\n"
    snapshot = laid(tmp_path, main, "srv/keystone/keystone.a.conf", at="etc/keystone/")
    assert (domains(snapshot), snapshot.gaps) == (["srv/keystone/keystone.a.conf"], ())


def test_a_linked_folder_counts_by_the_name_that_is_set(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "domains").symlink_to("a")
    snapshot = laid(tmp_path, ON, "a/keystone.a.conf")
    assert (domains(snapshot), snapshot.gaps) == (["domains/keystone.a.conf"], ())


def test_a_drop_in_with_the_name_of_an_overlay_is_configuration(tmp_path: Path) -> None:
    snapshot = laid(tmp_path, ON, "keystone.conf.d/keystone.a.conf")
    read = [file.path for file in snapshot.nodes[0].configuration]
    assert (domains(snapshot), read) == ([], ["keystone.conf", "keystone.conf.d/keystone.a.conf"])


def test_a_later_file_decides_on_the_folder(tmp_path: Path) -> None:
    drop_in = tmp_path / "keystone.conf.d" / "1.conf"
    drop_in.parent.mkdir()
    drop_in.write_text("[Identity]\ndomain_config_dir = /etc/keystone/others\n")
    overlays = ("domains/keystone.a.conf", "others/keystone.a.conf")
    assert domains(laid(tmp_path, ON, *overlays)) == ["others/keystone.a.conf"]
