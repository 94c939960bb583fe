"""Signs that are no events: starts of keystone, releases that wrote the log, and lost lines."""

import itertools
import re
from collections.abc import Sequence

import msgspec

from linter.logs.coverage.losses import LOSSES, LossSign
from linter.logs.coverage.starts import STARTS, StartSign
from linter.logs.formats.json_lines import HIDDEN
from linter.logs.formats.layout import Record
from linter.logs.formats.levels import LEVELS, SEVERITIES, level_named
from linter.logs.meaning.services import other_service
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import Start
from linter.model.visible import visible

_MOST_STARTS = 50
"""Starts of a file that are told one by one; the last is always among them."""


# "is deprecated" is found by what is looked for in any case.
SIGN_LITERALS = tuple(
    dict.fromkeys(
        sign.literal for sign in (*STARTS, *LOSSES) if b"deprecated" not in sign.literal.lower()
    )
)
"""What the lines with these signs have in them, beside those that speak of a deprecation."""

# oslo.log 5.0.0 put a global request id first and a system scope among the identity.
_SIX_FIELDS = re.compile(
    rb"\[(?:None|req-[0-9a-f-]{36}) req-[0-9a-f-]{36} (?:[^\]\s]+ ){5}[^\]\s]+\]"
)
_FIVE_FIELDS = re.compile(rb"\[req-[0-9a-f-]{36} (?:[^\]\s]+ ){4}[^\]\s]+\]")
# What uWSGI warns of by `*** WARNING: ` and `!!! ` is no record of keystone.
_LEVEL = re.compile(
    rb"^[^\n]{0,160}?(?:(?<![\w.=/-])(?<!\*\*\* )(?<!!!! )|(?<=\dm))"
    rb"(TRACE|DEBUG|INFO|AUDIT|WARNING|WARN|ERROR|CRITICAL)(?![\w=/-])",
    re.MULTILINE,
)
_NAMED_LEVEL = re.compile(
    rb'(?:"(?:levelname|level|LOGGER_LEVEL)": ?"|^LOGGER_LEVEL='
    rb'|"(?:MESSAGE|message|line)" ?: ?"[^"\n]{0,160}?(?<![\w.=/-])'
    rb"(?=(?:DEBUG|INFO|WARNING|ERROR|CRITICAL)(?![\w=/-])))([A-Za-z]+)",
    re.MULTILINE,
)
_PRIORITY = re.compile(rb'(?:^|")PRIORITY"?(?:=| ?: ?")([0-7])\b', re.MULTILINE)
_PRINTED = b"6"
"""The priority in the journal of whatever a service prints, which tells no level."""
_NEXT = {"AUDIT": "INFO", "TRACE": "DEBUG"}
"""Levels of oslo.log's own, with those of Python that they are nearest to."""
_SAMPLE = 1 << 16
_LONGEST = 1 << 12


Sign = StartSign | LossSign


class Begun(msgspec.Struct, frozen=True):
    """A start, of which process if that shows, and whether it is told only where none is known."""

    start: Start
    process: str = ""
    once: bool = False


class Loss(msgspec.Struct):
    """How often lines were lost in one way, and where that first shows."""

    count: int
    at: Location
    first: str
    last: str


