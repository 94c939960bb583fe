"""A git repository with the release notes of real source archives, as upstream's has them."""

import os
import shutil
import subprocess
from pathlib import Path
from tempfile import TemporaryDirectory

from linter.catalog import sdist
from linter.notes.archives import series_archives
from linter.notes.reno_files import NOTES
from tests.real.releases import CACHE, locked

INDEX = "https://pypi.org/simple"
MAJORS = {
    "rocky": 14, "stein": 15, "train": 16, "ussuri": 17, "victoria": 18, "wallaby": 19, "xena": 20,
    "yoga": 21, "zed": 22, "2023.1": 23, "2023.2": 24, "2024.1": 25, "2024.2": 26, "2025.1": 27,
    "2025.2": 28, "2026.1": 29,
}  # fmt: skip
_FIRST = min(MAJORS.values())
_MAIN = "master"
_IDENTITY = {
    f"GIT_{role}_{name}": value
    for role in ("AUTHOR", "COMMITTER")
    for name, value in (("NAME", "a"), ("EMAIL", "a@example.org"))
}


def trees() -> dict[int, list[Path]]:
    """The source trees of each series by its major number, oldest first; each named as its version.

    Of the series before the first, only its first.
    """
    offered = sdist.archives(INDEX)
    found: dict[int, list[Path]] = {}
    for major in MAJORS.values():
        told = series_archives(offered, major)
        assert told.before is not None
        found.setdefault(major - 1, [_tree(told.before)])
        found[major] = [_tree(archive) for archive in told.archives]
    return found


def _tree(archive: sdist.Archive) -> Path:
    """What the archive has of notes; the rest of it is large."""
    place = CACHE / "notes" / str(archive.version)
    with locked(place):
        if not place.exists():
            with TemporaryDirectory(dir=place.parent) as folder:
                source = sdist.fetch(archive, Path(folder))
                kept = Path(folder) / "kept" / source.name
                shutil.copytree(source / NOTES, kept / NOTES)
                kept.parent.rename(place)
    return next(place.iterdir())


def repository(folder: Path, found: dict[int, list[Path]]) -> Path:
    """Each version is a commit and a tag, each series a branch from its first version."""
    folder.mkdir()
    _git(folder, "init", "--quiet", "--initial-branch", _MAIN)
    _begin(folder, *(found[major][0] for major in (_FIRST - 1, _FIRST)))
    for series, major in MAJORS.items():
        first, *later = found[major]
        _commit(folder, first)
        _git(folder, "checkout", "--quiet", "-b", f"stable/{series}")
        for tree in later:
            _commit(folder, tree)
        _git(folder, "checkout", "--quiet", _MAIN)
    return folder


def _begin(folder: Path, before: Path, first: Path) -> None:
    """Of the series before, only later versions are offered: without what its branch brought."""
    shutil.copytree(before / NOTES, folder / NOTES)
    for path in (folder / NOTES).iterdir():
        if not (first / NOTES / path.name).exists():
            path.unlink()
    _record(folder, before.parent.name)


def _commit(folder: Path, tree: Path) -> None:
    shutil.rmtree(folder / NOTES)
    shutil.copytree(tree / NOTES, folder / NOTES)
    _record(folder, tree.parent.name)


def _record(folder: Path, version: str) -> None:
    _git(folder, "add", "--all")
    _git(folder, "commit", "--quiet", "--allow-empty", "--message", version)
    _git(folder, "tag", "--annotate", "--message", version, version)


def _git(folder: Path, *words: str) -> None:
    subprocess.run(["git", *words], cwd=folder, check=True, env={**os.environ, **_IDENTITY})
