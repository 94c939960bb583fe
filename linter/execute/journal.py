"""What the executor did and is about to do, written down before and after each action."""

import hashlib
from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from typing import Literal, Protocol

import msgspec

What = Literal[
    "opened",
    "resumed",
    "started",
    "running",
    "acted",
    "done",
    "failed",
    "settled",
    "undoing",
    "undone",
    "closed",
]
"""Of a step: `started` stands before its action, `acted` after it, `done` once it was verified.

`running` tells of a process that was started for it (linter.execute.commands.facts_of).

`settled` says what became of a step in doubt; `undoing` and `undone` are of a rollback. `opened`,
`resumed` and `closed` are of a run.
"""


class Entry(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """One line of a journal; `number` counts from 1, `before` is the digest of the line before.

    `facts` are what a later run needs: the process that was started, the digest of a backup. No
    secret is ever among them, nor in `said`. `digest` is the SHA-256 of the line up to there.
    """

    number: int
    at: datetime
    what: What
    step: str = ""
    said: str = ""
    facts: Mapping[str, str] = {}
    before: str = ""
    digest: str = ""


class History(msgspec.Struct, frozen=True):
    """The entries of a journal; `torn` says that a last line was cut off and is not among them.

    `length` are the bytes of the lines that are whole.
    """

    entries: tuple[Entry, ...]
    torn: bool = False
    length: int = 0


class JournalError(Exception):
    """A journal that cannot be written, or that was changed; the sentence says what to do."""


class Writer(Protocol):
    """Where entries go; each is on disk when `add` returns."""

    def add(
        self, what: What, step: str = "", said: str = "", facts: Mapping[str, str] | None = None
    ) -> Entry:
        """The entry as it was written. Raises JournalError."""


def read_journal(path: Path) -> History:
    """What a journal says, none of it if there is none. Raises JournalError for a changed one."""
    try:
        content = path.read_bytes()
    except FileNotFoundError:
        return History(())
    except OSError as error:
        raise JournalError(f"{path} cannot be read: {error.strerror}") from error
    return history_of(content, path)


def history_of(content: bytes, path: Path) -> History:
    """What the lines of a journal say. Raises JournalError for the first that was changed."""
    *lines, rest = content.split(b"\n")
    if not rest and lines and b"\0" in lines[-1]:
        # A power cut may leave the length of what was written, and zeros in its place.
        rest = lines.pop()
    decoder = msgspec.json.Decoder(Entry)
    entries: list[Entry] = []
    for number, line in enumerate(lines, 1):
        before = entries[-1].digest if entries else ""
        entry = _entry(line, decoder)
        if entry is None or (entry.number, entry.before) != (number, before):
            raise JournalError(
                f"{path}, line {number}, is not as it was written, so the journal cannot be "
                "trusted: put the file back from a copy, or find out by hand how far the upgrade is"
            )
        entries.append(entry)
    return History(tuple(entries), torn=bool(rest), length=sum(map(len, lines)) + len(lines))


def line_of(entry: Entry) -> tuple[Entry, bytes]:
    """An entry with its digest, and the line that says so."""
    head = msgspec.json.encode(msgspec.structs.replace(entry, digest=""))[: -len(b'"}')]
    digest = hashlib.sha256(head).hexdigest()
    line = b'%s%s"}\n' % (head, digest.encode())
    return msgspec.structs.replace(entry, digest=digest), line


def _entry(line: bytes, decoder: msgspec.json.Decoder[Entry]) -> Entry | None:
    """What a line says, None unless its digest is that of the line."""
    try:
        entry = decoder.decode(line)
    except (msgspec.MsgspecError, UnicodeDecodeError):
        return None
    head = line[: -len(entry.digest) - len(b'"}')]
    is_whole = hashlib.sha256(head).hexdigest() == entry.digest
    return entry if is_whole and head.endswith(b'"digest":"') else None