class Signs(msgspec.Struct):
    """What the signs in a file come to, or in a part of it; parts are joined in their order."""

    begun: list[Begun] = []
    losses: dict[str, Loss] = {}
    releases: dict[str, str] = {}
    levels: set[str] = set()
    processes: set[str] = set()

    @property
    def starts(self) -> tuple[Start, ...]:
        """The starts in their order; of very many the first ones and the last."""
        return tuple(begun.start for begun in self.begun)

    def see(self, text: bytes, at: Location, record: Record | None = None) -> None:
        """Takes in the lines of a record, each of which may be a sign, or of none.

        `at` is the place of the first line; what the record tells holds for all of them.
        """
        signs = [sign for sign in (*STARTS, *LOSSES) if sign.literal in text]
        if not signs:
            return
        if record and other_service(record.program):
            signs = [sign for sign in signs if isinstance(sign, LossSign)]
        time, process = (record.time, record.pid) if record else ("", "")
        for number, line in enumerate(text.split(b"\n")):
            sign, match = _sign_in(line, signs)
            if record and not number and not sign:
                sign, match = _sign_in(_as_oslo(record), signs)
            place = msgspec.structs.replace(at, line=at.line + number)
            if isinstance(sign, LossSign):
                self._lost(sign.why, Loss(1, place, time, time))
            elif sign and match:
                named = match.groupdict()
                if other_service(named.get("mount") or ""):
                    continue
                start = Start(place, sign.evidence, time, sign.confidence)
                self._began(Begun(start, named.get("pid") or process, sign.once))

    def sample(self, block: bytes) -> None:
        """Takes in what some lines, of the head or the tail of a file, show by their form."""
        block = block[:_SAMPLE]
        self.levels |= levels_in(block)
        if _SIX_FIELDS.search(block):
            self.releases["zed or later"] = "six fields of identity in the context of requests"
        elif _FIVE_FIELDS.search(block):
            self.releases["yoga or earlier"] = "five fields of identity in the context of requests"

    def join(self, other: "Signs") -> None:
        """Adds the signs of the part that follows."""
        for begun in other.begun:
            self._began(begun)
        for why, loss in other.losses.items():
            self._lost(why, loss)
        self.processes |= other.processes
        self.releases |= other.releases
        self.levels |= other.levels

    def gaps(self) -> tuple[Gap, ...]:
        """What the lost lines leave open."""
        signs = {loss.why: loss for loss in LOSSES}
        return tuple(
            Gap(
                visible(f"log {loss.at.path}"),
                f"{why}{_when(loss)}",
                signs[why].remedy,
                required=signs[why].hides,
                at=loss.at,
            )
            for why, loss in self.losses.items()
        )

    def _began(self, begun: Begun) -> None:
        known = begun.process in self.processes if begun.process else bool(self.begun)
        if begun.once and known:
            return
        if begun.process:
            self.processes.add(begun.process)
        if len(self.begun) == _MOST_STARTS:
            self.begun.pop()
        self.begun.append(begun)

    def _lost(self, why: str, loss: Loss) -> None:
        known = self.losses.get(why)
        if known is None:
            self.losses[why] = loss
            return
        known.count += loss.count
        known.first = min(filter(None, (known.first, loss.first)), default="")
        known.last = max(known.last, loss.last)


def levels_in(block: bytes) -> frozenset[str]:
    """The levels of the records in a block of lines, by the names that Python gives them."""
    found = itertools.chain(_LEVEL.finditer(block), _NAMED_LEVEL.finditer(block))
    words = {level_named(match[1].decode()) for match in found}
    # Of a text with colours, which is an array of bytes, nothing else tells the level.
    is_coloured = any(literal in block for literal in HIDDEN)
    priorities = {match[1] for match in _PRIORITY.finditer(block)}
    priorities -= set() if is_coloured else {_PRINTED}
    words |= {SEVERITIES[int(priority)] for priority in priorities}
    return frozenset(_NEXT.get(word, word) for word in words) & frozenset(LEVELS)


def _sign_in(line: bytes, signs: Sequence[Sign]) -> tuple[Sign, re.Match[str]] | tuple[None, None]:
    line = line[:_LONGEST]
    text = line.decode("utf-8", "replace")
    found = ((sign, sign.pattern.search(text)) for sign in signs if sign.literal in line)
    return next(((sign, match) for sign, match in found if match), (None, None))


def _as_oslo(record: Record) -> bytes:
    """The beginning of a record in the order of oslo.log, which not every format keeps to."""
    return f"{record.logger} [-] {record.message[:_LONGEST]}".encode().partition(b"\n")[0]


def _when(loss: Loss) -> str:
    often = f" ({loss.count} times" if loss.count > 1 else " (once"
    if not loss.first:
        return often + ")"
    until = f", last at {loss.last}" if loss.last != loss.first else ""
    return f"{often}, first at {loss.first}{until})"
