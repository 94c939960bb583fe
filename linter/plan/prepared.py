"""Whether a directory of prepared files can be used, and the digest that it is known by."""

import hashlib
import os
import re
import stat
from collections.abc import Iterator, Sequence
from pathlib import Path

from linter.collect.marker import DECISIONS, prepared_for
from linter.model.visible import visible
from linter.plan.failure import PlanError

_CHUNK = 2**20
# The heading of linter.report.preparation_markdown, which stands there only if some are open.
_OPEN = re.compile(rb"(?m)^## Open decisions \((\d{1,9})\)$")


def digest_of(folder: Path) -> str:
    """The SHA-256 of all files below a directory, by their paths, kinds and contents.

    Owners and permissions are no part of it: they are set where the files are put in force. Raises
    PlanError for what cannot be read, holds no file, or holds what is neither file nor link.
    """
    whole = hashlib.sha256()
    try:
        for path in _files(folder):
            name = os.fsencode(path.relative_to(folder).as_posix())
            whole.update(b"%d:%s" % (len(name), name) + _content_of(path))
    except OSError as error:
        where = visible(str(error.filename or folder))
        raise PlanError(f"{where} cannot be read: {error.strerror}") from error
    if whole.digest() == hashlib.sha256().digest():
        raise PlanError(f"{visible(str(folder))} holds no file: make it with `kslint prepare`")
    return whole.hexdigest()


def why_not_for(folder: Path, series: str, machines: Sequence[str]) -> str:
    """Why prepared files are not to be put in force for a release on machines, "" if they are.

    Raises PlanError for what cannot be read.
    """
    name = visible(str(folder))
    made_for = prepared_for(folder)
    if made_for is None:
        return f"{name} was made by no `kslint prepare`: make it with --to {series}"
    if made_for != series:
        return f"{name} was prepared for {visible(made_for)}: prepare the files for {series}"
    if number := _open_decisions(folder / DECISIONS):
        return (
            f"{number} decisions are open in {name}/{DECISIONS}: answer them and prepare the files "
            "again"
        )
    if len(machines) == 1 or (folder / "keystone.conf").exists():
        return ""
    lacking = [machine for machine in machines if not (folder / machine).is_dir()]
    if lacking:
        return (
            f"{name} has neither a keystone.conf for all machines nor a directory named "
            f"{lacking[0]}: name the machines of the site as the prepared files do"
        )
    return ""


def _open_decisions(path: Path) -> int:
    try:
        found = _OPEN.search(path.read_bytes())
    except OSError as error:
        raise PlanError(f"{visible(str(path))} cannot be read: {error.strerror}") from error
    return int(found[1]) if found else 0


def _files(folder: Path) -> Iterator[Path]:
    with os.scandir(folder) as found:
        entries = sorted(found, key=lambda entry: os.fsencode(entry.name))
    for entry in entries:
        if entry.is_dir(follow_symlinks=False):
            yield from _files(Path(entry.path))
        else:
            yield Path(entry.path)


def _content_of(path: Path) -> bytes:
    """What tells a file's content from any other; a link is where it leads to."""
    mode = path.lstat().st_mode
    if stat.S_ISLNK(mode):
        return b"link" + hashlib.sha256(os.fsencode(path.readlink())).digest()
    if not stat.S_ISREG(mode):
        raise PlanError(f"{visible(str(path))} is neither file nor link: take it away")
    with path.open("rb") as file:
        digest = hashlib.sha256()
        while chunk := file.read(_CHUNK):
            digest.update(chunk)
    return b"file" + digest.digest()
