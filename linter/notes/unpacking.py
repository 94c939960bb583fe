"""Reads the release notes out of a source archive, and nothing else of it."""

import gzip
import io
import tarfile
import threading
import zlib
from collections.abc import Iterator
from pathlib import PurePosixPath

from linter.model.harmless import LONGEST_WORD, harmless
from linter.model.visible import visible
from linter.notes.documents import MEGABYTE
from linter.notes.reno_files import (
    LARGEST,
    NOTES,
    NoteFault,
    NoteFile,
    Source,
    read_note,
    source_of,
)

# Keystone's have 10 MB unpacked.
_LIMIT = 128 * MEGABYTE
_MOST_MEMBERS = 50_000
# Keystone has less than a thousand; each takes two milliseconds.
_MOST_NOTES = 5000
# Threads would unpack all of them at once, and be no faster.
_ONE_AT_A_TIME = threading.Lock()
_DAMAGES = (tarfile.TarError, OSError, EOFError, zlib.error, ValueError)


def read_archive(version: str, content: bytes) -> Source | NoteFault:
    """The notes in the source archive of a version; a fault where it has none, or is no archive."""
    try:
        with (
            _ONE_AT_A_TIME,
            tarfile.open(fileobj=io.BytesIO(_unpacked(content)), mode="r:") as members,
        ):
            found = [_read(members, info) for info in _notes(members)]
    except _DAMAGES as error:
        reason = harmless(str(error) or type(error).__name__, LONGEST_WORD)
        return NoteFault(NOTES, f"of {version} cannot be unpacked: {reason}")
    return source_of(version, found)


def _unpacked(content: bytes) -> bytes:
    with gzip.GzipFile(fileobj=io.BytesIO(content)) as file:
        unpacked = file.read(_LIMIT + 1)
    if len(unpacked) > _LIMIT:
        raise ValueError(f"it is larger than {_LIMIT / MEGABYTE:g} MiB")
    return unpacked


def _notes(members: tarfile.TarFile) -> list[tarfile.TarInfo]:
    """The files in the folder of notes, in the order of their names; of two alike the last."""
    found = {info.name: info for info in _few(members) if _is_note(info.name)}
    if len(found) > _MOST_NOTES:
        raise ValueError(f"it holds more than {_MOST_NOTES} notes")
    return [found[name] for name in sorted(found)]


def _few(members: tarfile.TarFile) -> Iterator[tarfile.TarInfo]:
    for number, info in enumerate(members):
        if number > _MOST_MEMBERS:
            raise ValueError(f"it holds more than {_MOST_MEMBERS} files")
        yield info


def _is_note(name: str) -> bool:
    """Whether it lies in the folder of notes, below one folder that holds all of the archive."""
    _, _, inner = name.removeprefix("./").partition("/")
    folder, _, file = inner.rpartition("/")
    return folder == NOTES and file.endswith(".yaml")


def _read(members: tarfile.TarFile, info: tarfile.TarInfo) -> NoteFile | NoteFault:
    name = visible(PurePosixPath(info.name).name)
    file = members.extractfile(info) if info.isfile() else None
    if file is None:
        return NoteFault(name, "is not a file")
    return read_note(name, file.read(LARGEST + 1))
