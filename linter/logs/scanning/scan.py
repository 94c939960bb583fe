"""One pass over the bytes of a log, or of a part of it: its events, and what its records show."""

from collections.abc import Sequence

import msgspec

from linter.logs.coverage.signs import SIGN_LITERALS, Signs
from linter.logs.formats.json_lines import HIDDEN
from linter.logs.formats.layout import STRANGER, Layout, Record
from linter.logs.formats.times import CLOCKS
from linter.logs.known.template import ANY_CASE
from linter.logs.known.templates import LITERALS
from linter.logs.meaning.understanding import Meaning, meaning_of
from linter.logs.scanning.crowds import Group, Key, Reader, crowd, reader_of
from linter.logs.scanning.layouts import Extent, Layouts
from linter.logs.scanning.places import Locator
from linter.logs.scanning.prefilter import Prefilter
from linter.logs.scanning.tally import SAMPLES, Counter, Occurrences, Tally
from linter.logs.scanning.windows import LONGEST_RECORD, Window
from linter.model.harmless import LONGEST_SAMPLE, harmless
from linter.model.logs import Sample

MOST_EVENTS = 10_000
_MOST_MEMORY = 4 << 20
_ENTRY = 500
_CROWDED = 1000
"""A window with a hit in so many bytes may well hold nothing but warnings."""

_PATIENCE = 8
"""So many windows full of hits are looked through before another is hoped to hold nothing new."""

_HOLE = b"\0"
"""What a log is full of where it was emptied under its writer, up to the next record."""

_EXCERPT = 200
_VARYING = CLOCKS | {"text", STRANGER}
"""Parts of a header that no meaning depends on. A process counts, for it shows what has started."""


def prefilter() -> Prefilter:
    """What finds every line that is worth a look."""
    return Prefilter((*LITERALS, *SIGN_LITERALS, *HIDDEN), ANY_CASE)


class Wording(msgspec.Struct):
    """Records in the very same words: what they mean, if anything, and where they are counted.

    `is_settled` is true once their meaning has samples enough, and nothing is left but to count.
    """

    meaning: Meaning | None
    counter: Counter
    is_settled: bool = False


