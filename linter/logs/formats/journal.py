"""The entries of a systemd journal, as journalctl -o export and -o verbose write them."""

import functools
import re
from collections.abc import Callable, Sequence

from msgspec.structs import replace

from linter.logs.formats.documents import Inside, nested, record_of
from linter.logs.formats.expressions import ISO
from linter.logs.formats.layout import Layout, Record
from linter.logs.formats.times import from_epoch, from_iso

_EXPORT = re.compile(rb"(?=__CURSOR=)")
_EXPORTED = re.compile(rb"(?:__CURSOR|__REALTIME_TIMESTAMP|_BOOT_ID|MESSAGE)=")
_VERBOSE = re.compile(
    rb"(?=[A-Z][a-z]{2} (?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d{1,6})?) \S{1,6} \[s=)"
)
_REALTIME = re.compile(rb"^__REALTIME_TIMESTAMP=(\d{10,16})$", re.MULTILINE)
_FIELD = re.compile(rb" {0,8}(?P<name>[A-Z0-9_]{1,64})=(?P<value>[^\n]*)")
_OWN = re.compile(rb"^ {0,8}MESSAGE=(%s)" % ISO, re.MULTILINE)
_BLANK = re.compile(rb"\n\n")
_HEADER = re.compile(rb"\n(?! )")
_NAME = re.compile(rb"[A-Z0-9_]{1,64}")
_SIZE = 8
_LONGEST = 4096


def journal_layout(lines: Sequence[bytes], inside: Inside) -> Layout | None:
    """The layout of a journal's entries, None where the lines are none."""
    if any(_EXPORTED.match(line) for line in lines):
        return _layout("journal export", _EXPORT, _exported_at, inside)
    if any(_VERBOSE.match(line) for line in lines):
        return _layout("journal", _VERBOSE, _shown_at, inside)
    return None


def _layout(
    name: str,
    start: re.Pattern[bytes],
    when: Callable[[re.Match[bytes]], str],
    inside: Inside,
) -> Layout:
    read = functools.partial(_read, start, when, inside)
    return Layout(name, start, re.compile(b""), when, _decoded, read=read)


def _decoded(_head: re.Match[bytes], message: str) -> Record:
    return Record(message)


def _read(
    start: re.Pattern[bytes],
    when: Callable[[re.Match[bytes]], str],
    inside: Inside,
    lines: Sequence[bytes],
) -> Record | None:
    text = b"\n".join(lines)
    head = start.match(text)
    outer = record_of(_fields(text)) if head else None
    if head is None or outer is None:
        return None
    return nested(replace(outer, time=outer.time or when(head)), inside)


def _exported_at(head: re.Match[bytes]) -> str:
    own = _own_time(head, _BLANK)
    found = _REALTIME.search(head.string, head.start(), head.start() + _LONGEST)
    return own or (from_epoch(found[1]) if found else "")


def _shown_at(head: re.Match[bytes]) -> str:
    return _own_time(head, _HEADER) or from_iso(head["time"])


def _own_time(head: re.Match[bytes], stop: re.Pattern[bytes]) -> str:
    """The time that the message begins with: its zone is that of other logs, not UTC."""
    limit = head.start() + _LONGEST
    end = stop.search(head.string, head.start(), limit)
    found = _OWN.search(head.string, head.start(), end.start() if end else limit)
    return from_iso(found[1]) if found else ""


def _fields(text: bytes) -> dict[str, str]:
    """The fields of an entry; one with line breaks has its size and its bytes after its name.

    https://systemd.io/JOURNAL_EXPORT_FORMATS; with -o verbose such a field just goes on.
    """
    fields: dict[str, str] = {}
    at, name = 0, ""
    while at < len(text):
        end = text.find(b"\n", at)
        end = len(text) if end < 0 else end
        line = text[at:end]
        at = end + 1
        field = _FIELD.fullmatch(line)
        if field:
            name = field["name"].decode("ascii")
            fields[name] = field["value"].decode("utf-8", "backslashreplace")
        elif _NAME.fullmatch(line) and text[:2] == b"__":
            size = int.from_bytes(text[at : at + _SIZE], "little")
            value = text[at + _SIZE : at + _SIZE + size]
            fields[line.decode("ascii")] = value.decode("utf-8", "backslashreplace")
            at += _SIZE + len(value) + 1
        elif name and line:
            fields[name] += "\n" + line.strip().decode("utf-8", "backslashreplace")
    return fields
