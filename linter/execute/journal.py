"""What the executor did and is about to do, written down before and after each action."""

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
    """The entries of a journal; `torn` says that a last line was cut off and is not among them."""

    entries: tuple[Entry, ...]
    torn: bool = False


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
    raise NotImplementedError
