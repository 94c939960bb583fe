"""What a record says, once its head is found and its lines are together."""

import re
from collections.abc import Callable, Sequence

import msgspec

from linter.logs.formats.documents import merged
from linter.logs.formats.envelopes import Envelope
from linter.logs.formats.expressions import COLOURS
from linter.logs.formats.forms import Form
from linter.logs.formats.json_lines import json_record
from linter.logs.formats.layout import STRANGER, Layout, Record
from linter.logs.formats.levels import SEVERITIES, level_named

Alone = Callable[[bytes], Layout]
"""The layout of one line by itself."""

# devstack's logging_debug_format_suffix.
_SUFFIX = re.compile(r" \{\{\(pid=(?P<pid>\d+)\) [^\n]*\}\}")
_WRAPPED = re.compile(r"\s*(?P<logger>[\w.-]+) \[[^\]\n]*\] ?")
_APACHE = re.compile(rb"\\(?:x([0-9a-f]{2})|([ntrbv\\]))")
_APACHE_LETTERS = {b"n": b"\n", b"t": b"\t", b"r": b"\r", b"b": b"\b", b"v": b"\v", b"\\": b"\\"}
_OCTAL = re.compile(rb"#0(?:1[0-7]|33|0[0-7])")


def decoded(form: Form, time: str, head: re.Match[bytes], message: str, alone: Alone) -> Record:
    """The record of a head and of all the text after it."""
    found = {
        name: value.decode("utf-8", "backslashreplace")
        for name, value in head.groupdict().items()
        if value is not None
    }
    text, pid = _bare(message, form)
    record = Record(
        text,
        time,
        _level(found, form),
        found.get("logger", form.logger),
        found.get("program", ""),
        found.get("host", ""),
        found.get("pid", pid),
    )
    if form.name == "json":
        return _of_json(record, alone)
    return record if record.logger or form.name != "oslo" else _unwrapped(record)


def stranger(message: str, alone: Alone) -> Record:
    """The record of a text that is written in another way than the lines around it."""
    lines = message.encode("utf-8", "surrogatepass").split(b"\n")
    layout = alone(lines[0])
    head = layout.start.match(lines[0])
    if layout.read is None and (head is None or head.lastgroup == STRANGER):
        return Record(COLOURS.sub("", message).rstrip())
    return layout.record(lines) or Record(message)


def _bare(message: str, form: Form) -> tuple[str, str]:
    """The message without what formats put after it, and the pid that devstack puts there."""
    text = COLOURS.sub("", message).lstrip("\n").rstrip()
    suffix = _SUFFIX.fullmatch(text, max(text.rfind(" {{(pid="), 0))
    if suffix:
        return text[: suffix.start()], suffix["pid"]
    tail = re.search(rf"(?:{form.tail.decode()})$", text) if form.tail else None
    return (text[: tail.start()] if tail else text), ""


def _level(found: dict[str, str], form: Form) -> str:
    level = level_named(found.get("level", form.level))
    if not level and "priority" in found:
        return SEVERITIES[int(found["priority"]) % len(SEVERITIES)]
    return level


def _unwrapped(record: Record) -> Record:
    """The record of which the first line was broken off after its level."""
    rest = _WRAPPED.match(record.message)
    if rest is None:
        return record
    message = record.message[rest.end() :]
    return msgspec.structs.replace(record, message=message, logger=rest["logger"])


def _of_json(record: Record, alone: Alone) -> Record:
    def inside(lines: Sequence[bytes]) -> Layout:
        return alone(lines[0])

    inner = json_record([record.message.encode("utf-8", "surrogatepass")], inside)
    return merged(inner, record) if inner else record


def unescaping(envelopes: Sequence[Envelope]) -> Callable[[bytes], bytes] | None:
    """What undoes the writing of a collector to the text itself, None where it does nothing."""
    escapes = {envelope.escapes for envelope in envelopes}
    if "apache" in escapes:
        return _without_apache
    return _without_octal if "rsyslog" in escapes else None


def _without_apache(text: bytes) -> bytes:
    return _APACHE.sub(_apache_byte, text) if b"\\" in text else text


def _apache_byte(match: re.Match[bytes]) -> bytes:
    return bytes.fromhex(match[1].decode()) if match[1] else _APACHE_LETTERS[match[2]]


def _without_octal(text: bytes) -> bytes:
    """The text as it was before rsyslog wrote control characters as #012."""
    return _OCTAL.sub(lambda match: bytes([int(match[0][1:], 8)]), text) if b"#0" in text else text
