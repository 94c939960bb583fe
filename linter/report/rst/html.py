"""Shows release notes as a fragment of a page."""

from collections.abc import Iterable
from html import escape
from typing import assert_never

from linter.report.rst.reading import blocks
from linter.report.rst.tree import (
    Block,
    Boxed,
    Code,
    Definitions,
    Items,
    Mark,
    Paragraph,
    Span,
    Table,
)

_TAGS = {Mark.EMPHASIS: "em", Mark.STRONG: "strong", Mark.LITERAL: "code"}


def to_html(text: str) -> str:
    """A text in reStructuredText as elements of HTML that hold no script, style, class or image.

    The only attributes are `href`, with an http or https address, and the `start` of a list.
    """
    return _blocks(blocks(text))


def _blocks(found: Iterable[Block]) -> str:
    return "\n".join(map(_block, found))


def _block(block: Block) -> str:
    match block:
        case Paragraph():
            return _element("p", _line(block.spans))
        case Code():
            return _element("pre", _element("code", escape(block.text)))
        case Items():
            return _items(block)
        case Definitions():
            return _element("dl", "\n".join(
                f"{_element('dt', _line(entry.term))}\n{_element('dd', _blocks(entry.blocks))}"
                for entry in block.entries
            ))  # fmt: skip
        case Boxed():
            return _boxed(block)
        case Table():
            return _table(block)
        case _:
            assert_never(block)


def _element(tag: str, content: str) -> str:
    return f"<{tag}>{content}</{tag}>"


def _items(block: Items) -> str:
    items = "\n".join(_element("li", _item(item)) for item in block.items)
    if block.first is None:
        return _element("ul", items)
    start = f' start="{block.first}"' if block.first != 1 else ""
    return f"<ol{start}>{items}</ol>"


def _item(item: tuple[Block, ...]) -> str:
    match item:
        case (Paragraph() as only,):
            return _line(only.spans)
        case _:
            return _blocks(item)


def _boxed(block: Boxed) -> str:
    if not block.title:
        return _element("blockquote", _blocks(block.blocks))
    title = _element("p", _element("strong", escape(block.title)))
    return _element("aside", f"{title}\n{_blocks(block.blocks)}")


def _table(block: Table) -> str:
    rows = (
        _element("tr", "".join(_element(tag, _line(cell)) for cell in row))
        for number, row in enumerate(block.rows)
        for tag in ["th" if number < block.heads else "td"]
    )
    return _element("table", "\n".join(rows))


def _line(spans: Iterable[Span]) -> str:
    return "".join(map(_span, spans))


def _span(span: Span) -> str:
    text = escape(span.text)
    if span.mark in _TAGS:
        text = _element(_TAGS[span.mark], text)
    return f'<a href="{escape(span.address)}">{text}</a>' if span.address else text
