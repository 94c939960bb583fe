"""The prepared directory is written whole or not at all, and only where there is room for it."""

import json
import os
import resource
import shutil
import signal
import stat
import subprocess
import sys
import textwrap
from collections.abc import Iterator
from pathlib import Path

import pytest

from linter import __version__
from linter.collect.marker import prepared_for
from linter.model.finding import Gap
from linter.preparation import folder, scratch
from linter.preparation.entries import Entry, Folder, FolderError, Origin, Tree
from linter.preparation.folder import write, write_patch
from linter.preparation.patch import HEADER
from linter.preparation.room import require_patch_room, require_room

OWNERLESS = "its owner or group could not be kept"


@pytest.fixture(autouse=True)
def usual_umask() -> Iterator[None]:
    before = os.umask(0o022)
    yield
    os.umask(before)


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A small deployment, readable for its owner and group alone."""
    root = tmp_path / "source"
    (root / "fernet-keys").mkdir(parents=True)
    files = {"keystone.conf": b"old", "policy.json": b"{}", "fernet-keys/0": b"secret"}
    for name, content in files.items():
        (root / name).write_bytes(content)
        (root / name).chmod(0o640)
    (root / "fernet-keys").chmod(0o700)
    (root / "latest").symlink_to("keystone.conf")
    root.chmod(0o750)
    return root


def tree_in(root: Path, content: bytes = b"new") -> Tree:
    entries = (
        Entry("fernet-keys/0", root / "fernet-keys/0", Origin.KEY, was="fernet-keys/0"),
        Entry("keystone.conf", root / "keystone.conf", Origin.EDITED, content, "keystone.conf"),
        Entry("latest", root / "latest", Origin.LINK, was="latest"),
        Entry("policy.yaml", root / "policy.json", Origin.CONVERTED, b"a", "policy.json"),
    )
    folders = (Folder("", root), Folder("fernet-keys", root / "fernet-keys"))
    return Tree(entries, folders=folders)


def seen(root: Path) -> dict[str, tuple[str, bytes]]:
    """Everything in a directory with its mode, and what it holds or says."""
    found = {}
    for path in (root, *sorted(root.rglob("*"))):
        mode = stat.filemode(path.lstat().st_mode)
        content = b""
        if path.is_symlink():
            content = os.fsencode(path.readlink())
        elif path.is_file():
            content = path.read_bytes()
        found[str(path.relative_to(root))] = (mode, content)
    return found


def refusal(place: Path, source: Path) -> str:
    with pytest.raises(FolderError) as caught:
        require_room(place, [str(source)])
    return str(caught.value)


def patch_refusal(place: Path, prepared: Path, source: Path) -> str:
    with pytest.raises(FolderError) as caught:
        require_patch_room(place, prepared, [str(source)])
    return str(caught.value)


def test_modes_are_those_of_the_deployed_files(tmp_path: Path, source: Path) -> None:
    gaps = write(tmp_path / "new", tree_in(source), {"DECISIONS.md": b"# none\n"}, "2025.1")

    found = seen(tmp_path / "new")
    marker = json.loads(found.pop(".kslint-prepared.json")[1])
    assert found == {
        ".": ("drwxr-x---", b""),
        "DECISIONS.md": ("-rw-r--r--", b"# none\n"),
        "fernet-keys": ("drwx------", b""),
        "fernet-keys/0": ("-rw-r-----", b"secret"),
        "keystone.conf": ("-rw-r-----", b"new"),
        "latest": ("lrwxrwxrwx", b"keystone.conf"),
        "policy.yaml": ("-rw-r-----", b"a"),
    }
    assert marker == {
        "schema_version": 1,
        "kslint": __version__,
        "target": "2025.1",
        "documents": ["DECISIONS.md"],
        "files": {
            "DECISIONS.md": "a59b054e8ef7a3a30bbc7135d8060cd4fad8572b6ef2332669f9798870f86caa",
            "fernet-keys/0": "2bb80d537b1da3e38bd30361aa855686bde0eacd7162fef6a25fe97bf527a25b",
            "keystone.conf": "11507a0e2f5e69d5dfa40a62a1bd7b6ee57e6bcd85c67c9b8431b36fff21c437",
            "latest": "link:95cdd2b62f10fb22dbe29c00d34b40917d735a35904439a173b16feb5634d6cd",
            "policy.yaml": "ca978112ca1bbdcafac231b39a23dc4da786eff8147c4e72b9807785afee48bb",
        },
    }
    assert gaps == ()
    assert prepared_for(tmp_path / "new") == "2025.1"


@pytest.mark.parametrize("umask", [0o000, 0o077, 0o777])
def test_no_umask_changes_a_mode(umask: int, tmp_path: Path, source: Path) -> None:
    write(tmp_path / "usual", tree_in(source), {"DECISIONS.md": b""}, "2025.1")
    os.umask(umask)
    write(tmp_path / "other", tree_in(source), {"DECISIONS.md": b""}, "2025.1")

    assert seen(tmp_path / "other") == seen(tmp_path / "usual")


def test_writing_again_changes_nothing(tmp_path: Path, source: Path) -> None:
    place = tmp_path / "new"
    write(place, tree_in(source), {"DECISIONS.md": b"x"}, "2025.1")
    before = seen(place)

    require_room(place, [str(source)])
    write(place, tree_in(source), {"DECISIONS.md": b"x"}, "2025.1")

    assert seen(place) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "source"]


def test_files_of_an_earlier_result_do_not_stay(tmp_path: Path, source: Path) -> None:
    place = tmp_path / "new"
    write(place, tree_in(source), {"outside.patch": b"x"}, "2025.1")

    write(place, Tree(tree_in(source).entries[:1]), {}, "2025.1")

    assert sorted(seen(place)) == [".", ".kslint-prepared.json", "fernet-keys", "fernet-keys/0"]


def test_bits_that_give_rights_of_an_owner_are_not_carried_over(
    tmp_path: Path, source: Path
) -> None:
    (source / "keystone.conf").chmod(0o6755)
    (source / "fernet-keys").chmod(0o2770)

    write(tmp_path / "new", tree_in(source), {}, "2025.1")

    found = seen(tmp_path / "new")
    assert found["keystone.conf"][0] == "-rwxr-xr-x"
    assert found["fernet-keys"][0] == "drwxrws---"


@pytest.mark.parametrize("where", ["new", "empty", "link"])
def test_there_is_room_in_what_is_new_or_empty(where: str, tmp_path: Path, source: Path) -> None:
    (tmp_path / "empty").mkdir()
    (tmp_path / "link").symlink_to("empty")

    require_room(tmp_path / where, [str(source)])
    write(tmp_path / where, tree_in(source), {}, "2025.1")

    assert (tmp_path / "link").is_symlink()
    assert (tmp_path / where / "keystone.conf").read_bytes() == b"new"


def test_there_is_no_room_where_anything_would_be_lost(tmp_path: Path, source: Path) -> None:
    taken, file = tmp_path / "taken", tmp_path / "file"
    taken.mkdir()
    (taken / "mine").touch()
    file.touch()
    (tmp_path / "to-source").symlink_to(source)

    apart = "which is only read; put it elsewhere"
    assert refusal(taken, source) == (
        f"{taken}: it is not empty, and kslint did not write it; give a new directory"
    )
    assert refusal(file, source) == f"{file}: it is no directory; give a new or an empty one"
    assert refusal(source, source) == f"{source}: it lies in {source}, {apart}"
    assert refusal(source / "new", source) == f"{source}/new: it lies in {source}, {apart}"
    assert refusal(tmp_path, source) == f"{tmp_path}: it holds {source}, {apart}"
    linked = tmp_path / "to-source" / "new"
    assert refusal(linked, source) == f"{linked}: it lies in {source}, {apart}"
    assert refusal(Path("-"), source) == ("-: a directory is written and never printed; name one")
    assert refusal(tmp_path / "no" / "new", source) == (
        f"{tmp_path}/no/new: there is no directory {tmp_path}/no; make it first"
    )


def test_there_is_no_room_where_somebody_has_worked(tmp_path: Path, source: Path) -> None:
    place = tmp_path / "new"
    write(place, tree_in(source), {}, "2025.1")
    (place / "keystone.conf").write_bytes(b"mine")
    (place / "added\x1b").touch()
    (place / "policy.yaml").unlink()
    (place / "latest").unlink()
    (place / "latest").symlink_to("elsewhere")

    assert refusal(place, source) == (
        f"{place}: since kslint wrote it, somebody has changed, added or removed added\\x1b, "
        "keystone.conf, latest and others; keep what you need of it, then remove the directory or "
        "give another"
    )


def test_there_is_no_room_where_kslint_runs(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "new").mkdir()
    monkeypatch.chdir(tmp_path / "new")

    assert refusal(Path(), source) == (
        ".: kslint runs in it, and would take it away; run it from elsewhere"
    )


@pytest.mark.parametrize("content", ["", "{}", "[1]", '{"schema_version": 2}', "\0"])
def test_a_damaged_marker_tells_nothing(content: str, tmp_path: Path, source: Path) -> None:
    place = tmp_path / "new"
    place.mkdir()
    (place / ".kslint-prepared.json").write_text(content, encoding="utf-8")

    assert prepared_for(place) is None
    assert refusal(place, source) == (
        f"{place}/.kslint-prepared.json: it is no marker that kslint has written; remove the "
        "directory or give another"
    )


def test_a_failure_leaves_what_was_there(tmp_path: Path, source: Path) -> None:
    place = tmp_path / "new"
    write(place, tree_in(source), {}, "2025.1")
    before = seen(place)
    gone = Entry("z", source / "gone", Origin.COPIED, was="z")

    with pytest.raises(FolderError) as caught:
        write(place, Tree((*tree_in(source, b"other").entries, gone)), {}, "2025.1")

    assert str(caught.value) == (
        f"{place}: it was left as it was, for {source}/gone failed: No such file or directory"
    )
    assert seen(place) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "source"]


def test_a_file_that_grows_too_large_leaves_what_was_there(tmp_path: Path, source: Path) -> None:
    place = tmp_path / "new"
    write(place, tree_in(source), {}, "2025.1")
    before = seen(place)
    usual = resource.getrlimit(resource.RLIMIT_FSIZE)
    ignored = signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    try:
        resource.setrlimit(resource.RLIMIT_FSIZE, (4096, usual[1]))
        with pytest.raises(FolderError, match=r"it was left as it was, for .* File too large"):
            write(place, tree_in(source, b"x" * 8192), {}, "2025.1")
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, usual)
        signal.signal(signal.SIGXFSZ, ignored)

    assert seen(place) == before
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "source"]


def test_names_are_changed_one_by_one_where_they_cannot_be_exchanged(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(scratch, "_exchanged", lambda *_: False)
    write(tmp_path / "new", tree_in(source), {}, "2025.1")

    write(tmp_path / "new", tree_in(source, b"newer"), {}, "2025.1")

    assert (tmp_path / "new" / "keystone.conf").read_bytes() == b"newer"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["new", "source"]


def test_what_killed_runs_have_left_is_removed_and_nothing_else(
    tmp_path: Path, source: Path
) -> None:
    left, mine = tmp_path / ".new.kslint-0000abcd", tmp_path / ".new.kslint-mine"
    write(left, tree_in(source), {}, "2025.1")
    (left / "fernet-keys").chmod(0o500)
    mine.mkdir()
    (mine / "file").touch()

    write(tmp_path / "new", tree_in(source), {}, "2025.1")

    assert sorted(path.name for path in tmp_path.iterdir()) == [
        ".new.kslint-mine",
        "new",
        "source",
    ]


def test_owners_are_kept(tmp_path: Path, source: Path) -> None:
    # Only root may give files to others; anybody may give them to another group of theirs.
    user, group = (
        (1234, 4321) if os.geteuid() == 0 else (os.geteuid(), max(os.getegid(), *os.getgroups()))
    )
    for name in ("keystone.conf", "fernet-keys", "latest"):
        os.chown(source / name, user, group, follow_symlinks=False)

    assert write(tmp_path / "new", tree_in(source), {}, "2025.1") == ()

    for name in ("keystone.conf", "fernet-keys", "latest"):
        status = (tmp_path / "new" / name).lstat()
        assert (status.st_uid, status.st_gid) == (user, group)
    assert seen(tmp_path / "new")["keystone.conf"][0] == "-rw-r-----"


@pytest.mark.thorough
@pytest.mark.parametrize("second", [False, True])
def test_a_run_that_is_killed_anywhere_leaves_the_old_or_the_new(
    tmp_path: Path, source: Path, *, second: bool
) -> None:
    script = """
        import os, signal, sys
        sys.path.insert(0, sys.argv[2])
        from test_folder import tree_in, write, Path
        count, left = 0, int(sys.argv[3])
        NAMES = ("open", "os.", "shutil.", "ctypes.")
        def kill(event, arguments):
            global count
            if event.startswith(NAMES) and "kslint-" in repr(arguments) or event.startswith("ctyp"):
                count += 1
                if count == left:
                    os.kill(os.getpid(), signal.SIGKILL)
        sys.addaudithook(kill)
        write(Path(sys.argv[1]).parent / "new", tree_in(Path(sys.argv[1]), b"newer"), {}, "2025.1")
    """
    place = tmp_path / "new"
    write(tmp_path / "whole", tree_in(source, b"newer"), {}, "2025.1")
    newer = seen(tmp_path / "whole")
    older = None
    outcomes = set()
    for left in range(1, 200, 3):
        if second:
            write(place, tree_in(source), {}, "2025.1")
            older = seen(place)
        elif place.exists():
            shutil.rmtree(place)
        done = _run(script, source, Path(__file__).parent, str(left))
        found = seen(place) if place.exists() else None
        assert found in (older, newer)
        outcomes.add(found == newer)
        if done.returncode == 0:
            break
    assert outcomes == {False, True}
    assert left > 20
    write(place, tree_in(source), {}, "2025.1")
    assert not list(tmp_path.glob(".new.kslint-*"))


def _run(script: str, *arguments: object) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", textwrap.dedent(script), *map(str, arguments)]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=60)


def test_a_patch_is_for_its_owner_alone(tmp_path: Path, source: Path) -> None:
    place = tmp_path / "up.patch"
    place.touch(0o644)
    for content in (b"first", b"second"):
        require_patch_room(place, tmp_path / "new", [str(source)])
        write_patch(place, content)

    assert place.read_bytes() == HEADER + b"second"
    assert stat.filemode(place.stat().st_mode) == "-rw-------"
    assert sorted(path.name for path in tmp_path.iterdir()) == ["source", "up.patch"]


def test_a_patch_takes_nobodys_place(tmp_path: Path, source: Path) -> None:
    (tmp_path / "mine").write_text("diff", encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    prepared = tmp_path / "new"

    taken = "it is there, and is no patch of kslint's; name another file"
    (tmp_path / "link").symlink_to("pipe")
    for name in ("mine", "pipe", "source/../mine", "link"):
        assert patch_refusal(tmp_path / name, prepared, source) == f"{tmp_path / name}: {taken}"
    assert patch_refusal(Path("-"), prepared, source) == (
        "-: a patch may hold secrets and is never printed; name a file"
    )
    assert patch_refusal(prepared / "p", prepared, source) == (
        f"{prepared}/p: it lies in the prepared directory; put it beside that"
    )
    assert patch_refusal(source / "p", prepared, source) == (
        f"{source}/p: it lies in {source}, which is only read; put it elsewhere"
    )


def test_a_gap_counts_what_else_has_another_owner(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "put", lambda *_: ("digest", False))
    gaps = write(tmp_path / "new", Tree(tree_in(source).entries[:3]), {}, "2025.1")

    assert [gap.why for gap in gaps] == [f"{OWNERLESS}, nor those of 2 more"]


def test_a_gap_names_what_has_another_owner(
    tmp_path: Path, source: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(folder, "put", lambda *_: ("digest", False))

    assert write(tmp_path / "new", Tree(tree_in(source).entries[:1]), {}, "2025.1") == (
        Gap(
            "fernet-keys/0",
            OWNERLESS,
            "run kslint as root, or give the files their owners where they are put",
            required=False,
        ),
    )
