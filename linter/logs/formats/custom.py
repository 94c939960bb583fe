"""Record forms made of the format strings of Python's logging."""

import functools
import re
from collections.abc import Iterator, Sequence

import msgspec

from linter.logs.formats.expressions import COLOUR, TIME, TRACEBACK
from linter.logs.formats.forms import Form

_TOKEN = re.compile(
    r"%\((?P<field>\w+)\)[-+# 0]{0,5}(?P<width>\d{0,4})(?:\.\d{1,4})?[a-zA-Z]"
    r"|%(?P<escaped>%)|%-?(?P<code>[A-Za-z])|(?P<text>[^%]+|%)"
)
_COLOUR = re.compile(r"\x1b\[[0-9;]*m")
# What log_date_format has been since ever, whoever writes it and with whatever fraction.
_ISO = re.compile(r"(?:%Y-%m-%d|%F)[ T](?:%H:%M:%S|%T)(?:[.,](?:%\(msecs\)0?3?d|%f))?")
_ASCTIME = re.compile(r"%\(asctime\)s(?:[.,]%\(msecs\)0?3?d)?")
_SHORTHANDS = (("%T", "%H:%M:%S"), ("%F", "%Y-%m-%d"), ("%D", "%m/%d/%y"), ("%R", "%H:%M"))
_DATES = {
    "Y": rb"(?P<year>\d{4})",
    "y": rb"(?P<short>\d\d)",
    "m": rb"(?P<month>\d\d)",
    "b": rb"(?P<name>[A-Za-z]{3,9})",
    "d": rb"(?P<day>\d\d)",
    "e": rb"(?P<day>[ \d]\d)",
    "H": rb"(?P<hour>\d\d)",
    "I": rb"(?P<half>\d\d)",
    "p": rb"(?P<noon>[AaPp][Mm])",
    "M": rb"(?P<minute>\d\d)",
    "S": rb"(?P<second>\d\d)",
    "f": rb"(?P<fraction>\d{6})",
    "s": rb"(?P<epoch>\d{10})",
    "a": rb"[A-Za-z]{3,9}",
    "j": rb"\d{3}",
    "z": rb"(?:Z|[+-]\d\d:?\d\d)?",
    "Z": rb"[A-Za-z]{0,6}",
}
"""The codes of strftime; B, A and h are like b, a and b."""
_ALIKE = {"B": "b", "h": "b", "A": "a"}
_FIELDS = {
    "asctime": TIME,
    "levelname": rb"(?P<level>[A-Z]{1,20})",
    "name": rb"(?P<logger>[\w.-]{1,200})",
    "process": rb"(?P<pid>\d{1,20})",
    "hostname": rb"(?P<host>\S{1,200})",
    "msecs": rb"\d{1,3}",
    "user_identity": rb"(?:[^\s\]]{1,100} ){0,6}?[^\s\]]{1,100}",
    "instance": rb"(?:\[instance: [^\]\n]{0,200}\] )?",
    "resource": rb"(?:\[[^\]\n]{0,200}\] )?",
    "color": COLOUR,
    "reset_color": COLOUR,
}
_BOUNDED = frozenset({"asctime", "msecs", "instance", "resource", "color", "reset_color"})
_MOST_TOGETHER = 2
"""Fields with nothing between them; a format that has more would take too long to tell."""
_TELLING = (b"(?P<time>", b"(?P<clock>", b"(?P<level>", b"(?P<logger>")


class _Token(msgspec.Struct, frozen=True):
    """A piece of a format string: a field, which may be padded, or a part of a date, or a text."""

    field: str = ""
    is_padded: bool = False
    code: str = ""
    text: str = ""


@functools.lru_cache(32)
def forms_of(formats: tuple[str, ...]) -> tuple[Form, ...]:
    """A form for each format string that can tell a record from any other text.

    Dates may stand in them as strftime writes them, in place of %(asctime)s.
    """
    made = (_form(text) for text in dict.fromkeys(formats))
    return tuple(form for form in made if form is not None)


