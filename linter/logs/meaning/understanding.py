"""What a record means for an upgrade, told by its message."""

import re
from functools import lru_cache
from string import Formatter

import msgspec

from linter.logs.formats.layout import Record
from linter.logs.known.template import ANY_CASE, Template
from linter.logs.known.templates import TEMPLATES
from linter.logs.meaning.normalising import bare, constant, one_line, unbroken
from linter.logs.meaning.origins import is_of_library, of_log, origin_of
from linter.logs.meaning.python_warnings import PythonWarning, warning_in
from linter.model.harmless import LONGEST_WORD, harmless
from linter.model.logs import EventKind, Origin

# With fatal_deprecations: oslo_log/versionutils.py, and again as the process ends.
_FATAL = re.compile(
    r"\A(?:Unhandled error: )?(?:[\w.]*DeprecatedConfig: )?Fatal call to deprecated config: "
)
# The exception holds the text without its values; the record before it has them.
_UNFILLED = re.compile(_FATAL.pattern.removeprefix(r"\A") + r"[^\n]*?%\(\w+\)s")
_UNHANDLED = re.compile(r"(?:Unhandled error(?:: |\Z))?(?:(?P<name>[A-Za-z_][\w.]*)(?=:|\Z))?")
# SQLAlchemy calls most of itself by util/deprecations.py.
_FRAMES = re.compile(
    r"(Traceback \(most recent call last\):)(?:(?:\n|#012)[ \t]+(?:(?!\n|#012).)*)+"
)
_TRACEBACK = re.compile(r"\s*Traceback \(most recent call last\).*", re.DOTALL)
# Lines in which the word says nothing: an option's value as it is dumped at a start with debug,
# a request, a place in a traceback, the text of a warning that comes with importing eventlet, and
# the last line of what oslo.policy says where each line of it is an entry of the journal.
_IDLE = re.compile(
    r"[\w.*-]+ += |\"?(?:GET|HEAD|POST|PUT|PATCH|DELETE|OPTIONS) \S|\[pid: \d+\||"
    r"\S+ \S+ \S+ \[[^\]]*\] \"[A-Z]+ |Traceback \(most| *File \"[^\"]*\", line \d|"
    r" *(?:(?:raise|return|def|class) [\w.]+\(|from [\w.]+ import |import [\w.]+$)|"
    r" *@?(?:\w+\.)*(?:_?warn\w*|[Dd]eprecat\w*)\((?!\))|"
    r"Eventlet is deprecated\. It is currently being maintained in bugfix mode|"
    r"[^\"]{0,80}Either ensure your deployment is ready for the new default or copy/paste the depr"
)


class Meaning(msgspec.Struct, frozen=True):
    """What all records with the same message have in common; fields as in LogEvent."""

    kind: EventKind
    subject: str
    message: str
    logger: str = ""
    level: str = ""
    origin: Origin = Origin.KEYSTONE
    service: str = ""
    since: str = ""
    removal: str = ""
    replacement: str = ""


def meaning_of(record: Record, service: str = "") -> Meaning | None:
    """The meaning of a record, None where it is of no interest for an upgrade.

    `service` is the other service that its log is of, as far as the log's path tells.
    """
    record = of_log(record, service)
    whole = bare(record.message)
    # A layout that tells the logger has taken away all that stands before the message.
    anywhere = not record.logger
    warning = warning_in(whole, anywhere=anywhere)
    text = warning.text if warning else whole
    if _IDLE.match(text):
        return None
    known = _known((one_line(text), unbroken(text)), record, warning)
    return known or _unknown(one_line(_FRAMES.sub(r"\1", text)), record, warning)


def _known(
    readings: tuple[str, ...], record: Record, warning: PythonWarning | None
) -> Meaning | None:
    """The meaning by the first template that any of the ways to read a message fits."""
    if (_UNFILLED.match if record.logger else _UNFILLED.search)(readings[0]):
        return None
    texts = tuple(dict.fromkeys(_FATAL.sub("", text, count=1) for text in readings))
    for template in TEMPLATES:
        for text in texts:
            if template.words in text:
                find = template.pattern.match if record.logger else template.pattern.search
                match = find(text)
                if match:
                    return _of_template(template, match, record, warning)
    return None


def _of_template(
    template: Template, match: re.Match[str], record: Record, warning: PythonWarning | None
) -> Meaning:
    parts = {name: part or "" for name, part in match.groupdict().items()}
    for group in {"group", "new_group"} & parts.keys():
        parts[group] = _group(parts[group])
    message = parts.get("message") or match[0]
    return _meaning(
        template.kind,
        template.subject.format_map(parts),
        constant(message) if template.varies else message,
        record,
        template.origin,
        warning.package if warning else parts.get("place", ""),
        since=parts.get("since", ""),
        removal=parts.get("removal", ""),
        replacement=_filled(template.replacement, parts),
    )


def _filled(text: str, parts: dict[str, str]) -> str:
    """The text with its parts, empty where one of them was cut away."""
    named = (name for _, name, _, _ in Formatter().parse(text) if name)
    return text.format_map(parts) if all(parts[name] for name in named) else ""


def _group(name: str) -> str:
    """A group as findings write it; oslo.config prints None for one that was not given."""
    return "DEFAULT" if name.upper() in {"DEFAULT", "NONE"} else name.lower()


def _unknown(text: str, record: Record, warning: PythonWarning | None) -> Meaning | None:
    if warning:
        if not warning.is_deprecation:
            return None
        usual = Origin.KEYSTONE if warning.package == "keystone" else Origin.LIBRARY
        return _meaning(
            EventKind.LIBRARY, warning.package, constant(text), record, usual, warning.package
        )
    if record.level == "CRITICAL" or text.startswith("Unhandled error"):
        text = _TRACEBACK.sub("", text)
        name = _UNHANDLED.match(text)
        subject = (name["name"] or "").rpartition(".")[2] if name else ""
        return _meaning(EventKind.FAILURE, subject or "start", constant(text), record)
    if ANY_CASE.decode() in text.lower():
        subject = record.logger or record.program or "log"
        usual = Origin.LIBRARY if is_of_library(record.logger) else Origin.KEYSTONE
        return _meaning(EventKind.OTHER, subject, constant(text), record, usual)
    return None


def _meaning(  # noqa: PLR0913, PLR0917  the parts of a meaning
    kind: EventKind,
    subject: str,
    message: str,
    record: Record,
    usual: Origin = Origin.KEYSTONE,
    place: str = "",
    *,
    since: str = "",
    removal: str = "",
    replacement: str = "",
) -> Meaning:
    """A meaning of which nothing can harm who reads it."""
    origin, service = origin_of(record, usual, subject, place)
    return Meaning(
        kind,
        _word(subject),
        harmless(message),
        _word(record.logger),
        _word(record.level),
        origin,
        service,
        _word(since),
        _word(removal),
        _word(replacement),
    )


@lru_cache(maxsize=1024)
def _word(text: str) -> str:
    return harmless(text, LONGEST_WORD)
