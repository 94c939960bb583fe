"""What says that a directory is kslint's own: of which upgrade, and the digest of each file."""

import hashlib
import os
from collections.abc import Mapping
from pathlib import Path

import msgspec

from linter import __version__

MARKER = ".kslint-prepared.json"
DECISIONS = "DECISIONS.md"
OUTSIDE = "outside.patch"
WEB = "webserver.patch"
OWN = frozenset({MARKER, DECISIONS, OUTSIDE, WEB})
"""The names in a prepared directory that are kslint's: no deployed file can stand there."""

_LIMIT = 64 * 1024 * 1024
_VERSION = 1


class Marker(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What a prepared directory says of itself.

    `documents` are kslint's own files in it, which no deployment consists of. `files` has every
    file but the marker with the digest of what it holds, or of what a link says.
    """

    schema_version: int
    kslint: str
    target: str
    documents: tuple[str, ...]
    files: Mapping[str, str]


class MarkerError(Exception):
    """A marker that cannot be used; the sentence says why."""


def encoded(target: str, documents: tuple[str, ...], files: Mapping[str, str]) -> bytes:
    """The marker of a directory prepared for a series."""
    marker = Marker(_VERSION, __version__, target, documents, dict(sorted(files.items())))
    return msgspec.json.format(msgspec.json.encode(marker), indent=1) + b"\n"


def read_marker(folder: Path) -> Marker | None:
    """What a directory says of itself, None without a marker. Raises MarkerError."""
    try:
        # Opening a pipe without this would wait for a writer.
        flags = os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC
        with os.fdopen(os.open(folder / MARKER, flags), "rb") as file:
            found = msgspec.json.decode(file.read(_LIMIT), type=Marker)
    except (FileNotFoundError, NotADirectoryError):
        return None
    except OSError as error:
        raise MarkerError(error.strerror or type(error).__name__) from error
    except (msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise MarkerError("it is no marker that kslint has written") from error
    if found.schema_version != _VERSION:
        raise MarkerError(f"it is of version {found.schema_version}, which this kslint cannot read")
    return found


def prepared_for(path: Path) -> str | None:
    """The series that a directory was prepared for, None for one that is not kslint's own.

    A damaged marker counts as none; `tree_of` tells of it.
    """
    try:
        found = read_marker(path)
    except MarkerError:
        return None
    return found.target if found else None


def own_files(folder: Path) -> frozenset[Path]:
    """The files in a directory that are kslint's own; a damaged marker names no other."""
    try:
        found = read_marker(folder)
    except MarkerError:
        found = None
    return frozenset(folder / name for name in (MARKER, *(found.documents if found else ())))


def key_of(path: str) -> str:
    """A path as a marker has it, whatever bytes its names have."""
    text = os.fsencode(path).replace(b"\\", b"\\\\")
    return text.decode("utf-8", errors="backslashreplace")


def digest_of_link(text: str) -> str:
    """What stands for a link in a marker."""
    return "link:" + hashlib.sha256(os.fsencode(text)).hexdigest()