def _form(text: str) -> Form | None:
    tokens = _tokens(text)
    places = [at for at, token in enumerate(tokens) if token.field == "message"]
    if not places:
        return None
    before, after = tokens[: places[0]], tokens[places[0] + 1 :]
    clock = b"".join(_clock(_dated(before)))
    head = _once(b"".join(_expressions(before, clock)))
    if not any(name in head for name in _TELLING):
        return None
    tail = re.sub(rb"\(\?P<\w+>", b"(?:", b"".join(_expressions(after, b"")))
    return Form("configured", head, margin=TRACEBACK, tail=tail, clock=clock)


def _tokens(text: str) -> list[_Token]:
    text = _ASCTIME.sub("%(asctime)s", _ISO.sub("%(asctime)s", text.strip()))
    for short, long in _SHORTHANDS:
        text = text.replace(short, long)
    return [_token(match) for match in _TOKEN.finditer(text)]


def _token(match: re.Match[str]) -> _Token:
    code = match["code"] or ""
    return _Token(
        match["field"] or "",
        bool(match["width"]),
        _ALIKE.get(code, code),
        match["escaped"] or match["text"] or "",
    )


def _dated(tokens: Sequence[_Token]) -> Sequence[_Token]:
    """From the first part of a date to the last one before anything else."""
    codes = [at for at, token in enumerate(tokens) if token.code in _DATES]
    if not codes:
        return ()
    end = codes[0]
    for at in range(codes[0], len(tokens)):
        token = tokens[at]
        if token.field not in {"", "msecs"}:
            break
        end = end if token.text else at
    return tokens[codes[0] : end + 1]


def _clock(tokens: Sequence[_Token]) -> Iterator[bytes]:
    seen: set[str] = set()
    for token in tokens:
        key = token.code or token.field
        expression = _DATES.get(token.code, b"")
        if token.field == "msecs":
            expression = rb"(?P<fraction>\d{3})"
        if key in seen:
            expression = re.sub(rb"\?P<\w+>", b"?:", expression)
        seen.add(key)
        yield expression or _literal(token.text)


def _expressions(tokens: Sequence[_Token], clock: bytes) -> Iterator[bytes]:
    date = _dated(tokens) if clock else ()
    begin = next((at for at, token in enumerate(tokens) if date and token is date[0]), len(tokens))
    if clock:
        yield from _each(tokens[:begin])
        yield rb"(?P<clock>" + re.sub(rb"\?P<\w+>", b"?:", clock) + rb")"
    yield from _each(tokens[begin + len(date) :] if clock else tokens)


def _each(tokens: Sequence[_Token]) -> Iterator[bytes]:
    run = 0
    for at, token in enumerate(tokens):
        following = tokens[at + 1].text if at + 1 < len(tokens) else ""
        run = 0 if token.text else run + (token.field not in _BOUNDED)
        if token.text:
            yield _literal(token.text)
        elif run <= _MOST_TOGETHER:
            yield _expression(token, following)


def _expression(token: _Token, following: str) -> bytes:
    if token.code:
        return re.sub(rb"\?P<\w+>", b"?:", _DATES.get(token.code, rb"\S{1,40}"))
    padding = rb" {0,40}" if token.is_padded else b""
    return padding + (_FIELDS.get(token.field) or _anything(following)) + padding


def _anything(following: str) -> bytes:
    """A field of which nothing is known but the text that follows it."""
    if not following:
        return rb"\S{0,300}?"
    if following[0] == " ":
        return rb"\S{0,300}"
    return rb"[^%s\n]{0,300}" % re.escape(following[0]).encode()


def _literal(text: str) -> bytes:
    return COLOUR.join(re.escape(part.encode()) for part in _COLOUR.split(text))


def _once(expression: bytes) -> bytes:
    """The expression with each group named where it first stands."""
    seen: set[bytes] = set()

    def first(match: re.Match[bytes]) -> bytes:
        if match[0] in seen:
            return b"(?:"
        seen.add(match[0])
        return match[0]

    return re.sub(rb"\(\?P<\w+>", first, expression)
