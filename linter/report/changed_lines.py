"""Which lines of a file have changed, told from the digests of its lines then and now."""

from collections.abc import Iterator, Sequence
from difflib import SequenceMatcher
from typing import Literal

import msgspec

from linter.report.quantities import counted

_MOST_COMPARED = 4000
"""Lines that are compared in every order; of more only the first and the last change are told."""
_NAMED = 5


class Span(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Lines that follow each other; they count as the file is now, removed ones as it was."""

    state: Literal["changed", "added", "removed"]
    first: int
    last: int


_Line = tuple[int, str]


def changed_lines(before: str, after: str) -> tuple[Span, ...]:
    """The lines that differ; none where no digest of lines was kept, or none of them differs."""
    then, now = list(_lines(before)), list(_lines(after))
    if not then:
        return ()
    return tuple(_spans(then, now))


def in_words(spans: Sequence[Span]) -> str:
    """Where a file has changed, and what it means that nobody can say where."""
    if not spans:
        return "no line of which a digest is kept, so in comments, in blank lines or in a secret"
    named = ", ".join(map(_span, spans[:_NAMED]))
    rest = len(spans) - _NAMED
    return f"{named} and {counted(rest, 'more place')}" if rest > 0 else named


def _span(span: Span) -> str:
    lines = f"line {span.first}" if span.first == span.last else f"lines {span.first}-{span.last}"
    match span.state:
        case "changed":
            return lines
        case "added":
            return f"new {lines}"
        case "removed":
            return f"former {lines}, now gone"


def _lines(digests: str) -> Iterator[_Line]:
    """The numbers of the lines that have a digest, and the digests."""
    number = 0
    for word in digests.split():
        if word.startswith("+"):
            number += int(word[1:]) if word[1:].isdecimal() else 0
            continue
        number += 1
        yield number, word


def _spans(then: list[_Line], now: list[_Line]) -> Iterator[Span]:
    start = _shared(then, now)
    end = _shared(then[start:][::-1], now[start:][::-1])
    then, now = then[start : len(then) - end], now[start : len(now) - end]
    if len(then) + len(now) > _MOST_COMPARED:
        yield from _span_of(then, now)
        return
    old, new = [digest for _, digest in then], [digest for _, digest in now]
    for what, first, last, low, high in SequenceMatcher(a=old, b=new, autojunk=False).get_opcodes():
        if what != "equal":
            yield from _span_of(then[first:last], now[low:high])


def _span_of(then: Sequence[_Line], now: Sequence[_Line]) -> Iterator[Span]:
    if now:
        yield Span("changed" if then else "added", now[0][0], now[-1][0])
    elif then:
        yield Span("removed", then[0][0], then[-1][0])


def _shared(then: Sequence[_Line], now: Sequence[_Line]) -> int:
    """How many lines both begin with."""
    count = 0
    for (_, old), (_, new) in zip(then, now, strict=False):
        if old != new:
            break
        count += 1
    return count
