"""An installed keystone is found by its metadata."""

from pathlib import Path

import pytest

from linter.collect.installed import installed_release

HEAD = "Metadata-Version: 2.1\nName: keystone\nVersion: 27.0.0\n\nVersion: 1 of a document\n"


@pytest.mark.parametrize(
    "name",
    [
        "keystone-27.0.0.dist-info/METADATA",
        "keystone-27.0.0.egg-info/PKG-INFO",
        "keystone-27.0.0.egg-info",
        "keystone.egg-info/PKG-INFO",
    ],
)
def test_any_form_of_metadata_tells_the_version(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(HEAD, encoding="utf-8")
    assert installed_release([tmp_path / "nowhere", tmp_path]) == ("27.0.0", str(tmp_path))


def test_other_packages_are_no_keystone(tmp_path: Path) -> None:
    for name in ("keystonemiddleware-10.0.0", "keystone_tempest_plugin-1.0.0", "keystoneauth1-5.0"):
        (tmp_path / f"{name}.dist-info").mkdir()
        (tmp_path / f"{name}.dist-info" / "METADATA").write_text(HEAD, encoding="utf-8")
    assert installed_release([tmp_path]) is None


def test_metadata_without_a_version_is_passed_over(tmp_path: Path) -> None:
    (tmp_path / "keystone-1.dist-info").mkdir()
    (tmp_path / "keystone-1.dist-info" / "METADATA").write_text(
        "Name: keystone\n", encoding="utf-8"
    )
    (tmp_path / "keystone-2.egg-info").mkdir()
    assert installed_release([tmp_path]) is None
