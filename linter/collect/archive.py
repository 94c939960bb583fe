"""Tar archives, read from beginning to end and never unpacked: no link, no device, no bomb."""

import hashlib
import tarfile
from collections.abc import Mapping, Sequence
from contextlib import suppress
from functools import partial
from pathlib import Path, PurePosixPath

import msgspec

from linter.collect.memory import Kind, Member, Memory, Parts
from linter.collect.reading import LIMIT, TOO_LARGE, Content, Unreadable
from linter.collect.tar_stream import BLOCK, DAMAGES, entries
from linter.model.facts import FileKind
from linter.parse.classify import kind_by_name

SUFFIXES = (".tar", ".tar.gz", ".tgz", ".tar.xz", ".txz", ".tar.bz2", ".tbz2", ".tbz")
UNREAD_SUFFIXES = (".zip", ".7z", ".rar", ".tar.zst", ".tzst", ".tar.lz4", ".tar.z", ".cpio")
KEPT = 256 * 1024**2
"""No more than this is kept of all files together."""

_BITS = 0o7777
_SMALL = 1024**2
_MAGIC_AT = 257
_SERVICE = "keystone"
_KEYS = frozenset({"fernet-keys", "credential-keys", "jws-keys"})
_FULL = Unreadable(
    f"the files to be read from the archive are larger than {KEPT // 1024**2} MiB together",
    "unpack the archive and give keystone's configuration directory",
)


class Archive(msgspec.Struct, frozen=True):
    """The members of an archive, and in sentences what kept others from being looked at."""

    tree: Memory
    troubles: tuple[str, ...] = ()


def is_archive(path: Path) -> bool:
    """Whether a file is a tar archive by its name or by how it begins."""
    if not path.is_file():
        return False
    if path.name.lower().endswith(SUFFIXES):
        return True
    try:
        with path.open("rb") as file:
            return file.read(BLOCK)[_MAGIC_AT:].startswith(b"ustar")
    except OSError:
        return False


def read_archive(path: Path) -> Archive:
    """What a tar archive holds, as far as it can be read; contents are read when asked for."""
    members: dict[Parts, Member] = {}
    early = _Contents()
    refused, trouble = 0, ""
    try:
        for info, archive in entries(path):
            parts = _parts(info.name)
            if parts is None:
                refused += 1
            elif parts:
                members[parts] = _member(info)
                if _is_likely(parts, info):
                    early.take(parts, info, archive)
    except DAMAGES as error:
        trouble = f"it is damaged after entry {len(members)}: {_words(error)}"
    troubles = [trouble] if trouble else []
    if refused:
        troubles.append(f"{refused} entries have names that lead out of it, and were passed over")
    known = {account for member in members.values() for account in (member.owner, member.group)}
    if _SERVICE not in known:
        # Packed from somewhere else than a running system, with whatever owners and modes.
        members = {parts: _without_owner(member) for parts, member in members.items()}
    load = partial(_contents, path, members, early.found)
    tree = Memory(path, members, load, is_whole=not troubles)
    return Archive(tree, tuple(troubles))


def _parts(name: str) -> Parts | None:
    """The directories and the name of an entry, None where they lead out of the archive."""
    parts = tuple(part for part in PurePosixPath(name).parts if part not in {"/", "//", "."})
    return None if ".." in parts else parts


def _member(info: tarfile.TarInfo) -> Member:
    target = ""
    if info.isdir():
        kind: Kind = "directory"
    elif info.issym():
        kind, target = "link", info.linkname
    elif info.islnk():
        kind, target = "link", f"/{info.linkname}"
    else:
        kind = "file" if info.isreg() else "other"
    owner, group = info.uname or str(info.uid), info.gname or str(info.gid)
    return Member(kind, info.size, target, info.mode & _BITS, owner, group)


def _without_owner(member: Member) -> Member:
    return msgspec.structs.replace(member, mode=None, owner="", group="")


class _Contents:
    """What was read of an archive, up to a limit for all files together."""

    def __init__(self) -> None:
        self.found: dict[Parts, Content | Unreadable] = {}
        self._kept = 0

    def take(self, parts: Parts, info: tarfile.TarInfo, archive: tarfile.TarFile) -> None:
        """Read the entry that the archive stands at."""
        self._kept += info.size
        self.found[parts] = _FULL if self._kept > KEPT else _content(info, archive)


def _is_likely(parts: Parts, info: tarfile.TarInfo) -> bool:
    """Whether an entry will be asked for in any layout, so that it is read on the way."""
    near = any(part.startswith(_SERVICE) for part in parts)
    return near and info.isreg() and info.size <= _SMALL and _is_wanted(parts, ((),))


def _contents(
    path: Path,
    members: Mapping[Parts, Member],
    early: Mapping[Parts, Content | Unreadable],
    directories: Sequence[Parts],
) -> Mapping[Parts, Content | Unreadable]:
    """The content of each file in or below directories, but never that of keys or copies."""
    wanted = {
        parts
        for parts, member in members.items()
        if member.kind == "file" and _is_wanted(parts, directories)
    }
    if wanted <= early.keys():
        return {parts: early[parts] for parts in wanted}
    read = _Contents()
    # What can be read before the damage is read; that there is some was said when listing.
    with suppress(*DAMAGES):
        for info, archive in entries(path):
            parts = _parts(info.name)
            if parts in wanted and info.isreg():
                read.take(parts, info, archive)
    return read.found


def _is_wanted(parts: Parts, directories: Sequence[Parts]) -> bool:
    if not any(parts[: len(directory)] == directory for directory in directories):
        return False
    name = "/".join(parts)
    return kind_by_name(name) not in {FileKind.KEY, FileKind.COPY} and not _KEYS & set(parts)


def _content(info: tarfile.TarInfo, archive: tarfile.TarFile) -> Content | Unreadable:
    if info.size > LIMIT:
        return TOO_LARGE
    file = archive.extractfile(info)
    content = file.read(LIMIT + 1) if file else b""
    if len(content) < info.size:
        raise tarfile.ReadError("unexpected end of data")
    return Content(content, hashlib.sha256(content).hexdigest())


def _words(error: BaseException) -> str:
    """What is wrong, without anything of the content."""
    if isinstance(error, tarfile.ReadError):
        return str(error)
    return "it ends too early" if isinstance(error, EOFError) else type(error).__name__
