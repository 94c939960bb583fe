"""Shows release notes in CommonMark, for tickets."""

import re
from collections.abc import Iterable, Iterator
from textwrap import indent
from typing import assert_never

from linter.model.visible import visible
from linter.report.rst.reading import blocks
from linter.report.rst.tree import (
    Block,
    Boxed,
    Code,
    Definitions,
    Entry,
    Items,
    Mark,
    Paragraph,
    Span,
    Table,
)

# An underscore between letters is no mark; an exclamation mark before a link makes it an image.
_SPECIAL = re.compile(r"[\\`*\[\]<>|~]|(?<![^\W_])_|_(?![^\W_])|&(?=#?\w+;)|!\Z")
_NUMBER = re.compile(r"\d{1,9}(?=[.)](?:\s|$))")
_ENTITY = re.compile(r"&(?=#?\w+;)")
_MARKS = {Mark.EMPHASIS: "*", Mark.STRONG: "**"}
# Two lists in a row are one where they have the same marks.
_BULLETS = ("-", "*")
_DELIMITERS = (".", ")")


def to_markdown(text: str) -> str:
    """A text in reStructuredText as CommonMark, with tables as GitHub's dialect has them.

    It has no HTML and no images, leads to http and https addresses alone, and ends without a line
    break.
    """
    return _blocks(blocks(text))


def plain_markdown(text: str) -> str:
    """A line that is no markup, as CommonMark that shows it as it is."""
    return _paragraph((Span(visible(text)),))


def code_markdown(text: str) -> str:
    """A line of code, as CommonMark."""
    return _literal(visible(text) or " ")


def quoted_markdown(text: str) -> str:
    """CommonMark as a quotation, of which nothing reaches beyond it."""
    return _quoted(text)


def _blocks(found: Iterable[Block]) -> str:
    return "\n\n".join(_each(found))


def _each(found: Iterable[Block]) -> Iterator[str]:
    lists = 0
    for block in found:
        lists = lists + 1 if isinstance(block, Items | Definitions) else 0
        yield _block(block, (lists - 1) % 2)


def _block(block: Block, style: int) -> str:
    match block:
        case Paragraph():
            return _paragraph(block.spans)
        case Code():
            return _fenced(block)
        case Items():
            return _items(block, style)
        case Definitions():
            return "\n".join(_item(_BULLETS[style], _defined(entry)) for entry in block.entries)
        case Boxed():
            title = (Paragraph((Span(block.title, Mark.STRONG),)),) if block.title else ()
            return _quoted(_blocks((*title, *block.blocks)))
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _quoted(text: str) -> str:
    return "\n".join(f"> {line}" if line else ">" for line in text.split("\n"))


def _items(block: Items, style: int) -> str:
    if block.first is None:
        marks = [_BULLETS[style]] * len(block.items)
    else:
        marks = [
            f"{block.first + index}{_DELIMITERS[style]}" for index, _ in enumerate(block.items)
        ]
    return "\n".join(map(_item, marks, map(_blocks, block.items)))


def _item(mark: str, text: str) -> str:
    return f"{mark} {indent(text, ' ' * (len(mark) + 1)).lstrip(' ')}".rstrip(" ")


def _defined(entry: Entry) -> str:
    return _blocks((*([Paragraph(entry.term)] if entry.term else []), *entry.blocks))


def _fenced(block: Code) -> str:
    fence = _longer_than_in(block.text, 3)
    return f"{fence}{block.language}\n{block.text}\n{fence}"


def _longer_than_in(text: str, least: int) -> str:
    """Backticks, more in a row than there are in the text."""
    longest = max(map(len, re.findall("`+", text)), default=0)
    return "`" * max(longest + 1, least)


def _table(block: Table) -> str:
    """It has one row of headings, always."""
    width = len(block.rows[0]) if block.rows else 0
    heads = block.rows[:1] if block.heads else (((),) * width,)
    rows = [*heads, ((Span("---"),),) * width, *block.rows[len(heads) if block.heads else 0 :]]
    return "\n".join(f"| {' | '.join(map(_cell, row))} |" for row in rows)


def _cell(spans: tuple[Span, ...]) -> str:
    return re.sub(r"(?<!\\)\|", r"\\|", _line(spans))


def _paragraph(spans: tuple[Span, ...]) -> str:
    line = _line(spans)
    number = _NUMBER.match(line)
    if number:
        return f"{number[0]}\\{line[number.end() :]}"
    return f"\\{line}" if line[:1] in tuple("#+=-") else line


def _line(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    if span.address == span.text:
        return f"<{span.address}>"
    text = _literal(span.text) if span.mark is Mark.LITERAL else _marked(span)
    return f"[{text}]({_target(span.address)})" if span.address else text


def _target(address: str) -> str:
    address = _ENTITY.sub(_escaped, address)
    return f"<{address}>" if "(" in address or ")" in address else address


def _marked(span: Span) -> str:
    mark = _MARKS.get(span.mark, "")
    return f"{mark}{_SPECIAL.sub(_escaped, span.text)}{mark}"


def _literal(text: str) -> str:
    fence = _longer_than_in(text, 1)
    pad = " " if text[0] in "` " or text[-1] in "` " else ""
    return f"{fence}{pad}{text}{pad}{fence}"


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"
