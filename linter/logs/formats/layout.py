"""How the records of one log file are written down, and what one record says."""

import re
from collections.abc import Callable, Iterator, Sequence

import msgspec

STRANGER = "stranger"
"""The group that is the last of a match where a record of another layout begins."""

_OWNERS = ("pid", "logger", "program", "host")


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

    `start` matches at the beginning of a line that begins a record, as far as its message, or
    nothing of a line that begins a record of another layout. `when` makes of such a match the time
    as in events, and is asked for every occurrence; what else a record tells is asked once for each
    distinct message. `margin` matches what stands before the text of a line that goes on, so that
    it can be taken away; it may match nothing. Its groups `pid`, `logger`, `program` and `host` are
    those of the record that the line belongs to. `plain` undoes what was done to the text of a
    message.

    `read` does all of it for layouts whose lines are no text. A weak layout takes any text for
    records, and is to be given up as soon as more lines show a better one.
    """

    name: str
    start: re.Pattern[bytes]
    margin: re.Pattern[bytes]
    when: Callable[[re.Match[bytes]], str]
    decode: Callable[[re.Match[bytes], str], Record]
    plain: Callable[[bytes], bytes] | None = None
    read: Callable[[Sequence[bytes]], Record | None] | None = None
    is_weak: bool = False

    def record(self, lines: Sequence[bytes]) -> Record | None:
        """What the lines of one record say, None where the first begins none."""
        if self.read is not None:
            return self.read(lines)
        head = self.start.match(lines[0])
        if head is None:
            return None
        if head.lastgroup == STRANGER:
            # The lines are left as they are to the layout that explains them.
            return self.decode(head, _text(b"\n".join(lines)))
        message = b"".join(_pieces(head, lines, self.margin))
        return self.decode(head, _text(self.plain(message) if self.plain else message))


def _text(message: bytes) -> str:
    return message.decode("utf-8", "backslashreplace")


def _pieces(
    head: re.Match[bytes], lines: Sequence[bytes], margin: re.Pattern[bytes]
) -> Iterator[bytes]:
    known = head.groupdict()
    yield lines[0][head.end() :].rstrip(b"\r\n")
    is_open = known.get("part") == b"P"
    for line in lines[1:]:
        match = margin.match(line)
        found = match.groupdict() if match else {}
        if _is_foreign(known, found):
            continue
        text = line[match.end() :] if match else line
        indent = len(found.get("deep") or b"") - _width(head)
        glue = b"" if is_open else b"\n"
        yield glue + b" " * indent + text.rstrip(b"\r\n")
        is_open = found.get("part") == b"P"


def _is_foreign(known: dict[str, bytes], found: dict[str, bytes]) -> bool:
    """Whether a line belongs to the record of another process that wrote between the lines."""
    return any(found.get(name) and known.get(name) != found[name] for name in _OWNERS)


def _width(head: re.Match[bytes]) -> int:
    """How wide the envelope is, by which journalctl indents the lines that go on."""
    return head.start("text") - head.start() if "text" in head.re.groupindex else 0
