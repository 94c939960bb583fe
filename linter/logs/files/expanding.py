"""What one file stands for that is no log itself: an archive, a binary journal."""

import os
from collections.abc import Iterator

from msgspec.structs import replace

from linter.logs.files.arguments import Argument
from linter.logs.files.opening import HEAD, OpenLog, beginning
from linter.logs.files.packing import UNREADABLE, packing_of
from linter.logs.files.source import LogError, LogSource
from linter.model.finding import Gap
from linter.model.visible import visible

_TAR_MAGIC = 257, b"ustar"
_JOURNAL_MAGIC = b"LPKSHHRH"


def is_log(log: OpenLog) -> bool:
    """Whether a file is a log itself, as far as its beginning tells."""
    return not (_is_archive(log) or log.head.startswith(_JOURNAL_MAGIC))


def expanded(log: OpenLog) -> Iterator[OpenLog | Gap]:
    """The logs in a file that is none itself; every descriptor is the caller's to close."""
    yield from _members(log) if _is_archive(log) else _journal(log)


def _is_archive(log: OpenLog) -> bool:
    at, magic = _TAR_MAGIC
    return log.head[at:].startswith(magic)


def expanded_argument(argument: Argument) -> Iterator[OpenLog | Gap]:
    """What the journal of this host says, for `journal:` or `journal:UNIT`."""
    from linter.logs.files.journal import command_for_argument  # noqa: PLC0415  seldom asked for

    yield from _printed(command_for_argument(argument.text), argument.text, "")


def _members(log: OpenLog) -> Iterator[OpenLog | Gap]:
    from linter.logs.files.archives import members  # noqa: PLC0415  tarfile is slow to load

    found = 0
    for member in members(log.source):
        if isinstance(member, Gap):
            yield member
            continue
        found += 1
        path = f"{log.source.path}/{member.path}"
        inner = _kept(member.descriptor, path, log.base)
        if inner.source.packing in UNREADABLE:
            os.close(member.descriptor)
            why = f"it is packed in a way that kslint does not read ({inner.source.packing})"
            yield Gap(path, why, "unpack it and give its own path", required=False)
        elif inner.head.startswith(_JOURNAL_MAGIC):
            os.close(member.descriptor)
            why = "it is a binary journal inside of an archive"
            yield Gap(path, why, "unpack it and give its own path", required=False)
        else:
            yield inner
    if not found:
        remedy = "give an archive with keystone's logs, or the logs themselves"
        yield Gap(log.source.path, "no log of keystone is in it", remedy, required=log.is_missed)


def _journal(log: OpenLog) -> Iterator[OpenLog | Gap]:
    from linter.logs.files.journal import command_for_file  # noqa: PLC0415  seldom needed

    path, source = log.disk, log.source
    if path is None or source.packing:
        why = "a binary journal can be read from a plain file only"
        remedy = "unpack it and give its own path"
        yield Gap(source.path, why, remedy, required=log.is_missed)
        return
    command = command_for_file(os.fspath(path))
    for item in _printed(command, source.path, log.base):
        yield replace(item, required=log.is_missed) if isinstance(item, Gap) else item


def _printed(command: tuple[str, ...], shown: str, base: str) -> Iterator[OpenLog | Gap]:
    from linter.logs.files.journal import JournalError, journal  # noqa: PLC0415  seldom needed

    remedy = f"where journalctl can read it: {' '.join(command)} > journal.export, and give that"
    try:
        descriptor, complaint = journal(command)
    except JournalError as error:
        yield Gap(shown, str(error), remedy, required=True)
        return
    except OSError as error:
        raise LogError(f"{shown}: no room for what journalctl prints: {error.strerror}") from error
    if complaint:
        yield Gap(
            shown,
            visible(f"journalctl could not read all of it: {complaint}"),
            remedy,
            required=True,
        )
    yield _kept(descriptor, shown, base)


def _kept(descriptor: int, path: str, base: str) -> OpenLog:
    size = os.fstat(descriptor).st_size
    source = LogSource("", path, path, descriptor, size, packing_of(os.pread(descriptor, HEAD, 0)))
    return OpenLog(source, base, beginning(source))
