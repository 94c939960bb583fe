"""Joins the parts in which logs were read to what all of them said."""

from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace

from linter.logs.coverage.signs import Signs
from linter.logs.files.source import LogSource
from linter.logs.meaning.understanding import Meaning
from linter.logs.scanning.part import PartRead, Task
from linter.logs.scanning.places import Settle
from linter.logs.scanning.pool import WorkerDied
from linter.logs.scanning.scan import MOST_EVENTS
from linter.logs.scanning.tally import Tally, event, in_order, once_each
from linter.model.finding import Gap
from linter.model.location import Location
from linter.model.logs import EventKind, LogEvent, LogFile, LogTally
from linter.model.visible import visible

_FURTHER = f"messages beyond the first {MOST_EVENTS} that differ from each other"


class Joined:
    """All parts so far; each follows those that were added before."""

    def __init__(self) -> None:
        self.sources: list[LogSource] = []
        self._tally = Tally(MOST_EVENTS)
        self._parts: dict[int, PartRead] = {}
        self._gaps: list[Gap] = []

    def add(self, task: Task, result: PartRead | WorkerDied) -> None:
        """Adds the result of a task."""
        if isinstance(result, WorkerDied):
            self._gaps.append(_died(task.source, result))
            begin = task.segment.begin
            result = PartRead(task.number, begin, Tally(0), Signs(), broken="it was not read")
        elif result.broken:
            self._gaps.append(_broken(task.source, result))
        self._tally.join(result.tally)
        result.tally = Tally(0)
        known = self._parts.get(task.number)
        self._parts[task.number] = _following(known, result) if known else result

    def read(self) -> dict[LogSource, int]:
        """How far each source was read, from the beginning of its file."""
        return {self.sources[number]: part.read for number, part in self._parts.items()}

    def places(self) -> Iterator[Location]:
        """Every place that is told."""
        for seen in (*self._tally.counted.values(), self._tally.further):
            yield from (sample.at for sample in seen.samples)
        for part in self._parts.values():
            yield from (start.at for start in part.signs.starts)
            yield from (loss.at for loss in part.signs.losses.values())

    def whole(self, settle: Settle) -> LogTally:
        """What all logs said, at places with lines."""
        parts = [self._parts[number] for number in sorted(self._parts)]
        signs = [part.signs for part in parts]
        starts = [start for sign in signs for start in sign.starts]
        lost = [gap for sign in signs for gap in sign.gaps()]
        return LogTally(
            events=in_order(self._events(settle)),
            files=tuple(_files(self.sources, parts)),
            starts=tuple(replace(start, at=settle(start.at)) for start in starts),
            releases=tuple(dict.fromkeys(item for sign in signs for item in sign.releases.items())),
            gaps=(
                *self._gaps,
                *self._further(),
                *(replace(gap, at=settle(gap.at)) if gap.at else gap for gap in lost),
            ),
        )

    def _events(self, settle: Settle) -> Iterator[LogEvent]:
        counted = [*once_each(self._tally.counted).items()]
        if self._tally.further.count:
            counted.append((Meaning(EventKind.OTHER, "", _FURTHER), self._tally.further))
        for meaning, seen in counted:
            samples = [replace(sample, at=settle(sample.at)) for sample in seen.samples]
            yield event(meaning, replace(seen, samples=samples))

    def _further(self) -> Iterator[Gap]:
        """A gap where not all messages were told apart."""
        if self._tally.further.count:
            yield Gap(
                "messages in the logs",
                f"{self._tally.further.count} {_FURTHER} are only counted, not judged",
                "give fewer logs at a time, or those of keystone alone",
                required=True,
            )


def _following(before: PartRead, part: PartRead) -> PartRead:
    """A part and the one that follows it in the same file as one."""
    before.signs.join(part.signs)
    return replace(
        before,
        read=max(before.read, part.read),
        layouts=tuple(dict.fromkeys((*before.layouts, *part.layouts))),
        first=before.first or part.first,
        last=part.last or before.last,
        broken=before.broken or part.broken,
    )


def _files(sources: Sequence[LogSource], parts: Iterable[PartRead]) -> Iterator[LogFile]:
    """The files of parts; what was read of a file later on belongs to it."""
    files: dict[tuple[str, str], LogFile] = {}
    for part in parts:
        source = sources[part.number]
        file = LogFile(
            source.node,
            source.path,
            source.family,
            "+".join(part.layouts),
            max(part.read - source.begin, 0),
            part.first,
            part.last,
            tuple(sorted(part.signs.levels)),
            not part.broken,
        )
        known = files.get((file.node, file.path))
        files[file.node, file.path] = _grown(known, file) if known else file
    yield from files.values()


def _grown(known: LogFile, file: LogFile) -> LogFile:
    return replace(
        known,
        layout=known.layout or file.layout,
        size=known.size + file.size,
        first=known.first or file.first,
        last=file.last or known.last,
        levels=tuple(sorted({*known.levels, *file.levels})),
        complete=known.complete and file.complete,
    )


def _broken(source: LogSource, part: PartRead) -> Gap:
    return Gap(
        visible(f"log {source.path}"),
        visible(f"only its first {part.read} bytes could be read: {part.broken}"),
        "give the log again, undamaged",
        required=True,
        at=Location(source.node, source.path),
    )


def _died(source: LogSource, died: WorkerDied) -> Gap:
    how = "" if died.exit_code is None else f" with {died.exit_code}"
    return Gap(
        visible(f"log {source.path}"),
        f"a process that read it ended{how}, for want of memory perhaps",
        "read it again with more memory, or with `--jobs 1`",
        required=True,
        at=Location(source.node, source.path),
    )
