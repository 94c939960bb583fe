"""What is said of logs that are not there, or could not all be read."""

import os
from collections.abc import Iterator, Sequence
from contextlib import suppress
from pathlib import Path

from linter.collect.naming import printable
from linter.logs.files.renewal import Standing
from linter.logs.files.rotation import Rotation, missing, rotation_of
from linter.logs.files.taking import Taken
from linter.logs.files.words import Word
from linter.model.finding import Gap
from linter.model.location import Location

_NAMED = 5
"""So many file names are told."""


def too_many(word: Word, most: int) -> Gap:
    """What is said where not all logs of a word could be opened."""
    why = f"only {most} files can be open at a time, and further ones were not read"
    remedy = "allow more by `ulimit -n`, or give fewer at a time"
    return Gap(printable(Path(word.text)), why, remedy, required=True)


def emptied(lost: Standing) -> Gap:
    """What is said of a log that was emptied, and of which no copy was found."""
    source = lost.taken.source
    why = f"it was emptied after {lost.end} of {source.size} bytes were read"
    remedy = "run kslint once more, and give the rotated files of the log as well"
    return Gap(str(Location(source.node, source.path)), why, remedy, required=True)


def left_out(logs: Sequence[Taken]) -> Iterator[Gap]:
    """The numbers that rotated files leave out."""
    for node in dict.fromkeys(taken.source.node for taken in logs):
        own = [taken for taken in logs if taken.source.node == node]
        rotations = [rotation_of(taken.source.path) for taken in own]
        if any(missing(rotations)):
            rotations += _there_now(own, rotations)
        for named, newer, older in missing(rotations):
            yield Gap(
                str(Location(node, named)),
                f"it is missing between {newer} and {older}",
                "give it as well, or find out why it was deleted",
                required=False,
            )


def _there_now(logs: Sequence[Taken], rotations: Sequence[Rotation]) -> Iterator[Rotation]:
    """Files that were renamed to a number that was left out, while others were opened."""
    oldest: dict[str, int] = {}
    for rotation in rotations:
        oldest[rotation.family] = max(oldest.get(rotation.family, 0), rotation.number or 0)
    folders = {(taken.source.path, taken.disk.parent) for taken in logs if taken.disk}
    for folder, parent in {(path.rpartition("/")[0], parent) for path, parent in folders}:
        with suppress(OSError):
            for name in os.listdir(parent):  # noqa: PTH208  names are all that is asked for
                found = rotation_of(f"{folder}/{name}" if folder else name)
                if 0 < (found.number or 0) < oldest.get(found.family, 0):
                    yield found


def said_of_folder(word: Word, logs: int, others: Sequence[str]) -> Iterator[Gap]:
    """What is said of a folder that has no log, and of files that may be none."""
    what = printable(Path(word.text))
    if word.kind in {"folder", "glob"} and not logs:
        remedy = "give the folder that keystone or its web server writes its log to"
        yield Gap(what, "there is no log in it", remedy, required=True)
    if others:
        names = ", ".join(others[:_NAMED]) + (", ..." if len(others) > _NAMED else "")
        why = f"{len(others)} files are no logs by name or text and were passed over: {names}"
        yield Gap(what, why, "give those that are logs by their own paths", required=False)
