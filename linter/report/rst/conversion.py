"""Makes the few blocks and spans that are shown out of what docutils read."""

import re
from collections.abc import Callable, Iterable, Iterator
from itertools import groupby
from urllib.parse import quote

from docutils import nodes

from linter.model.visible import visible
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

# No user, password or backslash, by which an address can look like that of another site.
_ADDRESS = re.compile(r"https?://[A-Za-z0-9.-]+(?::\d{1,5})?(?:[/?#][!-;=?-Z_a-z~]*)?", re.ASCII)
_MARKS = {
    "emphasis": Mark.EMPHASIS,
    "title_reference": Mark.EMPHASIS,
    "strong": Mark.STRONG,
    "literal": Mark.LITERAL,
}
# More digits than CommonMark takes for the number of an item.
_TOO_HIGH = 10**9


def converted(document: nodes.document) -> tuple[Block, ...]:
    """The blocks of a document, in order."""
    _resolve(document)
    return _blocks(document)


def _resolve(document: nodes.document) -> None:
    """Gives references by name, and anonymous ones, the addresses that are written elsewhere."""
    unnamed = (target for target in document.findall(nodes.target) if target.get("anonymous"))
    for reference in document.findall(nodes.reference):
        if reference.get("anonymous") and "refuri" not in reference:
            target: nodes.Element | None = next(unnamed, None)
        else:
            name = document.nameids.get(reference.get("refname", ""))
            target = document.ids[name] if name else None
        if target and "refuri" in target:
            reference["refuri"] = target["refuri"]


def _blocks(parent: nodes.Element) -> tuple[Block, ...]:
    return tuple(block for node in parent.children for block in _block(node))


def _block(node: nodes.Node) -> Iterable[Block]:
    if not isinstance(node, nodes.Element):
        return _paragraph([Span(_shown(node.astext()))])
    return _BLOCKS.get(node.tagname, _as_text)(node)


def _as_text(node: nodes.Element) -> Iterator[Block]:
    yield from _paragraph(_spans(node))


def _paragraph(spans: Iterable[Span]) -> Iterator[Block]:
    if found := _trimmed(spans):
        yield Paragraph(found)


def _nothing(_node: nodes.Element) -> Iterable[Block]:
    return ()


def _heading(node: nodes.Element) -> Iterator[Block]:
    """No heading, for a note must not look like a part of what it stands in."""
    yield from _paragraph(_strong(_spans(node)))


def _strong(spans: Iterable[Span]) -> Iterator[Span]:
    for span in spans:
        yield Span(span.text, Mark.STRONG if span.mark is Mark.PLAIN else span.mark, span.address)


def _attribution(node: nodes.Element) -> Iterator[Block]:
    yield from _paragraph([Span("\N{EM DASH} "), *_spans(node)])


def _bullets(node: nodes.Element) -> Iterator[Block]:
    yield Items(_each(node))


def _numbers(node: nodes.Element) -> Iterator[Block]:
    first = int(node.get("start", 1))
    yield Items(_each(node), first if first + len(node.children) < _TOO_HIGH else 1)


def _each(node: nodes.Element) -> tuple[tuple[Block, ...], ...]:
    return tuple(_blocks(item) for item in node.children if isinstance(item, nodes.list_item))


def _entries(node: nodes.Element) -> Iterator[Block]:
    """Definitions, fields and options: all but the last child is the term."""
    entries = []
    for item in node.children:
        if isinstance(item, nodes.Element) and item.children:
            *terms, body = (child for child in item.children if isinstance(child, nodes.Element))
            spans = [span for term in terms for span in (*_spans(term), Span(" "))]
            entries.append(Entry(_trimmed(spans), _blocks(body)))
    yield Definitions(tuple(entries))


def _footnote(node: nodes.Element) -> Iterator[Block]:
    label = next(iter(node.findall(nodes.label)), None)
    term = _shown(label.astext()) if label else "#"
    yield Definitions((Entry((Span(f"[{term}]"),), _blocks(node)),))


def _box(node: nodes.Element) -> Iterator[Boxed]:
    title = next((child for child in node.children if isinstance(child, nodes.title)), None)
    rest = (child for child in node.children if child is not title)
    blocks = tuple(block for child in rest for block in _block(child))
    yield Boxed(blocks, _shown(title.astext()).strip() if title else "")


