"""Writes the prepared directory, whole or not at all."""

import os
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path

from linter.collect.marker import DECISIONS, MARKER, encoded, key_of
from linter.collect.naming import printable
from linter.model.finding import Gap
from linter.preparation.copying import as_deployed, put, put_document
from linter.preparation.entries import Entry, Folder, FolderError, Tree
from linter.preparation.patch import HEADER
from linter.preparation.scratch import put_in_place, scratch_for

_SETTERS = 0o3000
"""Of a folder's bits beyond permissions: files get its group, and only owners may remove them."""


def write(folder: Path, tree: Tree, documents: Mapping[str, bytes], target: str) -> tuple[Gap, ...]:
    """Puts the files and kslint's own `documents` there, in place of what was. Raises FolderError.

    The directory that is there is replaced when the new one is complete. Owners that could not be
    kept are a Gap. Setuid bits are not kept.
    """
    place = Path(os.path.realpath(folder))
    with _as_folder_error(folder), scratch_for(place) as scratch:
        # Even half of it is known as kslint's own, should it be left behind.
        put_document(scratch / MARKER, encoded(target, (), {}), 0o600)
        lost = _fill(scratch, tree, documents, target)
        put_in_place(scratch, place)
    return tuple(_ownerless(lost))


def write_patch(path: Path, content: bytes) -> None:
    """Writes the patch for its owner alone to read, whole or not at all. Raises FolderError."""
    place = Path(os.path.realpath(path))
    draft = place.with_name(f".{place.name}.kslint-{secrets.token_hex(4)}")
    with _as_folder_error(path):
        try:
            put_document(draft, HEADER + content, 0o600)
            draft.replace(place)
        finally:
            draft.unlink(missing_ok=True)


def _fill(
    scratch: Path, tree: Tree, documents: Mapping[str, bytes], target: str
) -> list[Entry | Folder]:
    """Writes everything; what has another owner than the deployed one."""
    lost: list[Entry | Folder] = []
    digests = {}
    for made in tree.folders:
        _make(scratch, scratch / made.path)
    for entry in tree.entries:
        if entry.path:
            place = scratch / entry.path
            _make(scratch, place.parent)
            digests[key_of(entry.path)], kept = put(entry, place)
            lost += [] if kept else [entry]
    for name, content in documents.items():
        mode = 0o644 if name == DECISIONS else 0o600
        digests[key_of(name)] = put_document(scratch / name, content, mode)
    marker = encoded(target, tuple(sorted(documents)), digests)
    put_document(scratch / MARKER, marker, 0o600)
    for made in reversed(tree.folders):
        if not as_deployed(scratch / made.path, made.source, 0o777 | _SETTERS):
            lost.append(made)
    return lost


def _make(scratch: Path, folder: Path) -> None:
    """Makes a folder, and those above it, for their owner alone whatever the umask says."""
    if folder != scratch and not folder.is_dir():
        _make(scratch, folder.parent)
        folder.mkdir()
        folder.chmod(0o700)


def _ownerless(lost: list[Entry | Folder]) -> Iterator[Gap]:
    if lost:
        first = printable(Path(lost[0].path or "."))
        others = f", nor those of {len(lost) - 1} more" * (len(lost) > 1)
        yield Gap(
            first,
            f"its owner or group could not be kept{others}",
            "run kslint as root, or give the files their owners where they are put",
            required=False,
        )


@contextmanager
def _as_folder_error(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        where = printable(Path(os.fsdecode(error.filename or folder)))
        raise FolderError(
            f"{printable(folder)}: it was left as it was, for {where} failed: "
            f"{error.strerror or type(error).__name__}"
        ) from error
