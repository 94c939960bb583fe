"""Lines that are JSON, with a text of docker, fluentd or journalctl inside or of oslo.log."""

import functools
import re
from collections.abc import Iterator, Sequence

import msgspec

from linter.logs.formats.documents import TEXTS, TIMES, Inside, nested, record_of
from linter.logs.formats.expressions import EPOCH, ISO
from linter.logs.formats.layout import Layout, Record
from linter.logs.formats.times import READERS, from_epoch, from_iso

HIDDEN = (b'"MESSAGE":[', b'"MESSAGE" : [')
"""How journalctl -o json, new and old, begins a text in which no word can be found as it is."""

_KEYS = "|".join(TEXTS).encode()
_LONGEST = 4096
_PREFIX = rb'\{[^\n]{0,%d}?"(?:%s)" ?: ?"' % (_LONGEST, _KEYS)
_ARRAY = rb'\{[^\n]{0,%d}?"MESSAGE" ?: ?\[' % _LONGEST
_HIDDEN = re.compile(_ARRAY)
_FIELD = re.compile(rb'"(?:%s)" ?: ?"((?:[^"\\]|\\.)*+)' % _KEYS)
_TIME = re.compile(
    rb'"(?:%s)" ?: ?"?(?:(?P<iso>%s)|(?P<epoch>%s))' % ("|".join(TIMES).encode(), ISO, EPOCH)
)


def json_layout(lines: Sequence[bytes], inside: Inside) -> Layout | None:
    """The layout of lines most of which are JSON with a text, None where they are not."""
    entries = [entry for line in lines if (entry := _entry(line)) is not None]
    if len(entries) * 2 <= len(lines):
        return None
    texts = [text for entry in entries for text in entry.message.encode().split(b"\n") if text]
    inner = None if any(entry.logger for entry in entries) else inside(texts)
    if inner is None or inner.is_weak or inner.read:
        start, name = rb"(?=\{)", "json"
    else:
        start = rb"%s(?:%s)|(?=%s)" % (_PREFIX, inner.start.pattern, _ARRAY)
        name = f"{inner.name} in json"
    return Layout(
        name,
        re.compile(start),
        re.compile(b""),
        functools.partial(_when, inner, inside),
        lambda _head, message: Record(message),
        read=functools.partial(json_record, inside=inside),
        is_weak=inner is not None and inner.is_weak,
    )


def json_record(lines: Sequence[bytes], inside: Inside) -> Record | None:
    """What the lines of one record say, the text of all together; None where the first is none."""
    outer = _entry(lines[0])
    if outer is None:
        return None
    text = "".join(_texts(lines))
    return nested(msgspec.structs.replace(outer, message=text), inside)


def _texts(lines: Sequence[bytes]) -> Iterator[str]:
    """The texts of lines with their ends; docker writes parts of a long line without one."""
    for line in lines:
        entry = _entry(line)
        text = entry.message if entry else line.decode("utf-8", "backslashreplace")
        is_part = line.startswith(b'{"log":"') and not text.endswith("\n")
        yield text if is_part else text.rstrip("\r\n") + "\n"


def _entry(line: bytes) -> Record | None:
    """What one line says by itself, as much as there is of a line that was cut."""
    if not line.startswith(b"{"):
        return None
    try:
        document = msgspec.json.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError):
        return _cut(line)
    return record_of(document) if isinstance(document, dict) else None


def _cut(line: bytes) -> Record | None:
    field = _FIELD.search(line)
    if field is None:
        return None
    try:
        text = msgspec.json.decode(b'"' + field[1] + b'"', type=str)
    except (msgspec.DecodeError, UnicodeDecodeError):
        text = field[1].decode("utf-8", "backslashreplace")
    return Record(text)


def _when(inner: Layout | None, inside: Inside, head: re.Match[bytes]) -> str:
    for name, reader in READERS.items():
        if inner and name in head.re.groupindex and head[name]:
            return reader(head[name])
    end = head.string.find(b"\n", head.start())
    end = end if end >= 0 else len(head.string)
    if _HIDDEN.match(head.string, head.start(), end):
        record = json_record([head.string[head.start() : end]], inside)
        return record.time if record else ""
    found = _TIME.search(head.string, head.start(), end)
    if found is None:
        return ""
    return from_iso(found["iso"]) if found["iso"] else from_epoch(found["epoch"])
