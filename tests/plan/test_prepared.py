"""The digest of a prepared directory changes with every path and content, and with nothing else."""

import os
from pathlib import Path

import pytest

from linter.collect.marker import DECISIONS, MARKER, encoded
from linter.plan.failure import PlanError
from linter.plan.prepared import digest_of, why_not_for


def made(folder: Path) -> Path:
    (folder / "domains").mkdir(parents=True)
    (folder / "keystone.conf").write_bytes(b"[token]\n")
    (folder / "domains" / "keystone.a.conf").write_bytes(b"")
    (folder / "policy.yaml").symlink_to("keystone.conf")
    return folder


def test_equal_directories_have_one_digest(tmp_path: Path) -> None:
    first, second = made(tmp_path / "a"), made(tmp_path / "b")
    (second / "keystone.conf").chmod(0o600)

    assert digest_of(first) == digest_of(second)


def test_every_change_gives_another_digest(tmp_path: Path) -> None:
    folder = made(tmp_path / "a")
    digests = [digest_of(folder)]
    (folder / "keystone.conf").write_bytes(b"[token]\n#")
    digests.append(digest_of(folder))
    (folder / "keystone.conf").rename(folder / "keystone.cnf")
    digests.append(digest_of(folder))
    (folder / "policy.yaml").unlink()
    (folder / "policy.yaml").symlink_to("keystone.cnf")
    digests.append(digest_of(folder))
    (folder / "policy.yaml").unlink()
    (folder / "policy.yaml").write_bytes(b"keystone.cnf")
    digests.append(digest_of(folder))

    assert len(set(digests)) == len(digests)


def test_a_directory_without_files_is_refused(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()

    with pytest.raises(PlanError, match="holds no file: make it with `kslint prepare`"):
        digest_of(tmp_path)


def test_a_directory_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(PlanError, match=r"new cannot be read: No such file or directory"):
        digest_of(tmp_path / "new")


def test_a_pipe_is_refused_and_not_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")

    with pytest.raises(PlanError, match="pipe is neither file nor link: take it away"):
        digest_of(tmp_path)


def test_files_of_each_machine_lie_in_a_directory_of_its_name(tmp_path: Path) -> None:
    (tmp_path / MARKER).write_bytes(encoded("2025.1", (), {}))
    (tmp_path / DECISIONS).write_bytes(b"# Decisions\n")
    (tmp_path / "ctl1").mkdir()

    assert why_not_for(tmp_path, "2025.1", ["ctl1", "ctl2"]) == (
        f"{tmp_path} has neither a keystone.conf for all machines nor a directory named ctl2: name "
        "the machines of the site as the prepared files do"
    )
    assert why_not_for(tmp_path, "2025.1", ["ctl2"]) == ""
    (tmp_path / "ctl2").mkdir()
    assert why_not_for(tmp_path, "2025.1", ["ctl1", "ctl2"]) == ""
