"""What a directory holds, in the form in which two are compared."""

from pathlib import Path

from linter.collect.marker import OWN

Tree = dict[str, tuple[object, ...]]


def tree(folder: Path, *, modes: bool = True) -> Tree:
    """Every file with its bytes and its mode, every link with what it says; kslint's own apart."""
    return {
        str(path.relative_to(folder)): _entry(path, modes=modes)
        for path in sorted(folder.rglob("*"))
        if (path.is_symlink() or path.is_file()) and str(path.relative_to(folder)) not in OWN
    }


def _entry(path: Path, *, modes: bool) -> tuple[object, ...]:
    if path.is_symlink():
        return "link", str(path.readlink())
    mode = path.stat().st_mode & 0o7777 if modes else 0
    return "file", path.read_bytes(), mode


def differing(one: Path, other: Path, *, modes: bool = True) -> list[str]:
    """The paths at which two directories differ."""
    first, second = tree(one, modes=modes), tree(other, modes=modes)
    return sorted(
        path for path in first.keys() | second.keys() if first.get(path) != second.get(path)
    )