def _quotation(node: nodes.Element) -> Iterable[Block]:
    """A list that is indented by habit is no quotation."""
    boxes = tuple(_box(node))
    inner = boxes[0].blocks
    return inner if all(isinstance(block, Items | Definitions) for block in inner) else boxes


def _code(node: nodes.Element) -> Iterator[Block]:
    yield Code(_lines(node.astext()), node.get("language", ""))


def _source(node: nodes.Element) -> Iterator[Block]:
    yield Code(_lines(node.rawsource))


def _lines(text: str) -> str:
    return "\n".join(map(visible, text.expandtabs().split("\n"))).rstrip()


def _complaint(node: nodes.Element) -> Iterator[Block]:
    """Where docutils cannot read something it quotes it; its words on that are of no use."""
    for child in node.children:
        if isinstance(child, nodes.literal_block):
            yield from _code(child)


def _table(node: nodes.Element) -> Iterator[Block]:
    for title in node.children:
        if isinstance(title, nodes.title):
            yield from _heading(title)
    rows = [tuple(_cell(cell) for cell in row.children) for row in node.findall(nodes.row)]
    width = max(map(len, rows), default=0)
    heads = sum(len(head.children) for head in node.findall(nodes.thead))
    yield Table(tuple(row + ((),) * (width - len(row)) for row in rows), heads)


def _cell(node: nodes.Node) -> tuple[Span, ...]:
    """All that a cell holds in one line."""
    spans = []
    for leaf in node.findall(nodes.TextElement):
        if not isinstance(leaf.parent, nodes.TextElement):
            spans += [*_spans(leaf), Span(" ")]
    return _trimmed(spans)


def _spans(node: nodes.Element) -> Iterator[Span]:
    """The text in an element; marked text within marked text is marked once."""
    for child in node.children:
        text = _shown(child.astext())
        match child:
            case nodes.reference():
                yield _link(text, str(child.get("refuri", "")))
            case nodes.footnote_reference() | nodes.citation_reference():
                yield Span(f"[{text or '#'}]")
            case nodes.substitution_reference():
                yield Span(f"|{text}|")
            case nodes.Element() if child.tagname in _MARKS:
                yield Span(text, _MARKS[child.tagname])
            case _:
                yield Span(text)


def _link(text: str, uri: str) -> Span:
    address = _quoted(uri)
    if not _ADDRESS.fullmatch(address):
        # A reader can still learn where it was to lead to, though nothing goes there.
        return Span(text if uri in {"", text, f"mailto:{text}"} else f"{text} ({_shown(uri)})")
    if "://" in text and _quoted(text) != address:
        # It names an address, but leads to another.
        text = f"{text} ({address})"
    return Span(text, address=address)


def _quoted(uri: str) -> str:
    return quote(uri.strip(), safe="!#$%&'()*+,/:;=?@~")


def _shown(text: str) -> str:
    return visible(re.sub(r"[ \n\t]+", " ", text))


def _trimmed(spans: Iterable[Span]) -> tuple[Span, ...]:
    """Spans with text each, none beside one of its kind, without space at both ends."""
    found = [
        Span("".join(span.text for span in alike), mark, address)
        for (mark, address), alike in groupby(spans, lambda span: (span.mark, span.address))
    ]
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while found:
            edge = found[end]
            found[end] = Span(strip(edge.text), edge.mark, edge.address)
            if found[end].text:
                break
            found.pop(end)
    return tuple(span for span in found if span.text)


_BLOCKS: dict[str, Callable[[nodes.Element], Iterable[Block]]] = {
    "admonition": _box,
    "attribution": _attribution,
    "block_quote": _quotation,
    "bullet_list": _bullets,
    "citation": _footnote,
    "comment": _nothing,
    "definition_list": _entries,
    "doctest_block": _code,
    "enumerated_list": _numbers,
    "field_list": _entries,
    "footnote": _footnote,
    "label": _nothing,
    "line_block": _blocks,
    "literal_block": _code,
    "option_list": _entries,
    "section": _blocks,
    "substitution_definition": _source,
    "system_message": _complaint,
    "table": _table,
    "target": _nothing,
    "title": _heading,
    "transition": _nothing,
}
