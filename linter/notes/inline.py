"""Turns running text with marked words from HTML into reStructuredText."""

import re
from collections.abc import Iterable, Iterator
from itertools import pairwise
from typing import NamedTuple

from lxml.html import HtmlElement

_LITERAL = {"code", "tt", "kbd", "samp"}
_MARKS = {"strong": "**", "b": "**", "em": "*", "i": "*", "cite": "`"}
_LINK = re.compile(r"(?:https?|ftp)://[^\s<>`\\\x00-\x20]+")
_SPECIAL = re.compile(r"[\\*`|]|_(?![^\W_])")
# Between what marked words may stand; elsewhere an escaped space, which is not shown, parts them.
_BEFORE = " -:/'\"<([{"
_AFTER = " -.,:;!?\\/'\")]}>"
_CLOSING = dict(zip("'\"<([{", "'\">)]}", strict=True))
# What begins a list, a directive, a table or the like; and the number of an item of a list.
_START = re.compile(
    r"[-+\u2022\u2023\u2043.:>=~^#/\"',;!?$%&@]|\(?(?:\w|\d+|[ivxlcdmIVXLCDM]+)[.)](?=\s|$)"
)


class Piece(NamedTuple):
    """Some text, what reStructuredText writes on both sides of it, and where it leads to."""

    text: str
    mark: str = ""
    link: str = ""


def pieces(element: HtmlElement) -> Iterator[Piece]:
    """The text in an inline element, piece by piece; not what stands behind the element."""
    address = (element.get("href") or "").strip()
    if element.tag in _LITERAL:
        yield from _apart(element, "``")
    elif element.tag in _MARKS:
        yield from _apart(element, _MARKS[element.tag])
    elif element.tag == "a" and _LINK.fullmatch(address):
        yield from _apart(element, "`", address)
    elif element.tag in {"br", "img"}:
        yield Piece(element.get("alt") or " ")
    else:
        yield Piece(element.text or "")
        for child in element:
            yield from pieces(child)
            yield Piece(child.tail or "")


def _apart(element: HtmlElement, mark: str, link: str = "") -> Iterator[Piece]:
    """White space inside of marks stands outside of them in reStructuredText."""
    text = element.text_content()
    plain = " ".join(text.split())
    if text[:1].isspace():
        yield Piece(" ")
    if plain == link or (mark == "``" and ("``" in plain or plain != plain.strip("`"))):
        # An address names itself; backticks cannot stand beside or within such marks.
        yield Piece(plain)
    elif plain:
        yield Piece(plain, mark, link)
    if text[-1:].isspace():
        yield Piece(" ")


def paragraph(found: Iterable[Piece]) -> str:
    """The pieces as one line, which reads as a paragraph wherever it stands alone."""
    merged = list(_merged(found))
    parts = [_written(piece) for piece in merged]
    for index, (left, right) in enumerate(pairwise(merged)):
        if _must_part(left, right):
            parts[index] += "\\ "
    line = "".join(parts).strip()
    if merged and not merged[0].mark and _START.match(line):
        line = f"\\{line}"
    if set(line) == {"\\"}:
        # A line of one sign alone would be a rule across the page.
        line = f"\\ {line}"
    return f"{line[:-1]}\\:" if line.endswith("::") else line


def _merged(found: Iterable[Piece]) -> Iterator[Piece]:
    """Plain pieces that follow each other as one, with one space for any white space."""
    plain = ""
    for piece in found:
        if not piece.mark:
            plain += piece.text
            continue
        if plain:
            yield Piece(_single_spaced(plain))
        plain = ""
        yield piece
    if plain:
        yield Piece(_single_spaced(plain))


def _single_spaced(text: str) -> str:
    return re.sub(r"\s+", " ", text)


def _written(piece: Piece) -> str:
    match piece.mark:
        case "":
            return _SPECIAL.sub(r"\\\g<0>", piece.text)
        case "``":
            return f"``{piece.text}``"
        case mark if piece.link:
            # An address that ends so would be the name of another target.
            address = re.sub(r"_$", r"\\_", piece.link)
            return f"{mark}{_SPECIAL.sub(_escaped, piece.text)} <{address}>{mark}__"
        case mark:
            return f"{mark}{_SPECIAL.sub(_escaped, piece.text)}{mark}"


def _escaped(found: re.Match[str]) -> str:
    return f"\\{found[0]}"


def _must_part(left: Piece, right: Piece) -> bool:
    if left.mark and not right.mark:
        return right.text[0] not in _AFTER
    if not right.mark:
        return False
    last = left.text[-1]
    return bool(left.mark) or last not in _BEFORE or _CLOSING.get(last) == right.text[0]
