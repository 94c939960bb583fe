"""One pass over the bytes of a file, or of a part of it: its events, and what its records show."""

import os
from collections.abc import Iterator, Sequence

import msgspec

from linter.logs.formats.recognition import recognise
from linter.logs.prefilter import Prefilter
from linter.logs.sources import LogSource
from linter.logs.tally import SAMPLES, Counted, Occurrences
from linter.logs.templates import ANY_CASE, LITERALS
from linter.logs.understanding import meaning_of
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import LogFile, Sample, Start
from linter.model.visible import visible

BLOCK = 1 << 20
_HEAD = 64


class Part(msgspec.Struct):
    """What one worker found in one file, or in one part of it."""

    file: LogFile
    counted: Counted
    starts: tuple[Start, ...] = ()
    releases: tuple[tuple[str, str], ...] = ()
    gaps: tuple[Gap, ...] = ()


def scan(source: LogSource, formats: Sequence[str] = ()) -> Part:
    """Everything of interest in a plain file."""
    prefilter = Prefilter(LITERALS, ANY_CASE)
    counted: Counted = {}
    layout = None
    number = 1
    first = last = ""
    for block in _blocks(source):
        layout = layout or recognise(block.split(b"\n", _HEAD)[:_HEAD], formats)
        if layout is None:
            continue
        done = -1
        for end in prefilter.hits(block):
            if end < done:
                continue
            begin = block.rfind(b"\n", 0, end) + 1
            done = block.find(b"\n", end)
            record = layout.record([block[begin:done]])
            meaning = meaning_of(record) if record else None
            if record is None or meaning is None:
                continue
            first, last = first or record.time, record.time
            seen = counted.setdefault(meaning, Occurrences())
            seen.add(record.time, source.node)
            if len(seen.samples) < SAMPLES:
                line = number + block.count(b"\n", 0, begin)
                at = Location(source.node, source.path, line)
                seen.samples.append(Sample(at, visible(record.message), record.time))
        number += block.count(b"\n")
    name = layout.name if layout else ""
    file = LogFile(source.node, source.path, source.family, name, source.size, first, last)
    return Part(file, counted)


def _blocks(source: LogSource) -> Iterator[bytes]:
    """Whole lines, about a block at a time."""
    rest = b""
    with os.fdopen(os.dup(source.descriptor), "rb") as file:
        while block := file.read(BLOCK):
            whole = rest + block
            cut = whole.rfind(b"\n") + 1
            rest = whole[cut:]
            yield whole[:cut]
    if rest:
        yield rest + b"\n"
