"""A directory that kslint has prepared is taken for what it was prepared as."""

from pathlib import Path

import pytest

from linter.cli.analysis import Request, check
from linter.collect.directory import collect
from linter.preparation.folder import write
from linter.preparation.tree import tree_of

CONF = b"[database]\nconnection = sqlite://\n[token]\nprovider = fernet\n"


@pytest.fixture
def prepared(tmp_path: Path) -> Path:
    """A directory that is made for Ussuri."""
    source = tmp_path / "etc"
    source.mkdir()
    (source / "keystone.conf").write_bytes(CONF)
    nodes = collect([str(source)]).nodes
    tree = tree_of([str(source)], [(node, ()) for node in nodes])
    write(tmp_path / "new", tree, {"DECISIONS.md": b"# None\n"}, "ussuri")
    return tmp_path / "new"


def test_its_release_is_the_one_it_was_prepared_for(prepared: Path) -> None:
    upgrade = check(Request((str(prepared),))).upgrade

    assert (upgrade.source.series, upgrade.source_reason, upgrade.target.series) == (
        "ussuri",
        "kslint prepared the files for ussuri",
        "victoria",
    )


def test_a_release_that_is_named_counts_first(prepared: Path) -> None:
    upgrade = check(Request((str(prepared),), source="train", target="ussuri")).upgrade

    assert (upgrade.source.series, upgrade.target.series) == ("train", "ussuri")


def test_what_kslint_wrote_beside_the_files_is_not_looked_at(prepared: Path) -> None:
    (node,) = collect([str(prepared)]).nodes

    assert [file.path for file in node.configuration] == ["keystone.conf"]
    assert node.others == ()
