"""A patch is what `git apply` takes, and it makes the deployed files the prepared ones."""

import os
import subprocess
import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from linter.preparation.entries import Entry, Origin, Tree
from linter.preparation.patch import HEADER, patch, patches_beside, root_of

CONF = b"[DEFAULT]\ndebug = true\n\n[token]\nprovider = uuid\nexpiration = 3600\n"
NEW = b"[DEFAULT]\ndebug = true\n\n[token]\nprovider = fernet\nexpiration = 3600\n"
LONG = b"".join(b"# line %d\n" % number for number in range(400))
POLICY = b"".join(b'"identity:rule_%d": "role:admin",\n' % number for number in range(20))
ODD_NAMES = [
    "two words.conf",
    'quote".conf',
    "back\\slash.conf",
    "tab\tnew\nline.conf",
    "umlaut-ä.conf",
    os.fsdecode(b"latin-\xe4.conf"),
    " b/keystone.conf",
]


def deployed(root: Path, path: str, content: bytes, mode: int = 0o644) -> Path:
    place = root / path
    place.parent.mkdir(parents=True, exist_ok=True)
    place.write_bytes(content)
    place.chmod(mode)
    return place


def edited(root: Path, path: str, old: bytes, new: bytes) -> Entry:
    return Entry(path, deployed(root, path, old), Origin.EDITED, new, path)


def apply(folder: Path, content: bytes, *options: str) -> None:
    bare = {**os.environ, "GIT_CONFIG_GLOBAL": os.devnull, "GIT_CONFIG_SYSTEM": os.devnull}
    done = subprocess.run(
        ["git", "apply", "--whitespace=nowarn", *options, "-"],
        cwd=folder,
        input=HEADER + content,
        capture_output=True,
        check=False,
        env=bare,
    )
    assert (done.returncode, done.stderr.decode()) == (0, "")


def files_in(root: Path) -> dict[str, tuple[str, bytes]]:
    """Every file as git knows it: whether it is a link or may be run, and what it holds."""
    found = {}
    for path in sorted(root.rglob("*")):
        if path.is_symlink():
            found[str(path.relative_to(root))] = ("link", os.fsencode(path.readlink()))
        elif path.is_file():
            kind = "program" if path.stat().st_mode & 0o100 else "file"
            found[str(path.relative_to(root))] = (kind, path.read_bytes())
    return found


def test_a_changed_line_is_shown_with_what_is_around_it(tmp_path: Path) -> None:
    assert patch([edited(tmp_path, "keystone.conf", CONF, NEW)], tmp_path).decode() == (
        "diff --git a/keystone.conf b/keystone.conf\n"
        "index f4136ca2a9cbf2622b5a7636b17dadb504c2170f"
        "..9a293e57ce3bf682565dd41bec8dde26062ffe23 100644\n"
        "--- a/keystone.conf\n"
        "+++ b/keystone.conf\n"
        "@@ -2,5 +2,5 @@\n"
        " debug = true\n"
        " \n"
        " [token]\n"
        "-provider = uuid\n"
        "+provider = fernet\n"
        " expiration = 3600\n"
    )


def test_what_stays_as_it_is_has_no_place_in_a_patch(tmp_path: Path) -> None:
    place = deployed(tmp_path, "a", CONF)
    kept = (Origin.COPIED, Origin.NOT_UNDERSTOOD, Origin.KEY)
    entries = [Entry("a", place, origin, was="a") for origin in kept]

    assert patch([*entries, Entry("a", place, Origin.EDITED, CONF, "a")], tmp_path) == b""


def test_a_converted_file_that_is_alike_is_shown_as_renamed(tmp_path: Path) -> None:
    source = deployed(tmp_path, "policy.json", POLICY)
    entry = Entry("policy.yaml", source, Origin.CONVERTED, POLICY + b"# end\n", "policy.json")

    assert patch([entry], tmp_path).decode().splitlines()[:4] == [
        "diff --git a/policy.json b/policy.yaml",
        "similarity index 99%",
        "rename from policy.json",
        "rename to policy.yaml",
    ]


def test_a_patch_outside_of_what_was_given_has_paths_from_the_root(tmp_path: Path) -> None:
    site = edited(tmp_path, "keystone.conf", CONF, NEW)
    path = str(tmp_path / "keystone.conf").lstrip("/")
    entry = Entry(path, site.source, Origin.EDITED, NEW, path)

    found = patches_beside(Tree((), web=(entry,)))

    assert list(found) == ["webserver.patch"]
    assert found["webserver.patch"].splitlines()[:2] == [
        HEADER.rstrip(),
        f"diff --git a/{path} b/{path}".encode(),
    ]


