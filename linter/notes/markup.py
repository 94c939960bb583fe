"""Turns the blocks of a note from Sphinx's HTML into reStructuredText."""

import re
from collections.abc import Callable, Iterator
from textwrap import indent

from lxml.html import HtmlElement

from linter.notes.inline import Piece, paragraph, pieces

_LANGUAGE = re.compile(r"highlight-([\w+-]+)")
_ADMONITIONS = {
    "attention", "caution", "danger", "error", "hint", "important", "note", "tip", "warning",
}  # fmt: skip
_TRANSPARENT = {
    "article", "caption", "details", "div", "dd", "figcaption", "figure", "h1", "h2", "h3", "h4",
    "h5", "h6", "hr", "li", "main", "p", "section", "summary", "tbody", "td", "tfoot", "th",
    "thead", "tr",
}  # fmt: skip
_LISTS = {"ul", "ol"}
# An empty comment ends a list or a quotation, so that another one can follow.
_END = ".."


def text_of(element: HtmlElement) -> str:
    """All that an element holds, in reStructuredText; empty if there is nothing to read."""
    return "\n\n".join(_parted(_blocks(element)))


def blocks_text(elements: list[HtmlElement]) -> str:
    """All that elements beside each other hold, as `text_of` of what holds only them."""
    return "\n\n".join(_parted(found for element in elements for found in _block(element)))


Block = tuple[str, str]
"""The name of the HTML element that a block is made from, and its text."""


def _parted(found: Iterator[Block]) -> Iterator[str]:
    """Two lists in a row, or a quotation that nothing comes before, need a comment between."""
    before = ""
    for tag, text in found:
        if (tag == "blockquote" and before != "p") or (tag == before and tag in _LISTS):
            yield _END
        yield text
        before = tag


def _blocks(element: HtmlElement) -> Iterator[Block]:
    """The blocks in an element; text that stands loose between them is a paragraph each."""
    loose = [Piece(element.text or "")]
    for child in element:
        if child.tag in _WRITERS or child.tag in _TRANSPARENT:
            yield from _loose(loose)
            yield from _block(child)
            loose = [Piece(child.tail or "")]
        else:
            loose += [*pieces(child), Piece(child.tail or "")]
    yield from _loose(loose)


def _loose(found: list[Piece]) -> Iterator[Block]:
    if text := paragraph(found):
        yield "p", text


def _block(element: HtmlElement) -> Iterator[Block]:
    name = str(element.tag)
    if name in _WRITERS:
        if text := _WRITERS[name](element):
            yield name, text
    elif kind := _ADMONITIONS & _classes(element):
        yield "admonition", _admonition(element, kind.pop())
    else:
        yield from _blocks(element)


def _classes(element: HtmlElement) -> set[str]:
    return set((element.get("class") or "").split())


def _bullets(element: HtmlElement) -> str:
    return _items([("- ", text) for text in _texts(element)])


def _numbers(element: HtmlElement) -> str:
    first = element.get("start") or "1"
    start = int(first) if first.isdecimal() and len(first) < len("1000") else 1
    return _items([(f"{number}. ", text) for number, text in enumerate(_texts(element), start)])


def _texts(element: HtmlElement) -> Iterator[str]:
    return filter(None, map(text_of, element))


def _items(found: list[tuple[str, str]]) -> str:
    items = [mark + _indented(text, len(mark)) for mark, text in found]
    return ("\n\n" if any("\n" in item for item in items) else "\n").join(items)


def _indented(text: str, width: int) -> str:
    return indent(text, " " * width).lstrip(" ")


def _definitions(element: HtmlElement) -> str:
    lines: list[str] = []
    for child in element:
        if child.tag == "dt":
            lines += ["", paragraph(pieces(child))]
        else:
            lines.append(indent(text_of(child), "  "))
    return "\n".join(lines).strip("\n")


def _quotation(element: HtmlElement) -> str:
    return indent(text_of(element), "   ")


def _code(element: HtmlElement) -> str:
    text = element.text_content().expandtabs().strip("\n")
    if not text.strip():
        return ""
    found = [_LANGUAGE.search(holder.get("class") or "") for holder in element.iterancestors("div")]
    language = next((match[1] for match in found if match), "default")
    head = "::" if language in {"default", "none"} else f".. code-block:: {language}"
    return f"{head}\n\n{indent(text, '   ')}"


def _table(element: HtmlElement) -> str:
    rows = [row for row in element.iter("tr") if next(row.iterancestors("table")) is element]
    widths = {len(row) for row in rows}
    if len(widths) != 1 or element.xpath(".//caption | .//*[@colspan]"):
        return "\n\n".join(text for part in element for text in _parted(_blocks(part)))
    heads = len(list(element.iterchildren("thead"))) if len(rows) > 1 else 0
    head = f".. list-table::\n   :header-rows: {heads}\n\n"
    return head + indent("\n".join(map(_row, rows)), "   ")


def _row(element: HtmlElement) -> str:
    return "* " + _indented("\n".join(f"- {_indented(text_of(cell), 2)}" for cell in element), 2)


def _admonition(element: HtmlElement, kind: str) -> str:
    for title in element.find_class("admonition-title")[:1]:
        title.drop_tree()
    return f".. {kind}::\n\n{indent(text_of(element), '   ')}"


_WRITERS: dict[str, Callable[[HtmlElement], str]] = {
    "ul": _bullets,
    "ol": _numbers,
    "dl": _definitions,
    "blockquote": _quotation,
    "pre": _code,
    "table": _table,
}
