"""What somebody has decided to live with, in a file of waivers or beside the line itself."""

import datetime as dt
from typing import Literal

import msgspec

from linter.model.location import Location
from linter.model.passwords import without_passwords
from linter.model.visible import visible

_LONGEST = 500

KNOWN = "known from the baseline"
"""What stands beside a finding that was there when a gate was set up."""

FaultKind = Literal["malformed", "too-broad", "not-waivable", "expired", "unused"]


class Lines(msgspec.Struct, frozen=True):
    """The lines of a file that an inline waiver speaks of, both counted; `text` is the first.

    The text is for telling whether another node has the same line; it may hold a secret.
    """

    node: str
    path: str
    first: int
    last: int
    text: str

    def hold(self, at: Location) -> bool:
        """Whether a place is in these lines."""
        same_file = (at.node, at.path) == (self.node, self.path)
        return same_file and self.first <= at.line <= self.last


class Waiver(msgspec.Struct, frozen=True):
    """A decision to live, up to and with the day `until`, with what `rules` find.

    `rules`, `subject` and `path` are patterns with `*` and `?`; brackets stand for themselves.
    `target` is a series or its codename, "" for every upgrade. `lines` are what a waiver beside a
    line is about, None for an entry of a file of waivers. `at` is where it is written.
    """

    rules: tuple[str, ...]
    reason: str
    until: dt.date
    owner: str = ""
    subject: str = ""
    path: str = ""
    ticket: str = ""
    target: str = ""
    lines: Lines | None = None
    at: Location = Location()

    def words(self) -> str:
        """What stands beside a finding that is lived with."""
        by = f" by {self.owner}" if self.owner else f" in {self.at.path}"
        text = f"waived{by} until {self.until}: {self.reason}"
        text += f" ({self.ticket})" if self.ticket else ""
        said = visible(without_passwords(" ".join(text.split())))
        return said if len(said) <= _LONGEST else said[: _LONGEST - 1] + "…"


class WaiverFault(msgspec.Struct, frozen=True):
    """What is wrong with a waiver, in whole words; `rules` are those it names, as written.

    What is malformed, too broad or not waivable has no effect, nor has what is expired.
    """

    kind: FaultKind
    at: Location
    rules: tuple[str, ...]
    why: str


class Waivers(msgspec.Struct, frozen=True):
    """The waivers of one or several files, and what is no valid one."""

    waivers: tuple[Waiver, ...] = ()
    faults: tuple[WaiverFault, ...] = ()
