"""What stands for the configuration of a repository in the files of its CI system."""

from pathlib import Path

import pytest

from linter.glue.discovery import PathError, inert, paths_of


def put(folder: Path, *paths: str) -> None:
    for path in paths:
        (folder / path).parent.mkdir(parents=True, exist_ok=True)
        (folder / path).write_text("[token]\n", encoding="utf-8")


def test_one_deployment_is_named_by_its_directory(tmp_path: Path) -> None:
    put(tmp_path, "etc/keystone/keystone.conf", "etc/nova/nova.conf")

    assert paths_of(tmp_path) == ("etc/keystone",)


def test_a_repository_that_is_the_configuration_is_named_itself(tmp_path: Path) -> None:
    put(tmp_path, "keystone.conf")

    assert paths_of(tmp_path) == (".",)


def test_nodes_are_named_by_the_directory_above_them(tmp_path: Path) -> None:
    put(tmp_path, "nodes/ctl1/etc/keystone/keystone.conf", "nodes/ctl2/etc/keystone/keystone.conf")

    assert paths_of(tmp_path) == ("nodes",)


def test_deployments_that_have_nothing_in_common_stand_for_the_repository(tmp_path: Path) -> None:
    put(tmp_path, "ctl1/etc/keystone/keystone.conf", "ctl2/etc/keystone/keystone.conf")

    assert paths_of(tmp_path) == (".",)


def test_manifests_are_found_by_their_directory(tmp_path: Path) -> None:
    (tmp_path / "rendered.yaml").write_text(
        "apiVersion: v1\nkind: ConfigMap\nmetadata: {name: keystone-etc}\n"
        'data: {keystone.conf: "[token]\\n"}\n',
        encoding="utf-8",
    )

    assert paths_of(tmp_path) == (".",)


def test_nothing_is_named_where_nothing_is_found(tmp_path: Path) -> None:
    put(tmp_path, "etc/nova/nova.conf")

    assert paths_of(tmp_path) == ()


@pytest.mark.parametrize("path", ["etc/keystone", "a b/keystone", ".", "ctl-1/größe", "x=1,y:2@z"])
def test_a_path_that_means_nothing_is_taken(path: str) -> None:
    assert inert(path) == path


@pytest.mark.parametrize(
    "path", ["${{ github.token }}", "$(id)", "a'b", "-x", "a\nb", "{{ x }}", "#", "`id`", "a;b", ""]
)
def test_a_path_that_would_be_an_order_is_refused(path: str) -> None:
    with pytest.raises(PathError) as refused:
        inert(path)

    assert str(refused.value) == (
        f"{path!r} has characters that would mean something in a CI system's files: rename it"
    )
