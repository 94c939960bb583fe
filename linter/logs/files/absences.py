"""What is said of logs that are not there, or could not all be read."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from linter.collect.naming import printable
from linter.logs.files.arguments import Argument
from linter.logs.files.opening import OpenLog
from linter.logs.files.renewal import ReadState
from linter.logs.files.rotation import Rotation, missing, rotation_of
from linter.model.finding import Gap
from linter.model.location import Location

_NAMED = 5
"""So many file names are told."""


def too_many(argument: Argument, most: int) -> Gap:
    """What is said where not all logs of an argument could be opened."""
    why = f"only {most} files can be open at a time, and further ones were not read"
    remedy = "allow more by `ulimit -n`, or give fewer at a time"
    return Gap(printable(Path(argument.text)), why, remedy, required=True)


def emptied(lost: ReadState) -> Gap:
    """What is said of a log that was emptied, and of which no copy was found."""
    source = lost.log.source
    why = f"it was emptied after {lost.end} of {source.size} bytes were read"
    remedy = "run kslint once more, and give the rotated files of the log as well"
    return Gap(str(Location(source.node, source.path)), why, remedy, required=True)


def left_out(logs: Sequence[OpenLog]) -> Iterator[Gap]:
    """The numbers that rotated files leave out."""
    for node in dict.fromkeys(log.source.node for log in logs):
        own = [log for log in logs if log.source.node == node]
        rotations = [rotation_of(log.source.path) for log in own]
        if any(missing(rotations)):
            rotations += _there_now(own, rotations)
        for named, newer, older in missing(rotations):
            yield Gap(
                str(Location(node, named)),
                f"it is missing between {newer} and {older}",
                "give it as well, or find out why it was deleted",
                required=False,
            )


def _there_now(logs: Sequence[OpenLog], rotations: Sequence[Rotation]) -> Iterator[Rotation]:
    """Files that were renamed to a number that was left out, while others were opened."""
    oldest: dict[str, int] = {}
    for rotation in rotations:
        oldest[rotation.family] = max(oldest.get(rotation.family, 0), rotation.number or 0)
    folders = {(log.source.path, log.disk.parent) for log in logs if log.disk}
    for folder, parent in {(path.rpartition("/")[0], parent) for path, parent in folders}:
        with suppress(OSError):
            for name in os.listdir(parent):  # noqa: PTH208  names are all that is asked for
                found = rotation_of(f"{folder}/{name}" if folder else name)
                if 0 < (found.number or 0) < oldest.get(found.family, 0):
                    yield found


def said_of_folder(argument: Argument, logs: int, others: Sequence[str]) -> Iterator[Gap]:
    """What is said of a folder that has no log, and of files that may be none."""
    what = printable(Path(argument.text))
    if argument.kind in {"folder", "glob"} and not logs:
        remedy = "give the folder that keystone or its web server writes its log to"
        yield Gap(what, "there is no log in it", remedy, required=True)
    if others:
        names = ", ".join(others[:_NAMED]) + (", ..." if len(others) > _NAMED else "")
        why = f"{len(others)} files are no logs by name or text and were passed over: {names}"
        yield Gap(what, why, "give those that are logs by their own paths", required=False)