@pytest.mark.thorough
@pytest.mark.parametrize(
    ("old", "new"),
    [
        (CONF, NEW),
        (CONF, b""),
        (b"", NEW),
        (CONF, CONF.rstrip()),
        (CONF.rstrip(), CONF),
        (CONF.rstrip(), NEW.rstrip()),
        (CONF.replace(b"\n", b"\r\n"), NEW.replace(b"\n", b"\r\n")),
        (b"a = 1\rb = 2\r", b"a = 1\rb = 3\r"),
        (b"\xef\xbb\xbf[a]\nb = \xe4\n", b"\xef\xbb\xbf[a]\nc = \xe4\n"),
        (b"a\0b", b"a\0c"),
        (CONF, b"\0" * 300),
        (b"\0", b""),
        (LONG, LONG.replace(b"line 7\n", b"one\n").replace(b"line 300\n", b"x\n# y\n")),
        (b"-- a\n++ b\n", b"--- /dev/null\n+++ b/x\n@@ -1 +1 @@\n"),
    ],
)
def test_git_makes_of_every_content_what_was_prepared(
    old: bytes, new: bytes, tmp_path: Path
) -> None:
    content = patch([edited(tmp_path, "etc/keystone.conf", old, new)], tmp_path)

    apply(tmp_path, content, "--check")
    apply(tmp_path, content)
    assert files_in(tmp_path) == {"etc/keystone.conf": ("file", new)}
    apply(tmp_path, content, "--reverse")
    assert files_in(tmp_path) == {"etc/keystone.conf": ("file", old)}


@pytest.mark.thorough
@pytest.mark.parametrize("name", ODD_NAMES)
def test_git_finds_every_name(name: str, tmp_path: Path) -> None:
    gone, moved = f"gone {name}", f"moved {name}"
    entries = [
        edited(tmp_path, name, CONF, NEW),
        Entry("", deployed(tmp_path, gone, CONF), Origin.LEFT_OUT, was=gone),
        Entry(f"{moved}.yaml", deployed(tmp_path, moved, CONF), Origin.CONVERTED, NEW, moved),
    ]
    apply(tmp_path, patch(entries, tmp_path))

    assert files_in(tmp_path) == {name: ("file", NEW), f"{moved}.yaml": ("file", NEW)}


@pytest.mark.thorough
def test_git_lets_files_take_the_place_of_links_and_of_each_other(tmp_path: Path) -> None:
    root = tmp_path / "repository" / "deploy"
    outside = deployed(tmp_path, "outside.conf", CONF)
    deployed(root, "stays", b"same\n")
    (root / "keystone.conf").symlink_to(outside)
    script = deployed(root, "rotate.sh", b"#!/bin/sh\nold\n", 0o755)
    entries = [
        Entry("keystone.conf", root / "keystone.conf", Origin.EDITED, NEW, "keystone.conf"),
        Entry("rotate.sh", script, Origin.EDITED, b"#!/bin/sh\nnew\n", "rotate.sh"),
        Entry("", deployed(root, "policy.yaml", b"{}\n"), Origin.LEFT_OUT, was="policy.yaml"),
        Entry(
            "policy.yaml",
            deployed(root, "policy.json", POLICY),
            Origin.CONVERTED,
            POLICY + b"# new\n",
            "policy.json",
        ),
    ]
    subprocess.run(["git", "init", "-q", root.parent], check=True)
    apply(root, patch(entries, root_of([str(root)])))

    assert files_in(root) == {
        "keystone.conf": ("file", NEW),
        "policy.yaml": ("file", POLICY + b"# new\n"),
        "rotate.sh": ("program", b"#!/bin/sh\nnew\n"),
        "stays": ("file", b"same\n"),
    }
    assert outside.read_bytes() == CONF


TEXTS = st.lists(st.sampled_from([b"a", b"b = 1", b"#", b"", b"\r", b"\\ No newline"]), max_size=30)
CONTENTS = st.one_of(st.binary(max_size=300), TEXTS.map(b"\n".join))


@pytest.mark.thorough
@settings(max_examples=150, deadline=None)
@given(st.lists(st.tuples(CONTENTS, st.none() | CONTENTS), min_size=1, max_size=8))
def test_git_makes_of_any_files_what_was_prepared(
    files: list[tuple[bytes, bytes | None]],
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder)
        entries = []
        for number, (old, new) in enumerate(files):
            name = f"f{number}"
            origin = Origin.LEFT_OUT if new is None else Origin.EDITED
            path = "" if new is None else name
            entries.append(Entry(path, deployed(root, name, old), origin, new, name))
        content = patch(entries, root)
        if content:
            apply(root, content)
        wanted = {entry.path: ("file", entry.content) for entry in entries if entry.path}
        assert files_in(root) == wanted
