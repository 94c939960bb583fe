"""The prepared files as a patch for the repository that the deployed ones come from."""

import os
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path, PurePath

import msgspec

from linter.collect.marker import OUTSIDE, WEB
from linter.collect.repository import top_of
from linter.model.preparation import COMMENT
from linter.preparation.entries import CHANGED, Entry, Tree
from linter.preparation.patch_binary import binary, identity
from linter.preparation.patch_text import hunks, is_text, likeness, quoted

HEADER = f"{COMMENT}for git apply; it may hold secrets\n".encode()
"""The first line of a patch's file, which tells that it is kslint's."""

_LINK = 0o120000
_ALIKE = 50
"""In per cent: what is less alike than this is shown as removed and new, as git does."""


class Side(msgspec.Struct, frozen=True):
    """A file as it was or as it will be; of a link, what it says."""

    path: str
    mode: int
    content: bytes


def patch(entries: Sequence[Entry], root: Path) -> bytes:
    """What `git apply` takes, its paths relative to `root`; empty for no change.

    It may hold secrets: as the files that it changes.
    """
    steps = [step for entry in entries for step in _steps(entry, root)]
    # What stands in the place of something else comes after it has gone.
    return b"".join(_shown(old, new) for old, new in sorted(steps, key=_is_new))


def patches_beside(tree: Tree) -> dict[str, bytes]:
    """The patches of files that lie outside of what was given, by their names in the directory.

    Their paths start at the root of the file system.
    """
    top = Path("/")
    found = {OUTSIDE: patch(tree.outside, top), WEB: patch(tree.web, top)}
    return {name: HEADER + content for name, content in found.items() if content}


def root_of(arguments: Sequence[str]) -> Path:
    """Where the paths of the patch for what was given start.

    That is the top of its repository: run deeper in it, `git apply` would pass over the files that
    lie beside its own directory.
    Without one it is the directory that was given, or the nearest that holds all of several.
    """
    real = [Path(os.path.realpath(argument)) for argument in arguments]
    folders = [path if path.is_dir() else path.parent for path in real]
    shared = Path(os.path.commonpath(folders))
    return top_of(shared) or shared


def _steps(entry: Entry, root: Path) -> Iterator[tuple[Side | None, Side | None]]:
    if entry.origin not in CHANGED:
        return
    old = _deployed(entry, root)
    new = None
    if entry.content is not None:
        # Where it goes from where it is, be that in this layout or on disk.
        way = os.path.relpath(entry.path, PurePath(entry.was).parent)
        place = os.path.normpath(PurePath(old.path).parent / way)
        new = Side(place, _mode(entry), entry.content)
    moved = new is not None and old.path != new.path
    if new is not None and (old.mode == _LINK or (moved and not _is_alike(old, new))):
        yield old, None
        yield None, new
    elif old != new:
        yield old, new


def _deployed(entry: Entry, root: Path) -> Side:
    path = str(entry.source.relative_to(root))
    if entry.source.is_symlink():
        text = os.readlink(entry.source)  # noqa: PTH115  the text, not a path made of it
        return Side(path, _LINK, os.fsencode(text))
    return Side(path, _mode(entry), entry.source.read_bytes())


def _mode(entry: Entry) -> int:
    return 0o100755 if entry.source.stat().st_mode & stat.S_IXUSR else 0o100644


def _is_alike(old: Side, new: Side) -> bool:
    both = is_text(old.content) and is_text(new.content)
    return both and likeness(old.content, new.content) >= _ALIKE


def _is_new(step: tuple[Side | None, Side | None]) -> bool:
    return step[0] is None


def _shown(old: Side | None, new: Side | None) -> bytes:
    """The change of one file in git's format."""
    before, after = old.content if old else b"", new.content if new else b""
    first, second = _names(old, new)
    head = b"diff --git %s %s\n" % (first, second) + b"".join(_extended(old, new))
    if before == after and old and new:
        return head
    index = b"index %s..%s" % (
        identity(before) if old else b"0" * 40,
        identity(after) if new else b"0" * 40,
    )
    index += b" %o\n" % new.mode if old and new else b"\n"
    if not (is_text(before) and is_text(after)):
        return head + index + binary(before, after)
    if before == after:
        return head + index
    ends = b"--- %s\n+++ %s\n" % (first if old else b"/dev/null", second if new else b"/dev/null")
    return head + index + ends + hunks(before, after)


def _names(old: Side | None, new: Side | None) -> tuple[bytes, bytes]:
    before, after = old or new, new or old
    return (
        quoted("a/" + (before.path if before else "")),
        quoted("b/" + (after.path if after else "")),
    )


def _extended(old: Side | None, new: Side | None) -> Iterator[bytes]:
    if old is None and new is not None:
        yield b"new file mode %o\n" % new.mode
    if new is None and old is not None:
        yield b"deleted file mode %o\n" % old.mode
    if old is not None and new is not None and old.path != new.path:
        yield b"similarity index %d%%\n" % likeness(old.content, new.content)
        yield b"rename from %s\nrename to %s\n" % (quoted(old.path), quoted(new.path))
