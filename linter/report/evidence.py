"""How much was looked at, in a line for each kind of evidence."""

from collections.abc import Iterator, Sequence

from linter.model.logs import LogTally, to_the_second
from linter.model.notes import RELEASE_NOTES
from linter.model.report import OF_THE_SITE, Input
from linter.model.triage import ReadingList
from linter.model.visible import visible
from linter.report.quantities import counted


def is_of_node(source: Input) -> bool:
    """Whether a file is part of a deployment, and neither published nor kept beside it."""
    return source.kind != RELEASE_NOTES and source.kind not in OF_THE_SITE


def files_in_words(inputs: Sequence[Input]) -> str:
    """How many files of how many nodes were read; what is of no node is none of theirs."""
    read = [source for source in inputs if is_of_node(source)]
    nodes = len({source.node for source in read})
    files = sum(source.kind in {"configuration", "domain"} for source in read)
    others = len(read) - files
    beside = f" and {others} beside {'it' if files == 1 else 'them'}" if others else ""
    on_nodes = f" on {nodes} nodes" if nodes > 1 else ""
    return f"{counted(files, 'configuration file')}{beside}{on_nodes}"


def notes_in_words(reading: ReadingList) -> Iterator[str]:
    """How many release notes were read, of how many releases, and from when they are."""
    if not reading.series:
        return
    number = len({each.note.key for each in reading.notes})
    read = f"{number} of {counted(len(reading.series), 'release')}"
    days = sorted({f"{document.fetched_at:%Y-%m-%d}" for document in reading.documents})
    if days:
        read += f", fetched {' to '.join(dict.fromkeys((days[0], days[-1])))}"
    yield read


def logs_in_words(tally: LogTally) -> Iterator[str]:
    """How many logs were read, from when to when, and what starts they show."""
    if not tally.files:
        return
    read = counted(len(tally.files), "file")
    if tally.first:
        read += f" from {to_the_second(tally.first)} to {to_the_second(tally.last)}"
    shown = counted(len(tally.starts), "start") if tally.starts else "no start"
    yield visible(f"{read}, with {shown} of keystone")