class Scanner:
    """Takes in a log window by window."""

    def __init__(self, locator: Locator, layouts: Layouts, prefilter: Prefilter) -> None:
        self.tally = Tally(MOST_EVENTS)
        self.signs = Signs()
        self._locator = locator
        self._layouts = layouts
        self._prefilter = prefilter
        self._memo: dict[tuple[object, ...], Wording] = {}
        self._remembered = 0
        self._counted_to = -1
        self._crowded = 0
        self._readers: dict[Layout, Reader | None] = {}
        self._names: dict[Layout, tuple[str, ...]] = {}

    def take(self, window: Window, line: int = 0) -> None:
        """Counts the records that begin in a window, whose first line may have a number."""
        self._locator.turn(window, line)
        self._layouts.turn()
        if self._crowded > 0 and self._crowd(window):
            return
        hits = self._prefilter.hits(window.data)
        done = self._rest_of_line(window) if window.inside else -1
        self._crowded = self._crowded + 1 if len(hits) * _CROWDED > len(window.data) else 0
        if self._layouts.known:
            self._known_wordings(window, hits, self._layouts.known[0], done)
            return
        for end in hits:
            if end > done:
                done = self._record(window, end)

    def _crowd(self, window: Window) -> bool:
        """Counts a window in which nothing is new; False, and nothing counted, if anything is."""
        groups = self._groups(window)
        known = [self._memo.get(key) for key in groups]
        if not groups or not all(wording and wording.is_settled for wording in known):
            self._crowded = -_PATIENCE
            return False
        if not all(group.is_of_one_day for group in groups.values()):
            return False
        for wording, group in zip(known, groups.values(), strict=True):
            if wording:
                wording.counter.add_of_day(group.count, *group.times)
        return True

    def _groups(self, window: Window) -> dict[Key, Group]:
        layout = next(iter(self._layouts.known), None)
        if layout is None:
            return {}
        if layout not in self._readers:
            self._readers[layout] = reader_of(layout, self._names_of(layout))
        reader = self._readers[layout]
        return (crowd(reader, window) if reader else None) or {}

    def finish(self) -> None:
        """Brings the tally up to date."""
        for wording in self._memo.values():
            wording.counter.flush()
        self._memo.clear()
        self._remembered = 0

    def _known_wordings(
        self, window: Window, hits: Sequence[int], layout: Layout, done: int
    ) -> None:
        """Counts as `take` does.

        Nearly all hits in a log full of warnings are in records of one line, in words that were
        seen before, in the layout of the log: those take a microsecond here.
        """
        data, low, high = window.data, window.low, window.high
        begins, when, names = layout.start.match, layout.when, self._names_of(layout)
        find, rfind, memo = data.find, data.rfind, self._memo
        following, ahead = -1, None
        for end in hits:
            if end <= done:
                continue
            begin = rfind(b"\n", 0, end) + 1
            if begin >= high:
                break
            head = ahead if begin == following else begins(data, begin)
            stop = find(b"\n", end)
            following = stop + 1
            ahead = begins(data, following) if stop >= 0 else None
            if head and ahead and begin >= low:
                wording = memo.get((data[head.end() : stop], names and head.group(*names)))
                if wording and wording.is_settled:
                    wording.counter.add(when(head))
                    done = stop
                    continue
            done = self._record(window, end)

    def _record(self, window: Window, end: int) -> int:
        """Counts the record with a literal that ends here; gives the end of what was looked at."""
        line = window.data.rfind(b"\n", 0, end) + 1
        line = window.data.rfind(_HOLE, line, end) + 1 or line
        extent = self._layouts.around(window.data, line)
        if not window.low <= line < window.high:
            return extent.stop
        cut = extent.begin + LONGEST_RECORD
        is_counted = end <= cut and self._count(window.data, extent, min(extent.stop, cut))
        if is_counted or self._far(window.data, cut - len(ANY_CASE), extent.stop):
            self._counted_to = window.offset + extent.stop
        return extent.stop

    def _rest_of_line(self, window: Window) -> int:
        """Counts the line that the window begins in, if that was not done before; gives its end."""
        stop = window.data.find(b"\n")
        stop = len(window.data) if stop < 0 else stop
        hole = window.data.rfind(_HOLE, 0, stop)
        stop = stop if hole < 0 else hole
        if self._counted_to >= window.offset or self._far(window.data, 0, stop):
            self._counted_to = window.offset + stop
        return stop

    def _far(self, data: bytes, begin: int, stop: int) -> bool:
        """True if it is spoken of a deprecation too far into a record to be read, and counted."""
        found = data[begin:stop].lower().find(ANY_CASE) if begin < stop else -1
        return found >= 0 and self._excerpt(data, begin + found)

    def _count(self, data: bytes, extent: Extent, stop: int) -> bool:
        """True if the record means something, and was counted."""
        head, layout = extent.head, extent.layout
        time, names = "", tuple[str, ...]()
        if head and layout:
            time, names = layout.when(head), self._names_of(layout)
        text = data[head.end() if head else extent.begin : stop]
        key = (text, names and head and head.group(*names))
        wording = self._memo.get(key)
        if wording is None or not wording.is_settled:
            raw = data[extent.begin : stop]
            record = _decoded(raw, layout)
            self.signs.see(raw, self._locator.of(extent.begin), record)
            wording = wording or self._remember(key, len(text), record)
            self._sample(wording, record, extent.begin)
        wording.counter.add(time)
        return wording.meaning is not None

    def _excerpt(self, data: bytes, position: int) -> bool:
        """Counts what stands around a place far into a record."""
        text = data[max(position - _EXCERPT, 0) : position + _EXCERPT]
        record = _decoded(text.replace(b"\n", b" ").strip(), None)
        wording = self._remember((text,), len(text), record)
        self._sample(wording, record, position)
        wording.counter.add("")
        return wording.meaning is not None

    def _remember(self, key: tuple[object, ...], size: int, record: Record) -> Wording:
        if self._remembered > _MOST_MEMORY:
            self.finish()
        self._remembered += size + _ENTRY
        meaning = meaning_of(record, self._locator.service)
        into = self.tally.of(meaning) if meaning else Occurrences()
        wording = Wording(meaning, Counter(into, record.host or self._locator.node))
        self._memo[key] = wording
        return wording

    def _sample(self, wording: Wording, record: Record, position: int) -> None:
        if wording.meaning is None:
            return
        samples = wording.counter.into.samples
        if len(samples) < SAMPLES:
            text = harmless(record.message.rstrip(), LONGEST_SAMPLE)
            samples.append(Sample(self._locator.of(position), text, record.time))
        wording.is_settled = len(samples) >= SAMPLES

    def _names_of(self, layout: Layout) -> tuple[str, ...]:
        names = self._names.get(layout)
        if names is None:
            names = tuple(name for name in layout.start.groupindex if name not in _VARYING)
            self._names[layout] = names
        return names


def _decoded(raw: bytes, layout: Layout | None) -> Record:
    lines = [line.removesuffix(b"\r") for line in raw.split(b"\n")]
    record = layout.record(lines) if layout else None
    return record or Record("\n".join(line.decode("utf-8", "backslashreplace") for line in lines))
