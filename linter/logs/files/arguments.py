"""The files on disk that the arguments of the command line mean."""

import errno
import glob
import os
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

import msgspec

from linter.collect.naming import printable
from linter.collect.walk import walk
from linter.logs.files.log_names import is_named_as_log, is_of_other_pod, is_wanted_of_host
from linter.logs.files.source import LogError
from linter.model.finding import Gap

_STREAM = re.compile(r"/dev/(?:stdin|fd/\d+)|/proc/self/fd/\d+")
_OF_KEYSTONE = re.compile(r"keystone|apache|httpd|uwsgi", re.IGNORECASE)
_MAGIC = re.compile(r"[*?\[]")
_DENIED = os.strerror(errno.EACCES)
_ANOTHER_USER = "run kslint as a user that may read it"


class Argument(msgspec.Struct, frozen=True):
    """One argument of the command line; `kind` is what it stands for."""

    text: str
    kind: str


class Candidate(msgspec.Struct, frozen=True):
    """A file that may be a log; `shown` is its path below `base`, both printable.

    `is_log` is what its name says, None where its text decides. `is_missed` says that the logs are
    not complete without it, `is_named` that an argument is its very path.
    """

    path: Path
    base: str
    shown: str
    is_log: bool | None = True
    is_missed: bool = True
    is_named: bool = False


def argument_of(text: str) -> Argument:
    """What an argument stands for. Raises LogError where there is nothing of that name."""
    path = Path(text)
    if text == "-" or _STREAM.fullmatch(text):
        return Argument(text, "stream")
    if not text:
        raise LogError("the name of a log is empty; see whether a variable of the shell is")
    if _is_there(path):
        return Argument(text, "folder" if os.path.isdir(path) else "file")  # noqa: PTH112  never raises
    if text.startswith("journal:"):
        return Argument(text, "journal")
    if _MAGIC.search(text):
        if not _matches(text) and not any(_closed(text)):
            raise LogError(f"{printable(path)}: no file matches; look at what is in its folder")
        return Argument(text, "glob")
    raise LogError(f"{printable(path)}: no such file or folder; give the path of a log")


def candidates_on_disk(argument: Argument) -> Iterator[Candidate | Gap]:
    """The files that an argument on disk means now, and the folders that cannot be looked into."""
    path = Path(argument.text)
    match argument.kind:
        case "file":
            yield Candidate(path, printable(path.parent), printable(Path(path.name)), is_named=True)
        case "folder":
            yield from _below(path, path)
        case "glob":
            base = _fixed_part(argument.text)
            for folder in _closed(argument.text):
                yield _gap(folder, base, _DENIED)
            for name in _matches(argument.text):
                yield from _matched(Path(name), base)


def _is_there(path: Path) -> bool:
    """Whether there is anything of a name. Raises LogError where nobody is let near it."""
    try:
        path.lstat()
    except PermissionError as error:
        why = f"permission denied to its folder; {_ANOTHER_USER}, such as root"
        raise LogError(f"{printable(path)}: {why}") from error
    except (OSError, ValueError):
        return False
    return True


def _closed(pattern: str) -> Iterator[Path]:
    """The folders that a glob looks for files in and that may not be looked into."""
    for name in sorted({str(_fixed_part(pattern)), *_matches(str(Path(pattern).parent))}):
        if os.path.isdir(name) and not os.access(name, os.R_OK | os.X_OK):  # noqa: PTH112
            yield Path(name)


def _matches(pattern: str) -> list[str]:
    return sorted(glob.glob(pattern, recursive=True))  # noqa: PTH207  may begin at the root


def _matched(path: Path, base: Path) -> Iterator[Candidate | Gap]:
    if os.path.isdir(path):  # noqa: PTH112  never raises
        yield from _below(path, base)
    else:
        yield from _seen(path, base)


def _below(folder: Path, base: Path) -> Iterator[Candidate | Gap]:
    hosts = _hosts(folder)
    for found in walk(folder):
        if found.trouble:
            yield _gap(found.path, base, found.trouble)
        else:
            yield from _seen(found.path, base, hosts)


def _hosts(folder: Path) -> tuple[Path, ...]:
    """The folders that hold what was taken of a whole host, as a report of sos does."""
    places = (folder, *(path.parent.parent for path in folder.glob("*/var/log")))
    return tuple(place for place in places if os.path.isdir(place / "var" / "log"))  # noqa: PTH112


def _seen(path: Path, base: Path, hosts: Sequence[Path] = ()) -> Iterator[Candidate]:
    said = _is_log(path, base, hosts)
    if said is not False:
        shown = printable(path.relative_to(base))
        is_missed = said is True and _OF_KEYSTONE.search(str(path)) is not None
        yield Candidate(path, printable(base), shown, said, is_missed)


def _is_log(path: Path, base: Path, hosts: Sequence[Path]) -> bool | None:
    for host in hosts:
        if path.is_relative_to(host):
            return is_wanted_of_host(path.relative_to(host).as_posix())
    if is_of_other_pod(path.relative_to(base).as_posix()):
        return False
    return is_named_as_log(path.name)


def _fixed_part(pattern: str) -> Path:
    """The folder above the first part of a pattern that can mean several files."""
    path = Path(pattern)
    fixed = [part for part in path.parts if _MAGIC.search(part)]
    return Path(*path.parts[: path.parts.index(fixed[0])]) if fixed else path.parent


def _gap(path: Path, base: Path, why: str) -> Gap:
    what = printable(path if path == base else path.relative_to(base))
    required = path == base or _OF_KEYSTONE.search(str(path)) is not None
    remedy = "give the logs in it by their own paths"
    if why == _DENIED:
        remedy = f"{_ANOTHER_USER}, or give the logs themselves"
    return Gap(what, why, remedy, required=required)
