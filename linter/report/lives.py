"""The life of a subject over the releases, for `kslint explain`."""

import textwrap
from collections.abc import Sequence

import msgspec

from linter.catalog.life import Life, Span


def as_json(lives: Sequence[Life]) -> str:
    """The lives as JSON."""
    shape = {"schema_version": 1, "subjects": lives}
    return msgspec.json.format(msgspec.json.encode(shape), indent=2).decode() + "\n"


def as_text(lives: Sequence[Life], last: str) -> str:
    """The lives, one paragraph each; `last` is the newest series, to say when a subject ended."""
    return "\n".join(_text(life, last) for life in lives)


def _text(life: Life, last: str) -> str:
    lines = [f"{life.subject} ({life.kind})"]
    previous: tuple[str, ...] = ()
    for span in life.spans:
        lines.append(f"  {_range(span)}")
        facts = [fact for fact in span.facts if fact not in previous] or list(span.facts)
        for fact in facts:
            lines += textwrap.wrap(fact, 92, initial_indent="    ", subsequent_indent="      ")
        previous = span.facts
    if life.spans[-1].last != last:
        lines.append(f"  after {life.spans[-1].last}: not there any more")
    return "\n".join(lines) + "\n"


def _range(span: Span) -> str:
    return span.first if span.first == span.last else f"{span.first} to {span.last}"
