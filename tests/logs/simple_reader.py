"""Reads a log line by line, slowly and plainly, to compare the scan with."""

from collections.abc import Iterator
from typing import NamedTuple

from linter.logs.coverage.signs import SIGN_LITERALS
from linter.logs.formats.layout import Layout, Record
from linter.logs.formats.recognition import recognise
from linter.logs.known.template import ANY_CASE
from linter.logs.known.templates import LITERALS
from linter.logs.meaning.understanding import meaning_of
from linter.model.logs import LogTally

MOST_LINES = 64


class Seen(NamedTuple):
    """What there is to know of an event."""

    message: str
    logger: str
    count: int
    first: str
    last: str
    days: dict[str, int]
    lines: list[int]


def simply_read(data: bytes) -> list[Seen]:
    """The events of a log of one layout."""
    lines = data.removesuffix(b"\n").split(b"\n")
    layout = recognise(lines[:MOST_LINES])
    assert layout is not None
    found: dict[tuple[str, str], list[tuple[str, int]]] = {}
    for number, record in _records(lines, layout):
        meaning = meaning_of(record)
        if meaning:
            found.setdefault((meaning.message, meaning.logger), []).append((record.time, number))
    return sorted(_seen(*key, places) for key, places in found.items())


def seen_in(tally: LogTally) -> list[Seen]:
    """The same of what the scan found."""
    return sorted(
        Seen(
            event.message,
            event.logger,
            event.count,
            event.first,
            event.last,
            dict(event.days),
            [sample.at.line for sample in event.samples],
        )
        for event in tally.events
    )


def _records(lines: list[bytes], layout: Layout) -> Iterator[tuple[int, Record]]:
    """The records with something of interest in them."""
    number = 0
    while number < len(lines):
        length = 1
        while (
            layout.start.match(lines[number])
            and length < MOST_LINES
            and number + length < len(lines)
            and not layout.start.match(lines[number + length])
        ):
            length += 1
        whole = [line.removesuffix(b"\r") for line in lines[number : number + length]]
        if any(_is_of_interest(line) for line in whole):
            text = "\n".join(line.decode("utf-8", "backslashreplace") for line in whole)
            yield number + 1, layout.record(whole) or Record(text)
        number += length


def _is_of_interest(line: bytes) -> bool:
    literals = (*LITERALS, *SIGN_LITERALS)
    return ANY_CASE in line.lower() or any(literal in line for literal in literals)


def _seen(message: str, logger: str, places: list[tuple[str, int]]) -> Seen:
    times = [time for time, _ in places if time]
    days: dict[str, int] = {}
    for time in times:
        days[time[:10]] = days.get(time[:10], 0) + 1
    first, last = (min(times), max(times)) if times else ("", "")
    lines = [number for _, number in places[:3]]
    return Seen(message, logger, len(places), first, last, days, lines)
