"""What the fields of a JSON line or of a journal's entry say of one record."""

import re
from collections.abc import Callable, Iterator, Mapping, Sequence

import msgspec

from linter.logs.formats.expressions import COLOURS, EPOCH, ISO
from linter.logs.formats.layout import Layout, Record
from linter.logs.formats.levels import NUMBERS, SEVERITIES, level_named
from linter.logs.formats.times import from_epoch, from_iso

Inside = Callable[[Sequence[bytes]], Layout | None]
"""The layout of the texts that documents hold."""

TEXTS = ("MESSAGE", "log", "message", "Payload", "msg", "line", "full_message", "short_message")
"""Fields with the text, of the journal, docker, oslo.log, kolla's fluentd, GELF, and others."""
TIMES = ("asctime", "__REALTIME_TIMESTAMP", "time", "@timestamp", "timestamp", "Timestamp", "date")
_LEVELS = ("levelname", "LOGGER_LEVEL", "log_level", "level", "severity", "Severity", "PRIORITY")
_LOGGERS = ("name", "LOGGER_NAME", "python_module", "logger", "Logger")
_PROGRAMS = ("SYSLOG_IDENTIFIER", "_SYSTEMD_UNIT", "programname", "container_name", "ident")
_SHARED = frozenset({"uwsgi", "apache2", "httpd", "gunicorn", "python", "python3"})
"""Programs that run any service, so that the unit tells more."""

_HOSTS = ("_HOSTNAME", "hostname", "Hostname", "pod_name", "host")
_PIDS = ("_PID", "process", "Pid", "pid")
_NESTED = ("_source", "kubernetes")
"""Fields with further fields: a search engine's export, and what fluent-bit adds to a line."""

_ISO = re.compile(ISO.decode())
_EPOCH = re.compile(EPOCH.decode())
_BYTES = range(256)

# Where every line of a service's output is an entry, the one after a warning has its source line.
_SOURCE_LINE = re.compile(r" {2,}\S[^\n]{0,200}?warn[^\n]{0,200}?\([^\n]*")


def record_of(document: Mapping[str, object]) -> Record | None:
    """What a document says; None where it has no text."""
    fields = dict(_flat(document))
    texts = [_text(fields[name]) for name in TEXTS if _is_told(fields.get(name))]
    if not texts:
        return None
    message = next(filter(None, texts), "")
    return Record(
        "" if _SOURCE_LINE.fullmatch(message) else message,
        _time(_first(fields, TIMES)),
        _level(_first(fields, _LEVELS)),
        _text(_first(fields, _LOGGERS)),
        _program(fields),
        *(_text(_first(fields, names)) for names in (_HOSTS, _PIDS)),
    )


def nested(outer: Record, inside: Inside) -> Record:
    """A document's record together with what its text says by itself, which counts more."""
    text = outer.message.rstrip()
    parts = text.encode("utf-8", "surrogatepass").split(b"\n")
    layout = None if outer.logger else inside(parts[:1])
    inner = layout.record(parts) if layout and not layout.read else None
    if inner is None:
        return msgspec.structs.replace(outer, message=COLOURS.sub("", text))
    return merged(inner, outer)


def merged(inner: Record, outer: Record) -> Record:
    """The inner record, with what only the outer one tells."""
    fields = (getattr(inner, name) or getattr(outer, name) for name in Record.__struct_fields__[1:])
    return Record(inner.message, *fields)


def _flat(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    for name in _NESTED:
        inner = document.get(name)
        if isinstance(inner, dict):
            yield from inner.items()
            yield from _named_host(inner)
    yield from document.items()
    yield from _named_host(document)


def _named_host(document: Mapping[str, object]) -> Iterator[tuple[str, object]]:
    """The host as filebeat has it, among further fields."""
    host = document.get("host")
    if isinstance(host, dict):
        yield "host", host.get("name")


def _first(fields: Mapping[str, object], names: tuple[str, ...]) -> object:
    return next((fields[name] for name in names if _is_told(fields.get(name))), None)


def _program(fields: Mapping[str, object]) -> str:
    names = [_text(fields[name]) for name in _PROGRAMS if _is_told(fields.get(name))]
    return next((name for name in names if name not in _SHARED), next(iter(names), ""))


def _is_told(value: object) -> bool:
    """Whether a field says something; filebeat has fields below `log`, where docker has a text."""
    return value is not None and not isinstance(value, dict)


def _text(value: object) -> str:
    """A field as text; journalctl writes what is not printable as an array of bytes."""
    if isinstance(value, list) and all(byte in _BYTES for byte in value):
        return bytes(value).decode("utf-8", "backslashreplace")
    if isinstance(value, list):
        return "\n".join(map(_text, value))
    if value is None or isinstance(value, dict):
        return ""
    return str(value)


def _time(value: object) -> str:
    text = _text(value)
    iso = _ISO.match(text)
    if iso:
        return from_iso(iso[0].encode())
    return from_epoch(text.encode()) if _EPOCH.fullmatch(text) else ""


def _level(value: object) -> str:
    text = _text(value)
    if not text.isascii() or not text.isdigit() or len(text) > len("50"):
        return level_named(text)
    number = int(text)
    return SEVERITIES[number] if number < len(SEVERITIES) else NUMBERS.get(text, "")
