"""Which layout a file has, told by some of its lines."""

import functools
import re
from collections import Counter
from collections.abc import Sequence

from msgspec.structs import replace

from linter.logs.formats import envelopes
from linter.logs.formats.composition import Style, layout_of
from linter.logs.formats.custom import forms_of
from linter.logs.formats.decoding import Alone
from linter.logs.formats.documents import Inside
from linter.logs.formats.envelopes import Envelope, envelope_of
from linter.logs.formats.expressions import TRACEBACK
from linter.logs.formats.forms import LONE, PLAIN, Form, Rank, form_of
from linter.logs.formats.journal import journal_layout
from linter.logs.formats.json_lines import json_layout
from linter.logs.formats.layout import Layout

_DEPTH = 4
_LONGEST = 4096
"""So much of a line is looked at; every header ends before."""


def recognise(
    lines: Sequence[bytes], formats: Sequence[str] = (), latest: str = ""
) -> Layout | None:
    """The layout that fits most of these lines, None where they are no text at all.

    `formats` are the format strings of the deployment's own configuration, dates in them as
    strftime writes them. `latest` is the date at which the file ends, 2026-11-22, and gives times
    without a year theirs; without it they are no times. A layout that is weak was not told by
    records of an application, and more lines may show a better one.
    """
    texts = [line[:_LONGEST].rstrip(b"\r\n") for line in lines]
    texts = [text for text in texts if text and b"\0" not in text]
    if not texts:
        return None
    custom = forms_of(tuple(formats))
    special = _of_documents(texts, _inside(custom, latest))
    return special or _of_texts(texts, custom, latest)


def _of_documents(texts: Sequence[bytes], inside: Inside) -> Layout | None:
    return journal_layout(texts, inside) or json_layout(texts, inside)


@functools.lru_cache(16)
def _inside(custom: tuple[Form, ...], latest: str) -> Inside:
    """What tells the layout of texts that stand in other documents."""
    return functools.partial(_of_texts, custom=custom, latest=latest)


@functools.lru_cache(16)
def _alone(custom: tuple[Form, ...], latest: str) -> Alone:
    """What tells the layout of one line."""

    def alone(line: bytes) -> Layout:
        text = line[:_LONGEST].rstrip(b"\r\n")
        special = _of_documents([text], _inside(custom, latest))
        around, form = _peeled(text, custom) or ((), PLAIN)
        style = Style(around, LONE if form is PLAIN else form, custom, latest)
        return special or layout_of(style, alone)

    return alone


def _of_texts(lines: Sequence[bytes], custom: tuple[Form, ...], latest: str) -> Layout:
    votes = Counter(filter(None, (_peeled(line[:_LONGEST], custom) for line in lines)))
    best = min(votes, key=lambda found: (found[1].rank, -votes[found]), default=((), PLAIN))
    style = Style(*best, custom, latest)
    layout = layout_of(style, _alone(custom, latest))
    programs = () if layout.is_weak else _programs(layout, lines)
    if not programs:
        return layout
    return layout_of(replace(style, programs=programs), _alone(custom, latest))


def _programs(layout: Layout, lines: Sequence[bytes]) -> tuple[bytes, ...]:
    """The programs, as what stands before the lines names them, that write in this layout."""
    if "program" not in layout.start.groupindex:
        return ()
    heads = (layout.start.match(line) for line in lines)
    return tuple(sorted({head["program"] for head in heads if head and head["program"]}))


@functools.cache
def _traceback() -> re.Pattern[bytes]:
    return re.compile(TRACEBACK)


def _peeled(text: bytes, custom: tuple[Form, ...]) -> tuple[tuple[Envelope, ...], Form] | None:
    """The envelopes around a line and its form, None for one that begins no record."""
    around: list[Envelope] = []
    for _ in range(_DEPTH):
        if _traceback().match(text):
            return None
        form = form_of(text, custom)
        if form is not None and form.rank is not Rank.TIMED:
            return _plausible(around, form)
        envelope = envelope_of(text)
        if envelope is None:
            return _plausible(around, form or PLAIN)
        around.append(envelope)
        found = envelopes.expression(envelope).match(text)
        text = text[found.end() :] if found else b""
    return None


def _plausible(around: list[Envelope], form: Form) -> tuple[tuple[Envelope, ...], Form] | None:
    """The same, None where what seemed an envelope is but the beginning of any text."""
    if form.rank >= Rank.TIMED and any(envelope.is_weak for envelope in around):
        return None
    return tuple(around), form
