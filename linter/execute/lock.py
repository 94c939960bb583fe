"""One executor at a time for a site."""

import fcntl
import os
import socket
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path

import msgspec

from linter.execute.commands import Process
from linter.execute.living import is_alive, process_named
from linter.model.visible import visible

_NAME = "lock"
_FLAGS = os.O_RDWR | os.O_CREAT | os.O_NOFOLLOW | os.O_CLOEXEC
_OWNERS = 0o600
_FOLDER = 0o700
_LONGEST = 4096
_MOUNTS = Path("/proc/self/mounts")
_SHARED = ("nfs", "cifs", "smb", "9p", "ceph", "gluster", "lustre", "gpfs", "ocfs", "gfs", "fuse.")
"""How the types of file systems begin on which a lock may hold on one machine only."""


class Holder(msgspec.Struct, frozen=True):
    """Who holds a lock: its process, its machine, since when, for which plan."""

    pid: int
    started: int
    boot: str
    host: str
    since: datetime
    plan: str


class LockedError(Exception):
    """Another executor is at work, or nobody can say; the sentence says who and what to do."""


@contextmanager
def locked(state: Path, plan: str, clock: Callable[[], datetime]) -> Iterator[Holder]:
    """Keeps other executors of this site out; the kernel ends it with the process.

    A command that lives on after its executor does not hold it: `resume` has to come in, and finds
    the command by its process. Raises LockedError.
    """
    path = state / _NAME
    try:
        state.mkdir(mode=_FOLDER, parents=True, exist_ok=True)
        _refuse_shared(state)
        descriptor = os.open(path, _FLAGS, _OWNERS)
    except OSError as error:
        raise LockedError(f"{path} cannot be opened: {error.strerror}") from error
    try:
        _take(path, descriptor)
        yield _written(path, descriptor, plan, clock())
    finally:
        os.close(descriptor)


def holder_of(state: Path) -> Holder | None:
    """Who is at work on a site, asked without a lock that would keep somebody out meanwhile.

    None too where nobody has said so, or may not be asked.
    """
    try:
        content = (state / _NAME).read_bytes()[:_LONGEST]
        holder = msgspec.json.decode(content, type=Holder)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError):
        return None
    return holder if is_alive(Process(holder.pid, holder.started, holder.boot)) else None


def _take(path: Path, descriptor: int) -> None:
    try:
        fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError as error:
        raise LockedError(_sentence(path, os.pread(descriptor, _LONGEST, 0))) from error
    except OSError as error:
        raise LockedError(
            f"{path} cannot be locked: {error.strerror}; let `state` of the plan's site name a "
            "directory on a local disk"
        ) from error
    if not _is_at(path, descriptor):
        raise LockedError(f"{path} was removed while it was being locked: try again")


def _is_at(path: Path, descriptor: int) -> bool:
    """Whether the name still means this file; who locks one without a name locks nobody out."""
    try:
        return os.path.samestat(os.lstat(path), os.fstat(descriptor))
    except FileNotFoundError:
        return False


def _written(path: Path, descriptor: int, plan: str, now: datetime) -> Holder:
    own = process_named(os.getpid())
    holder = Holder(own.pid, own.started, own.boot, socket.gethostname(), now, plan)
    try:
        os.ftruncate(descriptor, 0)
        os.pwrite(descriptor, msgspec.json.encode(holder), 0)
    except OSError as error:
        raise LockedError(f"{path} cannot be written: {error.strerror}") from error
    return holder


def _sentence(path: Path, content: bytes) -> str:
    try:
        holder = msgspec.json.decode(content, type=Holder)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        # Between the moments in which it is locked and written to.
        return f"another kslint is at work on this site ({path} is locked): wait until it has ended"
    return (
        f"another kslint is at work on this site since {holder.since:%Y-%m-%d %H:%M} "
        f"(process {holder.pid} on {visible(holder.host)}, plan {visible(holder.plan)}): "
        "wait until it has ended, or end it and go on with `kslint resume`"
    )


def _refuse_shared(state: Path) -> None:
    """Raises LockedError for a directory that lies on a file system of several machines."""
    kind = _file_system_of(state.resolve())
    if kind.startswith(_SHARED):
        raise LockedError(
            f"{state} lies on {visible(kind)}, where a lock may hold on one machine only: let "
            "`state` of the plan's site name a directory on a local disk"
        )


def _file_system_of(folder: Path) -> str:
    """The type of the file system, "" where the kernel does not tell."""
    try:
        lines = _MOUNTS.read_text(encoding="utf-8", errors="surrogateescape").splitlines()
    except OSError:
        return ""
    found = (line.split(" ") for line in lines)
    kinds = {Path(_unescaped(words[1])): words[2] for words in found if len(words) > 2}  # noqa: PLR2004  device, place, type
    return next((kinds[place] for place in (folder, *folder.parents) if place in kinds), "")


def _unescaped(place: str) -> str:
    for written, meant in (("\\040", " "), ("\\011", "\t"), ("\\012", "\n"), ("\\134", "\\")):
        place = place.replace(written, meant)
    return place
