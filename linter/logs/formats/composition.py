"""Makes a layout of what stands before a record, and of what the record looks like."""

import functools
import re
from collections.abc import Callable

import msgspec

from linter.logs.formats.decoding import Alone, decoded, stranger, unescaping
from linter.logs.formats.envelopes import Envelope
from linter.logs.formats.expressions import COLOUR, ISO, LEVEL, TRACEBACK, UWSGI, WARNING
from linter.logs.formats.forms import Form, Rank
from linter.logs.formats.layout import STRANGER, Layout, Record
from linter.logs.formats.times import CLOCKS, READERS, from_parts, from_yearless

# A line that begins a record whatever the layout of those around it.
_STRANGER = (
    ISO
    + rb"|[A-Z][a-z]{2} [ \d]\d \d\d:\d\d:\d\d |\[?[A-Z][a-z]{2} [A-Z][a-z]{2} [ \d]\d \d\d:\d\d:"
    + rb"|<\d{1,3}>|\[\d{4}-\d\d-\d\d[ T]\d\d:|\(\S{1,200}\): \d{4}-|"
    + COLOUR
    + LEVEL
    + rb"(?::[\w.-]{1,200}:|"
    + COLOUR
    + rb" +(?:[\w.-]{1,200} )?"
    + COLOUR
    + rb"\[)"
    + rb"|\[pid: \d|"
    + UWSGI
    + rb'|mod_wsgi \(pid=|(?:AH\d{5}|WSGI\d{4}): |\[pod/|\{"log":"|__CURSOR='
    + rb"|"
    + WARNING
    # oslo.config before logging is set up, which no header then tells from what stands around; in
    # JSON its quotes are escaped.
    + rb'|(?:Deprecated: )?Option \\?"[^"\n]{1,100}" from group \\?"'
    + rb"|\S{1,100} \S{1,100} \S{1,100} \[\d\d/[A-Z]"
)
_NAMED = re.compile(rb"\(\?P<\w+>")
_CLOCKS = frozenset(b"(?P<%s>" % name.encode() for name in CLOCKS)
_KEPT = frozenset((b"(?P<part>", b"(?P<host>", b"(?P<program>"))
"""What tells to which record a line belongs that goes on."""
_REFERENCE = re.compile(rb"\(\?P=\w+\)")


class Style(msgspec.Struct, frozen=True):
    """What a layout is made of; `envelopes` from the outside in.

    `custom` are the forms that the deployment's configuration names, `latest` the date of the end.
    What envelopes say to be of other `programs`, if any are given, begins a record of its own.
    """

    envelopes: tuple[Envelope, ...]
    form: Form
    custom: tuple[Form, ...] = ()
    latest: str = ""
    programs: tuple[bytes, ...] = ()


@functools.lru_cache(128)
def layout_of(style: Style, alone: Alone) -> Layout:
    """The layout of such lines; `alone` is asked about lines between them that are different."""
    form = style.form
    before, head = _composed(style)
    start = _start(style, before, head)
    when = _clock(start, style, alone)
    names = (form.name, *(envelope.name for envelope in reversed(style.envelopes)))
    return Layout(
        " in ".join(dict.fromkeys(names)),
        start,
        _margin(before, form.margin),
        when,
        _decoder(form, when, alone),
        plain=unescaping(style.envelopes),
        is_weak=form.rank is not Rank.APPLICATION,
    )


def _decoder(
    form: Form, when: Callable[[re.Match[bytes]], str], alone: Alone
) -> Callable[[re.Match[bytes], str], Record]:
    def decode(head: re.Match[bytes], message: str) -> Record:
        if head.lastgroup == STRANGER:
            return stranger(message, alone)
        return decoded(form, when(head), head, message, alone)

    return decode


def _composed(style: Style) -> tuple[bytes, bytes]:
    """What stands before the form, and the form, each group named once: the innermost has it."""
    taken = _names(style.form.head)
    before = b""
    for envelope in reversed(style.envelopes):
        before = _without(taken, envelope.head) + before
        taken |= _names(envelope.head)
    return before, style.form.head


def _names(expression: bytes) -> frozenset[bytes]:
    """The groups of an expression; whatever has one clock is taken to have all."""
    names = frozenset(_NAMED.findall(expression))
    return names | _CLOCKS if names & _CLOCKS else names


def _without(taken: frozenset[bytes], expression: bytes) -> bytes:
    return _NAMED.sub(lambda found: b"(?:" if found[0] in taken else found[0], expression)


def _anonymous(expression: bytes) -> bytes:
    return _REFERENCE.sub(rb"\\S{1,300}", _NAMED.sub(b"(?:", expression))


def _start(style: Style, before: bytes, head: bytes) -> re.Pattern[bytes]:
    """What begins a record; in layouts that no application's records show, any text does."""
    rank, traceback = style.form.rank, _anonymous(TRACEBACK)
    other = b"|".join((_STRANGER, *(_anonymous(form.head) for form in style.custom)))
    other = rb"(?:" + other + rb")"
    if rank is Rank.APPLICATION:
        other = rb"(?!" + traceback + rb")" + other
    elif rank is not Rank.PLAIN:
        other = rb"\S"
    around = _anonymous(before)
    outside = around + other + rb"|(?!" + around + rb")" + other if around else other
    if style.programs:
        outside += rb"|" + _foreign(before, style.programs) + rb"(?!" + traceback + rb")\S"
    different = rb"(?=" + outside + rb")(?P<stranger>)"
    known = before + rb"(?P<text>)" + head if before else head
    return re.compile(b"|".join((different, known) if rank is Rank.PLAIN else (known, different)))


def _foreign(before: bytes, programs: tuple[bytes, ...]) -> bytes:
    """What stands before the lines of all programs but these."""
    known = b"|".join(map(re.escape, programs))
    other = rb"(?!(?:" + known + rb")[\s\[\]:])(?:"
    return _anonymous(before.replace(b"(?P<program>", other, 1))


def _margin(before: bytes, margin: bytes) -> re.Pattern[bytes]:
    """What lines that go on begin with; journalctl indents them as wide as the first."""
    if not before:
        return re.compile(rb"(?:" + margin + rb")?" if margin else b"")
    around = _without(_names(before) - _KEPT, before)
    return re.compile(rb"(?:(?:" + around + rb")(?:" + margin + rb")?|(?P<deep> {16,200}))?")


def _clock(
    start: re.Pattern[bytes], style: Style, alone: Alone
) -> Callable[[re.Match[bytes]], str]:
    readers: dict[str, Callable[[bytes], str]] = {
        **READERS,
        "yearless": functools.partial(from_yearless, latest=style.latest),
        "clock": functools.partial(from_parts, re.compile(style.form.clock)),
    }
    number, reader = next(
        ((start.groupindex[name], readers[name]) for name in start.groupindex if name in readers),
        (0, _no_time),
    )

    def when(head: re.Match[bytes]) -> str:
        text: bytes | None = head[number]
        if text is not None and number:
            return reader(text)
        return _time_of_stranger(head, alone) if head.lastgroup == STRANGER else ""

    return when


def _no_time(_text: bytes) -> str:
    return ""


def _time_of_stranger(head: re.Match[bytes], alone: Alone) -> str:
    end = head.string.find(b"\n", head.start())
    line = head.string[head.start() : end if end >= 0 else len(head.string)]
    layout = alone(line)
    match = layout.start.match(head.string, head.start())
    is_known = match is not None and match.lastgroup != STRANGER
    return layout.when(match) if match and is_known else ""
