"""How the records of one log file are written down, and what one record says."""

import re
from collections.abc import Callable, Sequence

import msgspec


class Record(msgspec.Struct, frozen=True):
    """One record: its message with all its lines, and what its format tells beside it.

    `time` is as in events, 2026-11-22T15:29:18.651 without a zone. `program` is what a collector
    of logs says wrote it: a syslog tag, a unit, a container. Nothing is escaped yet.
    """

    message: str
    time: str = ""
    level: str = ""
    logger: str = ""
    program: str = ""
    host: str = ""
    pid: str = ""


class Layout(msgspec.Struct, frozen=True, eq=False):
    r"""The way in which a file is written.

    `start` matches at the beginning of a line that begins a record, as far as its message. `when`
    makes of such a match the time as in events, and is asked for every occurrence; what else a
    record tells is asked once for each distinct message. `margin` matches what stands before the
    text of a line that goes on, so that it can be taken away; it may match nothing.
    """

    name: str
    start: re.Pattern[bytes]
    margin: re.Pattern[bytes]
    when: Callable[[re.Match[bytes]], str]
    decode: Callable[[re.Match[bytes], str], Record]

    def record(self, lines: Sequence[bytes]) -> Record | None:
        """What the lines of one record say, None where the first begins none."""
        head = self.start.match(lines[0])
        if head is None:
            return None
        texts = [lines[0][head.end() :]]
        for line in lines[1:]:
            margin = self.margin.match(line)
            texts.append(line[margin.end() :] if margin else line)
        message = b"\n".join(texts).decode("utf-8", "backslashreplace")
        return self.decode(head, message)
