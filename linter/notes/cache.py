"""Keeps what was fetched on this machine, one file a document, and notices damage to it."""

import os
import secrets
import stat
from datetime import datetime
from pathlib import Path
from typing import Annotated, Protocol

import msgspec
import platformdirs

from linter.catalog.package_index import shown
from linter.model.harmless import LONGEST_WORD, harmless
from linter.model.passwords import without_passwords
from linter.notes.fetched import Fetched, NotKept, digest_of

_LARGEST = 65 * 2**20
"""The bytes of a file: those of the largest document, and what stands before them."""


def cache_folder() -> Path:
    """Where documents are kept unless another folder is named."""
    return Path(platformdirs.user_cache_dir("kslint")) / "notes"


class Copies(Protocol):
    """Where copies can be had without a network."""

    @property
    def place(self) -> str:
        """Where a copy is missed, as the end of a sentence."""

    @property
    def remedy(self) -> str:
        """How to come by a copy that is missed."""

    def kept(self, address: str) -> Fetched | None:
        """The copy of a document, None if there is none. Raises NotKept if it is damaged."""


class Validators(msgspec.Struct, frozen=True):
    """By what a server tells whether its document is still that of a copy."""

    etag: str = ""
    last_modified: str = ""


class _Head(msgspec.Struct, frozen=True):
    """What stands before the content in a file of the cache."""

    address: str
    fetched_at: Annotated[datetime, msgspec.Meta(tz=True)]
    validators: Validators


class Cache:
    """A folder of documents; several processes may use it at once.

    A file holds the SHA-256 of all that follows it, a line of JSON, and the content. It appears
    whole or not at all.
    """

    place = "at hand"
    remedy = "fetch it where there is a network"

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def kept(self, address: str) -> Fetched | None:
        """The copy of a document, None if there is none. Raises NotKept if it is damaged."""
        entry = self.entry(address)
        return entry[0] if entry else None

    def entry(self, address: str) -> tuple[Fetched, Validators] | None:
        """The copy of a document and its validators, None if there is none. Raises NotKept."""
        path = self._path(address)
        try:
            stored = _stored(path)
        except FileNotFoundError:
            return None
        except OSError as error:
            reason = error.strerror or type(error).__name__
            raise NotKept(f"{path} cannot be read ({reason}): delete it, or fetch again") from error
        entry = _opened(stored)
        if entry is None or entry[0].address != name_of(address):
            place = harmless(shown(address), LONGEST_WORD)
            raise NotKept(f"The copy of {place} in {path} is damaged: fetch it again")
        return entry

    def keep(self, address: str, fetched: Fetched, validators: Validators) -> None:
        """The document is the copy from now on. Raises OSError."""
        head = _Head(name_of(address), fetched.fetched_at, validators)
        body = msgspec.json.encode(head) + b"\n" + fetched.content
        self.folder.mkdir(parents=True, exist_ok=True)
        write_whole(self._path(address), digest_of(body).encode() + b"\n" + body)

    def _path(self, address: str) -> Path:
        return self.folder / digest_of(shown(address).encode())[:32]


def name_of(address: str) -> str:
    """The address that a copy is known by: without passwords."""
    return without_passwords(shown(address))


def write_whole(path: Path, content: bytes) -> None:
    """The file holds these bytes, or is what it was before. Raises OSError."""
    draft = path.with_name(f"{path.name}.{secrets.token_hex(4)}.new")
    try:
        draft.write_bytes(content)
        draft.replace(path)
    finally:
        draft.unlink(missing_ok=True)


def _stored(path: Path) -> bytes:
    """What a file holds, and no more of it than one can; nothing of what is none. Raises OSError.

    Whoever put a pipe there is not waited for.
    """
    with os.fdopen(os.open(path, os.O_RDONLY | os.O_NONBLOCK | os.O_CLOEXEC), "rb") as file:
        is_file = stat.S_ISREG(os.fstat(file.fileno()).st_mode)
        return file.read(_LARGEST) if is_file else b""


def _opened(stored: bytes) -> tuple[Fetched, Validators] | None:
    """What a file of the cache holds, None if it is not as it was written."""
    digest, _, body = stored.partition(b"\n")
    if digest != digest_of(body).encode():
        return None
    line, _, content = body.partition(b"\n")
    try:
        head = msgspec.json.decode(line, type=_Head)
    except (msgspec.DecodeError, RecursionError):
        return None
    copy = Fetched(content, head.address, head.fetched_at, digest_of(content), from_cache=True)
    return copy, head.validators
